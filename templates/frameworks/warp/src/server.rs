//! Serves the warp app. warp's own server takes no layer that catches panics, so the filters run as a service on hyper
//! instead, just as warp would run them.

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

/// Creates the runtime that runs the app.
///
/// # Errors
/// If the system is out of threads or file descriptors.
pub fn runtime(settings: &Settings) -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(settings.worker_threads)
        .max_blocking_threads(4)
        .enable_all()
        .build()
}

/// Serves `listener` until `stop` resolves, then waits for requests in flight, however long they take.
///
/// # Errors
/// If the listener cannot be registered with the runtime.
pub async fn serve(
    listener: Listener,
    app: App,
    _settings: &Settings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let service = CatchPanicLayer::custom(panic_response).layer(warp::service(app));
    let handler = move |mut request: Request<Incoming>, peer: Option<SocketAddr>| {
        request.extensions_mut().insert(Peer(peer));
        service.clone().call(request)
    };
    connections::serve(listener, handler, stop).await
}

/// The 500 for a request whose handler panicked. The panic's message is already on stderr.
fn panic_response(_panic: Box<dyn Any + Send>) -> Response {
    let body = reply::json(&json!({ "error": "internal server error" }));
    reply::with_status(body, StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// The remote address of a TCP connection, `None` on a Unix socket.
#[derive(Clone, Copy)]
struct Peer(Option<SocketAddr>);

/// Extracts the client that sent the request.
pub fn client() -> impl Filter<Extract = (Client,), Error = Infallible> + Clone {
    warp::ext::optional()
        .and(warp::header::headers_cloned())
        .map(|peer: Option<Peer>, headers: HeaderMap| {
            Client::new(peer.and_then(|Peer(peer)| peer), |name| {
                headers.get_all(name).iter().next_back()?.to_str().ok()
            })
        })
}
