//! Accepts connections and serves them with hyper. The framework's own server has no option for how long a client may
//! take to send its headers, or for a layer around the whole app.

use std::{
    convert::Infallible,
    error::Error,
    future::Future,
    io::{self, Write},
    net::SocketAddr,
    pin::pin,
    time::Duration,
};

use hyper::{
    Request, Response,
    body::{Body, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpListener,
    sync::watch,
    time::sleep,
};

use crate::listener::Listener;

/// How long a client may take to send its headers, and how long a connection may be idle between requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// Calls `handler` with each request and the remote address of a TCP connection, until `stop` resolves. Then waits for
/// requests in flight.
///
/// # Errors
/// If the listener cannot be registered with the runtime.
pub async fn serve<H, F, B>(
    listener: Listener,
    handler: H,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    H: Fn(Request<Incoming>, Option<SocketAddr>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<B>, Infallible>> + Send + 'static,
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    match listener {
        Listener::Tcp(listener) => run(TcpListener::from_std(listener)?, handler, stop).await,
        #[cfg(unix)]
        Listener::Unix(listener) => {
            let listener = tokio::net::UnixListener::from_std(listener)?;
            run(listener, handler, stop).await;
        }
    }
    Ok(())
}

async fn run<H, F, B>(listener: impl Accept, handler: H, stop: impl Future<Output = ()>)
where
    H: Fn(Request<Incoming>, Option<SocketAddr>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<B>, Infallible>> + Send + 'static,
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let (shutdown, _) = watch::channel(());
    let mut stop = pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Most likely out of file descriptors: wait until other connections have closed.
                    if !is_connection_error(&error) {
                        let _ = writeln!(io::stderr(), "Cannot accept connections: {error}");
                        sleep(Duration::from_secs(1)).await;
                    }
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let handler = handler.clone();
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .serve_connection(
                TokioIo::new(stream),
                service_fn(move |request| handler(request, peer)),
            )
            .with_upgrades();
        let mut shutdown = shutdown.subscribe();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            // An error means that the client disconnected or did not speak HTTP; it affects no one else.
            tokio::select! {
                _ = connection.as_mut() => return,
                _ = shutdown.changed() => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        });
    }
    drop(listener);
    shutdown.send_replace(());
    shutdown.closed().await; // every open connection holds a receiver
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

#[cfg(test)]
mod tests {
    use std::future::pending;

    use hyper::{StatusCode, header::UPGRADE};
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
        time::Instant,
    };

    use super::*;

    async fn connect() -> TcpStream {
        let listener = Listener::tcp("127.0.0.1", 0).unwrap();
        let address = listener.address().unwrap();
        tokio::spawn(serve(listener, upgrade, pending()));
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
        let mut client = connect().await;
        client.write_all(b"GET / HTTP/1.1\r\nHost:").await.unwrap();
        let start = Instant::now();
        assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0);
        assert!(start.elapsed() <= HEADER_TIMEOUT + Duration::from_secs(1));
    }

    #[tokio::test]
    async fn a_handler_can_take_over_a_connection() {
        let mut client = connect().await;
        let request = b"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nping";
        client.write_all(request).await.unwrap();
        let mut response = String::new();
        client.read_to_string(&mut response).await.unwrap();
        assert!(response.starts_with("HTTP/1.1 101 "), "{response}");
        assert!(response.ends_with("\r\n\r\nping"), "{response}");
    }
}
