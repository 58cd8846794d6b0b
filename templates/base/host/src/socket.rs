//! What the server listens on: a TCP port, or the Unix socket that a web server passes on.

use std::{
    fmt, io,
    net::{SocketAddr, TcpListener},
    path::Path,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::sleep,
};
use tokio_util::task::task_tracker::TaskTrackerToken;

use crate::lifecycle::Drain;

/// A listening, non-blocking socket.
pub enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
}

impl Listener {
    /// Binds a TCP port; 0 picks a free one.
    ///
    /// # Errors
    /// If the port is in use or not permitted, or `host` is not an address of this machine.
    pub fn tcp(host: &str, port: u16) -> io::Result<Self> {
        let socket = TcpListener::bind((host, port)).map_err(|error| {
            let reason = match error.kind() {
                io::ErrorKind::AddrInUse => "it is already in use; set PORT to another one".into(),
                io::ErrorKind::PermissionDenied => error.to_string(),
                // Not only the app's owner sets HOST: conda and tcsh do, too.
                _ => format!("{error}; set HOST to an address of this machine, or unset it"),
            };
            io::Error::new(
                error.kind(),
                format!("cannot listen on port {port} of {host}: {reason}"),
            )
        })?;
        socket.set_nonblocking(true)?;
        Ok(Self::Tcp(socket))
    }
}

impl From<TcpListener> for Listener {
    fn from(socket: TcpListener) -> Self {
        Self::Tcp(socket)
    }
}

#[cfg(unix)]
impl From<std::os::unix::net::UnixListener> for Listener {
    fn from(socket: std::os::unix::net::UnixListener) -> Self {
        Self::Unix(socket)
    }
}

impl fmt::Display for Listener {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Tcp(socket) => match socket.local_addr() {
                Ok(address) => write!(f, "http://{address}"),
                Err(_) => f.write_str("a port"),
            },
            #[cfg(unix)]
            Self::Unix(_) => f.write_str("the socket of the web server"),
        }
    }
}

/// Duplicates a listening descriptor. The duplicate is the same socket, with the same queue of pending connections.
///
/// # Errors
/// If `fd` is not an open, listening socket.
#[cfg(unix)]
pub fn adopt(fd: i32) -> io::Result<Listener> {
    use std::os::{
        fd::{BorrowedFd, OwnedFd},
        unix::net::UnixListener,
    };

    let explain = |error| io::Error::other(format!("descriptor {fd} cannot be served: {error}"));
    if fd < 0 {
        return Err(explain(io::Error::from(io::ErrorKind::InvalidInput)));
    }
    // SAFETY: the descriptor is only borrowed for the duplication (close-on-exec), which fails if it is not open.
    let duplicate = unsafe { BorrowedFd::borrow_raw(fd) }.try_clone_to_owned();
    let socket = socket2::Socket::from(duplicate.map_err(explain)?);
    if !socket.is_listener().map_err(explain)? {
        return Err(explain(io::Error::other("not a listening socket")));
    }
    socket.set_nonblocking(true)?;
    let is_unix = socket.local_addr()?.is_unix();
    let owned = OwnedFd::from(socket);
    Ok(match is_unix {
        true => UnixListener::from(owned).into(),
        false => std::net::TcpListener::from(owned).into(),
    })
}

