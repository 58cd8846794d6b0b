//! How actix-web serves a listener until it is told to stop.

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

/// The thread that builds the app and hears of its end: actix-web's workers have runtimes of their own.
///
/// # Errors
/// The system gives no more threads or descriptors.
pub fn runtime(_settings: &Settings) -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(1)
        .enable_all()
        .build()
}

/// Serves `listener` until `stop` resolves, then ends what is in flight, for `settings.drain_seconds` at most.
///
/// # Errors
/// The listener cannot be registered with the workers.
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
    // Node owns the signals of the process; `stop` is the only way here.
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

/// A panic in a handler is this request's 500, not the end of the connection. Its message is on stderr already.
async fn catch_panic(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let answer = AssertUnwindSafe(async move { next.call(request).await });
    answer.catch_unwind().await.unwrap_or_else(|_panic| {
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
