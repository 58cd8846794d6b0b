//! Serves the actix-web app.

use std::{
    future::{Future, Ready, ready},
    io,
    panic::AssertUnwindSafe,
};

use actix_web::{
    Error, FromRequest, HttpRequest, HttpResponse, HttpServer,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::InternalError,
    middleware::{Next, from_fn},
};
use futures_util::FutureExt;
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::{app::App, client::Client, listener::Listener, settings::Settings};

/// Creates the runtime that builds the app and waits for it to stop. actix-web's workers have their own runtimes.
///
/// # Errors
/// If the system is out of threads or file descriptors.
pub fn runtime(_settings: &Settings) -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(1)
        .enable_all()
        .build()
}

/// Serves `listener` until `stop` resolves, then lets requests in flight finish, for at most `settings.drain_seconds`.
///
/// # Errors
/// If the listener cannot be registered with the workers.
pub async fn serve(
    listener: Listener,
    app: App,
    settings: &Settings,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .wrap(from_fn(catch_panic))
            .configure(|config| app.configure(config))
    })
    .workers(settings.worker_threads)
    .worker_max_blocking_threads(2)
    // Node or main.rs handles signals; this server shuts down only through `stop`.
    .disable_signals()
    .shutdown_signal(stop)
    .shutdown_timeout(settings.drain_seconds.into());
    let server = match listener {
        Listener::Tcp(listener) => server.listen(listener)?,
        #[cfg(unix)]
        Listener::Unix(listener) => server.listen_uds(listener)?,
    };
    server.run().await
}

/// Turns a panic in a handler into a 500, which otherwise would close the connection. The panic's message is already on
/// stderr.
async fn catch_panic(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let response = AssertUnwindSafe(async move { next.call(request).await });
    response.catch_unwind().await.unwrap_or_else(|_panic| {
        let body = json!({ "error": "internal server error" });
        let response = HttpResponse::InternalServerError().json(body);
        Err(InternalError::from_response("panic", response).into())
    })
}

impl FromRequest for Client {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let client = Client::new(request.peer_addr(), |name| {
            request.headers().get_all(name).last()?.to_str().ok()
        });
        ready(Ok(client))
    }
}