/// Binds a Unix socket: in Node's place, and for a Node that does not expose its descriptor.
///
/// # Errors
/// If the path is taken, is too long, or is in a directory that is not writable.
#[cfg(unix)]
pub fn bind(path: &Path) -> io::Result<Listener> {
    let socket = std::os::unix::net::UnixListener::bind(path).map_err(|error| {
        let reason = format!("{} cannot be bound: {error}", path.display());
        io::Error::new(error.kind(), reason)
    })?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

#[cfg(not(unix))]
pub fn adopt(_fd: i32) -> io::Result<Listener> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
pub fn bind(_path: &Path) -> io::Result<Listener> {
    Err(io::ErrorKind::Unsupported.into())
}

/// More connections than the queue of a listener holds.
const BACKLOG: usize = 4096;

/// A connection that was accepted. It counts as open until it is dropped: a handler that upgrades a connection keeps it.
pub struct Connection {
    pub stream: Stream,
    pub open: TaskTrackerToken,
}

pub enum Stream {
    Tcp(tokio::net::TcpStream),
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
}

/// A listener that is registered with the runtime.
pub(crate) enum Acceptor {
    Tcp(tokio::net::TcpListener),
    #[cfg(unix)]
    Unix(tokio::net::UnixListener),
}

impl Acceptor {
    /// # Errors
    /// If the listener cannot be registered.
    pub(crate) fn new(listener: Listener) -> io::Result<Self> {
        Ok(match listener {
            Listener::Tcp(listener) => Self::Tcp(tokio::net::TcpListener::from_std(listener)?),
            #[cfg(unix)]
            Listener::Unix(listener) => Self::Unix(tokio::net::UnixListener::from_std(listener)?),
        })
    }

    /// Gives `serve` each connection, with the remote address of a TCP connection, until `drain.closed`; then those that have
    /// connected by now, which closing the listener would reset.
    pub(crate) async fn accept(
        self,
        drain: &Drain,
        mut serve: impl FnMut(Connection, Option<SocketAddr>),
    ) {
        let mut serve = |(stream, peer)| {
            let open = drain.connections.token();
            serve(Connection { stream, open }, peer);
        };
        loop {
            let accepted = tokio::select! {
                accepted = self.next() => accepted,
                () = drain.closed.cancelled() => break,
            };
            match accepted {
                Ok(accepted) => serve(accepted),
                Err(error) if is_connection_error(&error) => {}
                Err(error) => {
                    // Most likely out of file descriptors: wait until other connections have closed.
                    tracing::error!("Cannot accept connections: {error}");
                    sleep(Duration::from_secs(1)).await;
                }
            }
        }
        let Ok(listener) = self.into_std() else {
            return;
        };
        for _ in 0..BACKLOG {
            match listener.next_in_queue() {
                Ok(accepted) => serve(accepted),
                Err(error) if is_connection_error(&error) => {}
                Err(_) => break,
            }
        }
    }

    async fn next(&self) -> io::Result<(Stream, Option<SocketAddr>)> {
        Ok(match self {
            Self::Tcp(listener) => {
                let (stream, peer) = listener.accept().await?;
                (Stream::Tcp(stream), Some(peer))
            }
            #[cfg(unix)]
            Self::Unix(listener) => (Stream::Unix(listener.accept().await?.0), None),
        })
    }

    fn into_std(self) -> io::Result<Listener> {
        Ok(match self {
            Self::Tcp(listener) => listener.into_std()?.into(),
            #[cfg(unix)]
            Self::Unix(listener) => listener.into_std()?.into(),
        })
    }
}

impl Listener {
    /// Asks the system itself: tokio may not know yet of a connection that is in the queue.
    fn next_in_queue(&self) -> io::Result<(Stream, Option<SocketAddr>)> {
        Ok(match self {
            Self::Tcp(listener) => {
                let (stream, peer) = listener.accept()?;
                stream.set_nonblocking(true)?;
                (
                    Stream::Tcp(tokio::net::TcpStream::from_std(stream)?),
                    Some(peer),
                )
            }
            #[cfg(unix)]
            Self::Unix(listener) => {
                let (stream, _) = listener.accept()?;
                stream.set_nonblocking(true)?;
                (
                    Stream::Unix(tokio::net::UnixStream::from_std(stream)?),
                    None,
                )
            }
        })
    }
}

/// Whether the error concerns only one connection, which was gone before it could be accepted.
fn is_connection_error(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// Calls a method of the stream, of whichever kind it is.
macro_rules! with_stream {
    ($connection:expr, $stream:ident => $call:expr) => {
        match &mut $connection.get_mut().stream {
            Stream::Tcp($stream) => $call,
            #[cfg(unix)]
            Stream::Unix($stream) => $call,
        }
    };
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context,
        buffer: &mut ReadBuf,
    ) -> Poll<io::Result<()>> {
        with_stream!(self, stream => Pin::new(stream).poll_read(context, buffer))
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        with_stream!(self, stream => Pin::new(stream).poll_write(context, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context,
        slices: &[io::IoSlice],
    ) -> Poll<io::Result<usize>> {
        with_stream!(self, stream => Pin::new(stream).poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        true // as both kinds of streams
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        with_stream!(self, stream => Pin::new(stream).poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context) -> Poll<io::Result<()>> {
        with_stream!(self, stream => Pin::new(stream).poll_shutdown(context))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::fd::AsRawFd;

    use super::*;

    #[test]
    fn adopts_a_listening_socket() {
        let node = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        assert!(matches!(adopt(node.as_raw_fd()), Ok(Listener::Tcp(_))));
    }

    #[test]
    fn an_error_names_the_variable() {
        for host in [
            "x86_64-conda-linux-gnu",
            "192.0.2.1",
            "http://localhost",
            "a b",
        ] {
            let error = Listener::tcp(host, 0).err().unwrap().to_string();
            assert!(error.starts_with(&format!("cannot listen on port 0 of {host}: ")));
            assert!(error.ends_with("; set HOST to an address of this machine, or unset it"));
        }
    }

    #[test]
    fn rejects_descriptors_that_do_not_listen() {
        let file = std::fs::File::open("Cargo.toml").unwrap();
        assert!(adopt(file.as_raw_fd()).is_err());
        assert!(adopt(-1).is_err());
    }
}
