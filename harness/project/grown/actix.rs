//! How often somebody was here.

use std::sync::atomic::Ordering;

use actix_web::web::{Data, Json, ServiceConfig, resource};
use serde_json::{Value, json};

use super::get;
use crate::{state::AppState, words};

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/visits").route(get().to(visits)));
}

async fn visits(state: Data<AppState>) -> Json<Value> {
    let visits = state.visits.load(Ordering::Relaxed);
    Json(json!({ "visits": visits, "words": words::count("a few words") }))
}
