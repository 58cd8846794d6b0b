//! What the server listens on: a TCP port, or the Unix socket of the web server.

use std::{
    io,
    net::{SocketAddr, TcpListener},
};

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

    /// The address of a TCP listener, `None` for a Unix socket.
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
