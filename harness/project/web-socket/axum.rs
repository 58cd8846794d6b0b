//! A WebSocket for the tests of a stop.

use axum::{Extension, Router, extract::State, response::Response, routing::get};
use hyper::upgrade::OnUpgrade;

use crate::{state::AppState, upgraded};

pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/socket", get(socket))
}

async fn socket(State(state): State<AppState>, Extension(upgrade): Extension<OnUpgrade>) -> Response {
    upgraded::accept(upgrade, state.tasks)
}
