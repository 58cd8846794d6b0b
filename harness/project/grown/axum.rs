//! How often somebody was here.

use std::sync::atomic::Ordering;

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Value, json};

use crate::{state::AppState, words};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/visits", get(visits))
}

async fn visits(State(state): State<AppState>) -> Json<Value> {
    let visits = state.visits.load(Ordering::Relaxed);
    Json(json!({ "visits": visits, "words": words::count("a few words") }))
}
