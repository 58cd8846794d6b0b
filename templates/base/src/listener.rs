//! What a server listens on: a TCP port, or a Unix socket that the host opened.

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

/// A socket that listens already and does not block.
pub enum Listener {
    Tcp(TcpListener),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener),
}

impl Listener {
    /// Binds a TCP port; port 0 is any free one.
    ///
    /// # Errors
    /// The port is taken or not allowed, or the host has no such address.
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

    /// The address of a TCP port; none for a Unix socket, which only its host needs to know.
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(socket) => socket.local_addr().ok(),
            #[cfg(unix)]
            Self::Unix(_) => None,
        }
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
