//! Serves an app with hyper. The frameworks' own servers have no option for how long a client may take to send its headers,
//! or for what happens to idle connections at a stop.

use std::{
    convert::Infallible,
    error::Error,
    io,
    net::SocketAddr,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use futures_util::FutureExt;
use http::{HeaderValue, Request, Response, StatusCode, Uri, Version, header, uri::PathAndQuery};
use http_body_util::Either;
use hyper::{
    body::{Body, Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpListener,
    runtime::Builder,
    time::sleep,
};
use tokio_util::task::task_tracker::TaskTrackerToken;
use tower::Service;

use crate::{
    Problem, Settings, framework,
    lifecycle::{Drain, with_threads},
    settings::BasePath,
    socket::Listener,
};

pub use crate::framework::App;

/// How long a client may take to send its headers, and how long a connection may be idle between requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// More connections than the queue of a listener holds.
const BACKLOG: usize = 4096;

/// The URI as the client sent it, with the path that the app is mounted at. The request has one without it.
#[derive(Clone, Debug)]
pub struct OriginalUri(pub Uri);

/// The remote address of a TCP connection; `None` behind a web server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) Option<SocketAddr>);

/// Runs the app to its end on threads of its own.
///
/// # Errors
/// If the system is out of file descriptors.
pub(crate) fn block_on<T>(settings: &Settings, app: impl Future<Output = T>) -> io::Result<T> {
    let runtime = with_threads(|| {
        Builder::new_multi_thread()
            .worker_threads(settings.worker_threads)
            .max_blocking_threads(4)
            .enable_all()
            .build()
    })?;
    let result = runtime.block_on(app);
    // Dropping the runtime instead would wait for handlers that block, however long that takes.
    runtime.shutdown_background();
    Ok(result)
}

/// Serves `listener` until `drain.closed`, then waits until all connections have ended, however long that takes.
///
/// # Errors
/// If the listener cannot be registered with the runtime.
pub(crate) async fn serve(
    listener: Listener,
    app: App,
    settings: &Settings,
    drain: Drain,
) -> io::Result<()> {
    let (service, base) = (framework::service(app), settings.base_path.clone());
    let requested = drain.requested.clone();
    let handler = move |request: Request<Incoming>, peer: Option<SocketAddr>| {
        let response = prepare(request, peer, &base).map(|request| service.clone().call(request));
        let requested = requested.clone();
        async move {
            let mut response = match response {
                Ok(response) => response.await?.map(Either::Left),
                Err(status) => problem(status).map(Either::Right),
            };
            if requested.is_cancelled() {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            Ok::<_, Infallible>(response)
        }
    };
    let connections = drain.connections.clone();
    // Spawned, so that connections are accepted on a worker thread: accepting on this thread would have to wake a worker
    // for each one.
    let accepting = match listener {
        Listener::Tcp(listener) => {
            tokio::spawn(accept(TcpListener::from_std(listener)?, handler, drain))
        }
        #[cfg(unix)]
        Listener::Unix(listener) => {
            let listener = tokio::net::UnixListener::from_std(listener)?;
            tokio::spawn(accept(listener, handler, drain))
        }
    };
    accepting.await?;
    connections.close();
    connections.wait().await;
    Ok(())
}

/// Prepares a request for the app: takes the base off the path. An error is the status to answer with instead.
fn prepare(
    mut request: Request<Incoming>,
    peer: Option<SocketAddr>,
    base: &BasePath,
) -> Result<Request<Incoming>, StatusCode> {
    let original = request.uri().clone();
    let stripped = match is_missing_host(&request, peer) {
        true => Err(StatusCode::BAD_REQUEST),
        false => strip(&original, base),
    };
    *request.uri_mut() = stripped.inspect_err(|status| {
        let (method, path) = (request.method(), original.path());
        tracing::info!("{method} {path} {}", status.as_u16());
    })?;
    request.extensions_mut().insert(OriginalUri(original));
    request.extensions_mut().insert(Peer(peer));
    Ok(request)
}

/// RFC 9112, section 3.2: exactly one is required. Behind a web server, that one has checked it.
fn is_missing_host(request: &Request<Incoming>, peer: Option<SocketAddr>) -> bool {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    peer.is_some() && request.version() == Version::HTTP_11 && hosts != 1
}

fn strip(uri: &Uri, base: &BasePath) -> Result<Uri, StatusCode> {
    if base.as_str().is_empty() {
        return Ok(uri.clone());
    }
    let path = base.strip(uri.path()).ok_or(StatusCode::NOT_FOUND)?;
    let stripped = match uri.query() {
        Some(query) => PathAndQuery::try_from(format!("{path}?{query}")),
        None => PathAndQuery::try_from(path),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(stripped.map_err(|_| StatusCode::BAD_REQUEST)?);
    Uri::from_parts(parts).map_err(|_| StatusCode::BAD_REQUEST)
}

fn problem(status: StatusCode) -> Response<String> {
    let mut response = Response::new(Problem::new(status.as_u16()).to_json());
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(Problem::CONTENT_TYPE);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

async fn accept<H, F, B>(listener: impl Accept, handler: H, drain: Drain)
where
    H: Fn(Request<Incoming>, Option<SocketAddr>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<B>, Infallible>> + Send + 'static,
    B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let serve = |stream, peer| {
        let stream = Tracked {
            stream,
            _open: drain.connections.token(),
        };
        tokio::spawn(connection(stream, peer, handler.clone(), drain.clone()));
    };
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => serve(stream, peer),
                // Most likely out of file descriptors: wait until other connections have closed.
                Err(error) if !is_connection_error(&error) => {
                    tracing::error!("Cannot accept connections: {error}");
                    sleep(Duration::from_secs(1)).await;
                }
                Err(_) => {}
            },
            () = drain.closed.cancelled() => break,
        }
    }
    // Those in the queue, which closing the listener would reset.
    for _ in 0..BACKLOG {
        match listener.accept().now_or_never() {
            Some(Ok((stream, peer))) => serve(stream, peer),
            Some(Err(error)) if is_connection_error(&error) => {}
            _ => break,
        }
    }
}

async fn connection<S, H, F, B>(
    stream: Tracked<S>,
    peer: Option<SocketAddr>,
    handler: H,
    drain: Drain,
) where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    H: Fn(Request<Incoming>, Option<SocketAddr>) -> F,
    F: Future<Output = Result<Response<B>, Infallible>>,
    B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + 'static,
{
    let service = service_fn(move |request| handler(request, peer));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let idle_too_long = async {
        drain.closed.cancelled().await;
        sleep(drain.idle_grace).await;
    };
    // An error means that the client disconnected or did not speak HTTP; it affects no one else.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = idle_too_long => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// Whether the error concerns only one connection, which was gone before it could be accepted.
fn is_connection_error(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// Abstracts over TCP and Unix listeners. The address is the remote one of a TCP connection.
trait Accept: Send + 'static {
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

/// A connection that counts as open until it is dropped: a handler that upgrades a connection keeps it.
struct Tracked<S> {
    stream: S,
    _open: TaskTrackerToken,
}

impl<S: AsyncRead + Unpin> AsyncRead for Tracked<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        buffer: &mut ReadBuf,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tracked<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context,
        slices: &[io::IoSlice],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use hyper::header::UPGRADE;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        time::Instant,
    };
    use tokio_util::{sync::CancellationToken, task::TaskTracker};

    use super::*;

    fn drain() -> Drain {
        Drain {
            requested: CancellationToken::new(),
            closed: CancellationToken::new(),
            idle_grace: Duration::from_secs(5),
            connections: TaskTracker::new(),
        }
    }

    async fn connect(drain: &Drain) -> TcpStream {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(accept(listener, upgrade, drain.clone()));
        TcpStream::connect(address).await.unwrap()
    }

    /// Takes over the connection and echoes four bytes.
    async fn upgrade(
        request: Request<Incoming>,
        _peer: Option<SocketAddr>,
    ) -> Result<Response<String>, Infallible> {
        tokio::spawn(async {
            let mut stream = TokioIo::new(hyper::upgrade::on(request).await.unwrap());
            let mut bytes = [0; 4];
            stream.read_exact(&mut bytes).await.unwrap();
            stream.write_all(&bytes).await.unwrap();
        });
        let mut response = Response::new(String::new());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        response
            .headers_mut()
            .insert(UPGRADE, "echo".parse().unwrap());
        Ok(response)
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_never_finishes_its_headers_is_disconnected() {
        let mut client = connect(&drain()).await;
        client.write_all(b"GET / HTTP/1.1\r\nHost:").await.unwrap();
        let start = Instant::now();
        assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0);
        assert!(start.elapsed() <= HEADER_TIMEOUT + Duration::from_secs(1));
    }

    #[tokio::test]
    async fn a_handler_can_take_over_a_connection_which_counts_as_open_until_it_ends() {
        let drain = drain();
        let mut client = connect(&drain).await;
        let request = b"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
        client.write_all(request).await.unwrap();
        let mut response = [0; 13];
        client.read_exact(&mut response).await.unwrap();
        assert_eq!(&response, b"HTTP/1.1 101 ");
        assert_eq!(drain.connections.len(), 1);

        client.write_all(b"ping").await.unwrap();
        let mut rest = String::new();
        client.read_to_string(&mut rest).await.unwrap();
        assert!(rest.ends_with("\r\n\r\nping"), "{rest}");
        drain.connections.close();
        drain.connections.wait().await;
    }

    #[tokio::test(start_paused = true)]
    async fn at_a_stop_an_idle_connection_is_closed_after_a_while() {
        let drain = drain();
        let mut client = connect(&drain).await;
        tokio::task::yield_now().await;
        let start = Instant::now();
        drain.closed.cancel();
        assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0);
        assert!(start.elapsed() >= drain.idle_grace);
    }
}
