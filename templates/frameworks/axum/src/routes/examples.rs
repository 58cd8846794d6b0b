//! Examples of handlers: replace them by your own.

use std::{convert::Infallible, sync::atomic::Ordering, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::State,
    response::sse::{Event, Sse},
    routing::{get, post},
};
use futures_util::{Stream, StreamExt, stream};
use host::Client;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::{interval, sleep};

use crate::{error::Error, state::AppState};

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/", get(hello))
        .route("/greetings", post(greet))
        .route("/echo", post(echo))
        .route("/stream", get(lines))
        .route("/events", get(events))
        .route("/client", get(client))
}

async fn hello(State(state): State<AppState>) -> &'static str {
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

async fn echo(Json(body): Json<Value>) -> Json<Value> {
    Json(body)
}

/// Sends each line as soon as it is ready instead of all of them at the end.
async fn lines() -> Body {
    let lines = stream::iter(1..=5).then(async |line| {
        sleep(Duration::from_millis(100)).await;
        Ok::<_, Infallible>(format!("line {line}\n"))
    });
    Body::from_stream(lines)
}

/// Server-sent events: how many visits there were, every second. A stream without end must end at a stop.
async fn events(
    State(state): State<AppState>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let end = state
        .tasks
        .clone()
        .end_of_stream(state.settings.stream_time);
    let every_second = interval(Duration::from_secs(1));
    let events = stream::unfold((state, every_second), async |(state, mut every_second)| {
        every_second.tick().await;
        let visits = state.visits.load(Ordering::Relaxed);
        let event = Event::default().data(visits.to_string());
        Some((Ok(event), (state, every_second)))
    });
    Sse::new(events.take_until(Box::pin(end)))
}

async fn client(client: Client) -> Json<Client> {
    Json(client)
}
