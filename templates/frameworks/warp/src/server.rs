//! How warp serves a listener until it is told to stop. warp's own server has no place for a layer that catches
//! panics, so its filters run as a service on hyper, as warp itself would run them.

use std::{any::Any, convert::Infallible, future::Future, io, net::SocketAddr};

use hyper::{Request, body::Incoming};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use tower::{Layer, Service};
use tower_http::catch_panic::CatchPanicLayer;
use warp::{
    Filter, Reply,
    http::{HeaderMap, StatusCode},
    reply::{self, Response},
};

use crate::{app::App, client::Client, listener::Listener, settings::Settings};

mod connections;

/// The threads that run the app.
///
/// # Errors
/// The system gives no more threads or descriptors.
pub fn runtime(settings: &Settings) -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(settings.worker_threads)
        .max_blocking_threads(4)
        .enable_all()
        .build()
}

/// Serves `listener` until `stop` resolves, then ends what is in flight, however long that takes.
///
/// # Errors
/// The listener cannot be registered with the runtime.
pub async fn serve(
    listener: Listener,
    app: App,
    _settings: &Settings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let service = CatchPanicLayer::custom(panicked).layer(warp::service(app));
    let answer = move |mut request: Request<Incoming>, peer: Option<SocketAddr>| {
        request.extensions_mut().insert(Peer(peer));
        service.clone().call(request)
    };
    connections::serve(listener, answer, stop).await
}

/// A panic in a handler is this request's 500, not the end of the connection. Its message is on stderr already.
fn panicked(_panic: Box<dyn Any + Send>) -> Response {
    let body = reply::json(&json!({ "error": "internal server error" }));
    reply::with_status(body, StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

#[derive(Clone, Copy)]
struct Peer(Option<SocketAddr>);

/// Gives a handler the client of its request.
pub fn client() -> impl Filter<Extract = (Client,), Error = Infallible> + Clone {
    warp::ext::optional()
        .and(warp::header::headers_cloned())
        .map(|peer: Option<Peer>, headers: HeaderMap| {
            Client::new(peer.and_then(|Peer(peer)| peer), |name| {
                headers.get_all(name).iter().next_back()?.to_str().ok()
            })
        })
}
