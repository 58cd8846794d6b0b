//! What answers where. A file for each group of routes; `all` puts them together.

use host::framework::get;
use serde_json::json;
use warp::{
    Filter, Reply,
    filters::BoxedFilter,
    reply::{self, Json, Response},
};

use crate::state::AppState;

mod examples;

pub(crate) fn all(state: AppState) -> BoxedFilter<(Response,)> {
    let health = warp::path!("health").and(get()).then(health);
    health
        .map(Reply::into_response)
        .or(examples::routes(state))
        .unify()
        .boxed()
}

/// `rehearse` and `deploy` ask it whether the new version answers.
async fn health() -> Json {
    reply::json(&json!({
        "status": "ok",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "process": host::process(), // rust or node
    }))
}
