//! Serves the axum app. `axum::serve` waits forever for a client that never finishes its headers, so the router runs as
//! a service on hyper instead, just as axum would run it.

use std::{any::Any, convert::Infallible, future::Future, io, net::SocketAddr};

use axum::{
    Json,
    extract::{ConnectInfo, FromRequestParts},
    http::{Request, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use hyper::body::Incoming;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use tower::Service;
use tower_http::catch_panic::CatchPanicLayer;

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
    // `with_state` prepares the routes once instead of for each request.
    let app = app
        .layer(CatchPanicLayer::custom(panic_response))
        .with_state::<()>(());
    let handler = move |mut request: Request<Incoming>, peer: Option<SocketAddr>| {
        if let Some(peer) = peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        app.clone().call(request)
    };
    connections::serve(listener, handler, stop).await
}

/// The 500 for a request whose handler panicked. The panic's message is already on stderr.
fn panic_response(_panic: Box<dyn Any + Send>) -> Response {
    let body = Json(json!({ "error": "internal server error" }));
    (StatusCode::INTERNAL_SERVER_ERROR, body).into_response()
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Client::new(peer.map(|ConnectInfo(peer)| *peer), |name| {
            let values = parts.headers.get_all(name);
            values.iter().next_back()?.to_str().ok()
        }))
    }
}
