//! What the server listens on: a TCP port, or the Unix socket that a web server passes on.

use std::{fmt, io, net::TcpListener};

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
                _ => error.to_string(),
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

/// Binds a Unix socket: the fallback for a Node that does not expose its descriptor.
///
/// # Errors
/// If the path is taken, is too long, or is in a directory that is not writable.
#[cfg(unix)]
pub fn bind(path: &str) -> io::Result<Listener> {
    let socket = std::os::unix::net::UnixListener::bind(path)
        .map_err(|error| io::Error::other(format!("{path} cannot be bound: {error}")))?;
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}

#[cfg(not(unix))]
pub fn adopt(_fd: i32) -> io::Result<Listener> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
pub fn bind(_path: &str) -> io::Result<Listener> {
    Err(io::ErrorKind::Unsupported.into())
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
    fn rejects_descriptors_that_do_not_listen() {
        let file = std::fs::File::open("Cargo.toml").unwrap();
        assert!(adopt(file.as_raw_fd()).is_err());
        assert!(adopt(-1).is_err());
    }
}
