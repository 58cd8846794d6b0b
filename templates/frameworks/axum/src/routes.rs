//! What answers where. A file for each group of routes; `all` puts them together.

use axum::{Json, Router, routing::get};
use serde_json::{Value, json};

use crate::state::AppState;

mod examples;

pub(crate) fn all() -> Router<AppState> {
    Router::new()
        .route("/health", get(health))
        .merge(examples::routes())
}

/// `rehearse` and `deploy` ask it whether the new version answers.
async fn health() -> Json<Value> {
    Json(json!({
        "status": "ok",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "process": host::process(), // rust or node
    }))
}
