//! Serves an app with hyper. The frameworks' own servers have no option for how long a client may take to send its headers,
//! or for what happens to idle connections at a stop.

use std::{convert::Infallible, error::Error, io, net::SocketAddr, pin::pin, time::Duration};

use http::{HeaderValue, Request, Response, StatusCode, Uri, Version, header, uri::PathAndQuery};
use http_body_util::Either;
use hyper::{
    body::{Body, Bytes, Incoming},
    server::conn::http1,
    service::{HttpService, service_fn},
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{runtime::Builder, time::sleep};
use tower::Service;

use crate::{
    Problem, Settings, framework,
    lifecycle::{Drain, with_threads},
    log::RequestLine,
    settings::BasePath,
    socket::{Acceptor, Connection, Listener},
};

pub use crate::framework::App;

/// How long a client may take to send its headers, and how long a connection may be idle between requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

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
            let is_upgrade = response.status() == StatusCode::SWITCHING_PROTOCOLS;
            if requested.is_cancelled() && !is_upgrade {
                let close = HeaderValue::from_static("close");
                response.headers_mut().insert(header::CONNECTION, close);
            }
            Ok::<_, Infallible>(response)
        }
    };
    let connections = drain.connections.clone();
    let acceptor = Acceptor::new(listener)?;
    // Spawned, so that connections are accepted on a worker thread: accepting on this thread would have to wake a worker
    // for each one.
    tokio::spawn(accept(acceptor, handler, drain, HEADER_TIMEOUT)).await?;
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
        let path = original.path().to_owned();
        RequestLine::new(request.method().clone(), path).write(status.as_u16());
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
    let stripped = base
        .strip_target(uri.path(), uri.query())
        .ok_or(StatusCode::NOT_FOUND)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query =
        Some(PathAndQuery::try_from(stripped).map_err(|_| StatusCode::BAD_REQUEST)?);
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

async fn accept<H, F, B>(acceptor: Acceptor, handler: H, drain: Drain, header_timeout: Duration)
where
    H: Fn(Request<Incoming>, Option<SocketAddr>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<B>, Infallible>> + Send + 'static,
    B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let serve = |stream, peer| {
        let handler = handler.clone();
        let service = service_fn(move |request| handler(request, peer));
        tokio::spawn(connection(stream, service, drain.clone(), header_timeout));
    };
    acceptor.accept(&drain, serve).await;
}

async fn connection<S, B>(stream: Connection, service: S, drain: Drain, header_timeout: Duration)
where
    S: HttpService<Incoming, ResBody = B, Error = Infallible>,
    B: Body<Data = Bytes, Error: Into<Box<dyn Error + Send + Sync>>> + 'static,
{
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(header_timeout)
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

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::{TcpListener, TcpStream},
    };

    use tokio_util::{sync::CancellationToken, task::TaskTracker};

    use super::*;

    fn drain(idle_grace: Duration) -> Drain {
        Drain {
            requested: CancellationToken::new(),
            closed: CancellationToken::new(),
            idle_grace,
            connections: TaskTracker::new(),
        }
    }

    fn connect(drain: &Drain, header_timeout: Duration) -> io::Result<TcpStream> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let acceptor = Acceptor::new(listener.into())?;
        let handler = async |_: Request<Incoming>, _| Ok(Response::new(String::new()));
        tokio::spawn(accept(acceptor, handler, drain.clone(), header_timeout));
        let client = TcpStream::connect(address)?;
        client.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(client)
    }

    fn request(client: &mut TcpStream) -> io::Result<()> {
        client.write_all(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")?;
        let mut response = Vec::new();
        while !response.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            client.read_exact(&mut byte)?;
            response.extend(byte);
        }
        assert!(response.starts_with(b"HTTP/1.1 200 OK\r\n"));
        Ok(())
    }

    const NEVER: Duration = Duration::from_secs(3600);

    #[tokio::test(flavor = "multi_thread")]
    async fn a_client_that_never_finishes_its_headers_is_disconnected() {
        let mut client = connect(&drain(NEVER), Duration::from_millis(50)).unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap();
        assert_eq!(client.read(&mut [0; 1]).unwrap(), 0);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn at_a_stop_an_idle_connection_is_still_served_for_a_while() {
        let drain = drain(NEVER);
        let mut client = connect(&drain, NEVER).unwrap();
        request(&mut client).unwrap();
        drain.closed.cancel();
        request(&mut client).unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn at_a_stop_an_idle_connection_is_closed_after_a_while() {
        let drain = drain(Duration::from_millis(50));
        let mut client = connect(&drain, NEVER).unwrap();
        request(&mut client).unwrap();
        drain.closed.cancel();
        assert_eq!(client.read(&mut [0; 1]).unwrap(), 0);
    }
}
