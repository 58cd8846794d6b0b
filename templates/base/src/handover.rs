//! Takes over the socket that Node opened. Unix only: on other systems the app listens on a port.

use std::io;

use crate::listener::Listener;

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
