//! Connections, served by hyper. A server of a framework has no place to say how long a client may take to send its
//! headers, or to add a layer around everything: here both are in sight.

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

/// How long a client may take to send its headers, and how long a connection may wait for its next request.
const HEADERS: Duration = Duration::from_secs(30);

/// Gives each request to `answer`, with the address of a TCP client, until `stop` resolves; then ends what is in flight.
///
/// # Errors
/// The listener cannot be registered with the runtime.
pub async fn serve<A, F, B>(
    listener: Listener,
    answer: A,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    A: Fn(Request<Incoming>, Option<SocketAddr>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<B>, Infallible>> + Send + 'static,
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    match listener {
        Listener::Tcp(listener) => run(TcpListener::from_std(listener)?, answer, stop).await,
        #[cfg(unix)]
        Listener::Unix(listener) => {
            let listener = tokio::net::UnixListener::from_std(listener)?;
            run(listener, answer, stop).await;
        }
    }
    Ok(())
}

async fn run<A, F, B>(listener: impl Accept, answer: A, stop: impl Future<Output = ()>)
where
    A: Fn(Request<Incoming>, Option<SocketAddr>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<B>, Infallible>> + Send + 'static,
    B: Body<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let (stopping, _) = watch::channel(());
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
        let answer = answer.clone();
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS)
            .serve_connection(
                TokioIo::new(stream),
                service_fn(move |request| answer(request, peer)),
            )
            .with_upgrades();
        let mut told = stopping.subscribe();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            // An error here is a client that went away or did not speak HTTP: its loss alone.
            tokio::select! {
                _ = connection.as_mut() => return,
                _ = told.changed() => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        });
    }
    drop(listener);
    stopping.send_replace(());
    stopping.closed().await; // each connection that is served holds a receiver
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

    /// Takes a connection over, and echoes what comes.
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
    async fn a_client_that_never_ends_its_headers_is_given_up() {
        let mut client = connect().await;
        client.write_all(b"GET / HTTP/1.1\r\nHost:").await.unwrap();
        let start = Instant::now();
        assert_eq!(client.read(&mut [0; 1]).await.unwrap(), 0);
        assert!(start.elapsed() <= HEADERS + Duration::from_secs(1));
    }

    #[tokio::test]
    async fn a_handler_can_take_a_connection_over() {
        let mut client = connect().await;
        let request = b"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nping";
        client.write_all(request).await.unwrap();
        let mut answer = String::new();
        client.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        assert!(answer.ends_with("\r\n\r\nping"), "{answer}");
    }
}
