//! Examples of handlers: replace them by your own.

use std::{convert::Infallible, sync::atomic::Ordering, time::Duration};

use actix_web::{
    HttpResponse,
    http::header::{CacheControl, CacheDirective},
    web::{self, Bytes, Data, Json, ServiceConfig},
};
use futures_util::{StreamExt, stream};
use host::Client;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::{interval, sleep};

use super::get;
use crate::{error::Error, state::AppState};

pub(super) fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/").route(get().to(hello)))
        .service(web::resource("/greetings").route(web::post().to(greet)))
        .service(web::resource("/echo").route(web::post().to(echo)))
        .service(web::resource("/stream").route(get().to(lines)))
        .service(web::resource("/events").route(get().to(events)))
        .service(web::resource("/client").route(get().to(client)));
}

async fn hello(state: Data<AppState>) -> &'static str {
    state.visits.fetch_add(1, Ordering::Relaxed);
    "Hello from Rust!\n"
}

#[derive(Deserialize)]
struct Person {
    name: String,
}

#[derive(Serialize)]
struct Greeting {
    greeting: String,
}

async fn greet(Json(person): Json<Person>) -> Result<Json<Greeting>, Error> {
    let name = person.name.trim();
    if name.is_empty() {
        return Err(Error::Invalid("name must not be empty".into()));
    }
    Ok(Json(Greeting {
        greeting: format!("Hello {name}!"),
    }))
}

async fn echo(body: Json<Value>) -> Json<Value> {
    body
}

/// Sends each line as soon as it is ready instead of all of them at the end.
async fn lines() -> HttpResponse {
    let lines = stream::iter(1..=5).then(async |line| {
        sleep(Duration::from_millis(100)).await;
        Ok::<_, Infallible>(Bytes::from(format!("line {line}\n")))
    });
    HttpResponse::Ok().streaming(lines)
}

/// Server-sent events: how many visits there were, every second. A stream without end must end at a stop.
async fn events(state: Data<AppState>) -> HttpResponse {
    let end = state
        .tasks
        .clone()
        .end_of_stream(state.settings.stream_time);
    let every_second = interval(Duration::from_secs(1));
    let events = stream::unfold((state, every_second), async |(state, mut every_second)| {
        every_second.tick().await;
        let visits = state.visits.load(Ordering::Relaxed);
        let event = Bytes::from(format!("data: {visits}\n\n"));
        Some((Ok::<_, Infallible>(event), (state, every_second)))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(CacheControl(vec![CacheDirective::NoCache]))
        .streaming(events.take_until(Box::pin(end)))
}

async fn client(client: Client) -> Json<Client> {
    Json(client)
}
