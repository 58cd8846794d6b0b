//! Examples of handlers: replace them by your own.

use std::{convert::Infallible, sync::atomic::Ordering, time::Duration};

use futures_util::{StreamExt, stream};
use host::{
    Client,
    framework::{client, get, json, post},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::{interval, sleep};
use warp::{
    Filter, Reply,
    filters::BoxedFilter,
    reply::{self, Json, Response},
    sse::{self, Event},
};

use crate::{error::Error, state::AppState};

/// The path comes first, then the method, then what the handler takes: a request that fails at one of them goes on to the
/// next route.
pub(super) fn routes(state: AppState) -> BoxedFilter<(Response,)> {
    let state = warp::any().map(move || state.clone());

    let hello = warp::path::end().and(get()).and(state.clone()).then(hello);
    let greetings = warp::path!("greetings").and(post()).and(json()).then(greet);
    let echo = warp::path!("echo").and(post()).and(json()).then(echo);
    let stream = warp::path!("stream").and(get()).then(lines);
    let events = warp::path!("events").and(get()).and(state).then(events);
    let client = warp::path!("client").and(get()).and(client()).then(show);
    hello
        .or(greetings)
        .or(echo)
        .or(stream)
        .or(events)
        .or(client)
        .map(Reply::into_response)
        .boxed()
}

async fn hello(state: AppState) -> &'static str {
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

async fn greet(person: Person) -> Result<Json, Error> {
    let name = person.name.trim();
    if name.is_empty() {
        return Err(Error::Invalid("name must not be empty".into()));
    }
    Ok(reply::json(&Greeting {
        greeting: format!("Hello {name}!"),
    }))
}

async fn echo(body: Value) -> Json {
    reply::json(&body)
}

/// Sends each line as soon as it is ready instead of all of them at the end.
async fn lines() -> impl Reply {
    reply::stream(stream::iter(1..=5).then(async |line| {
        sleep(Duration::from_millis(100)).await;
        Ok::<_, Infallible>(format!("line {line}\n"))
    }))
}

/// Server-sent events: how many visits there were, every second. A stream without end must end at a stop.
async fn events(state: AppState) -> impl Reply {
    let end = state
        .tasks
        .clone()
        .end_of_stream(state.settings.stream_time);
    let every_second = interval(Duration::from_secs(1));
    let events = stream::unfold((state, every_second), async |(state, mut every_second)| {
        every_second.tick().await;
        let visits = state.visits.load(Ordering::Relaxed);
        let event = Event::default().data(visits.to_string());
        Some((Ok::<_, Infallible>(event), (state, every_second)))
    });
    sse::reply(events.take_until(Box::pin(end)))
}

async fn show(client: Client) -> Json {
    reply::json(&client)
}
