//! How warp serves a listener until it is told to stop. warp's own server has no place for a layer that catches
//! panics, so its filters run as a service on hyper, as warp itself would run them.

use std::{
    any::Any,
    convert::Infallible,
    future::Future,
    io::{self, Write},
    net::SocketAddr,
    pin::pin,
    time::Duration,
};

use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use serde_json::json;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    runtime::{Builder, Runtime},
    time::sleep,
};
use tower::{Layer, Service};
use tower_http::catch_panic::CatchPanicLayer;
use warp::{
    Filter, Reply,
    http::{HeaderMap, StatusCode},
    reply::{self, Response},
};

use crate::{app::App, client::Client, listener::Listener, settings::Settings};

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
    match listener {
        Listener::Tcp(listener) => run(TcpListener::from_std(listener)?, app, stop).await,
        #[cfg(unix)]
        Listener::Unix(listener) => {
            run(tokio::net::UnixListener::from_std(listener)?, app, stop).await
        }
    }
    Ok(())
}

async fn run(listener: impl Accept, app: App, stop: impl Future<Output = ()>) {
    let service = CatchPanicLayer::custom(panicked).layer(warp::service(app));
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of descriptors, most likely: some will be free again when requests have ended.
                    if !is_of_the_client(&error) {
                        let _ = writeln!(io::stderr(), "Connections cannot be accepted: {error}");
                        sleep(Duration::from_secs(1)).await;
                    }
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let service = service.clone();
        let answer = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            service.clone().call(request)
        });
        // The timer is what lets hyper give up on a client that never ends its headers.
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .serve_connection(TokioIo::new(stream), answer);
        // An error here is a client that went away or did not speak HTTP: its loss alone.
        tokio::spawn(connections.watch(connection));
    }
    drop(listener);
    connections.shutdown().await;
}

/// True of a connection that was gone before it could be accepted.
fn is_of_the_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// What TCP and Unix sockets have in common; the address is that of a TCP peer.
trait Accept {
    type Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static;
    fn accept(&self)
    -> impl Future<Output = io::Result<(Self::Stream, Option<SocketAddr>)>> + Send;
}

impl Accept for TcpListener {
    type Stream = tokio::net::TcpStream;
    async fn accept(&self) -> io::Result<(Self::Stream, Option<SocketAddr>)> {
        let (stream, peer) = TcpListener::accept(self).await?;
        Ok((stream, Some(peer)))
    }
}

#[cfg(unix)]
impl Accept for tokio::net::UnixListener {
    type Stream = tokio::net::UnixStream;
    async fn accept(&self) -> io::Result<(Self::Stream, Option<SocketAddr>)> {
        let (stream, _) = tokio::net::UnixListener::accept(self).await?;
        Ok((stream, None))
    }
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
