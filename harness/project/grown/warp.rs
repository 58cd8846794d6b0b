//! How often somebody was here.

use std::sync::atomic::Ordering;

use host::framework::get;
use serde_json::json;
use warp::{
    Filter, Reply,
    filters::BoxedFilter,
    reply::{self, Json, Response},
};

use crate::{state::AppState, words};

pub(super) fn routes(state: AppState) -> BoxedFilter<(Response,)> {
    let state = warp::any().map(move || state.clone());
    let visits = warp::path!("visits").and(get()).and(state).then(visits);
    visits.map(Reply::into_response).boxed()
}

async fn visits(state: AppState) -> Json {
    let visits = state.visits.load(Ordering::Relaxed);
    reply::json(&json!({ "visits": visits, "words": words::count("a few words") }))
}
