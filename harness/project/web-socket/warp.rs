//! A WebSocket for the tests of a stop.

use host::framework::get;
use hyper::upgrade::OnUpgrade;
use warp::{Filter, Reply, filters::BoxedFilter, reply::Response};

use crate::{state::AppState, upgraded};

pub(super) fn routes(state: AppState) -> BoxedFilter<(Response,)> {
    let upgrade = warp::ext::get::<OnUpgrade>();
    let socket = warp::path!("socket").and(get()).and(upgrade);
    socket
        .map(move |upgrade| upgraded::accept::<String>(upgrade, state.tasks.clone()).into_response())
        .boxed()
}
