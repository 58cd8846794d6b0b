//! Who sends a request, behind Passenger or LiteSpeed as well as on a port of one's own.

use std::net::{IpAddr, SocketAddr};

use serde::Serialize;

/// The client of a request. Take it as an argument of a handler.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Client {
    /// None if the server in front tells nothing.
    pub address: Option<IpAddr>,
    /// `http` or `https`.
    pub scheme: &'static str,
}

impl Client {
    /// Only the web server in front can reach a Unix socket, so there its headers say who the client is. On a
    /// TCP port anybody could have written such headers: the client is who is at the other end. (In a container
    /// behind a proxy of yours, this is the function to change.)
    ///
    /// `peer` is the other end of a TCP connection, none on a Unix socket; `header` gives the *last* value of a
    /// header, by its name in lower case.
    pub fn new<'h>(
        peer: Option<SocketAddr>,
        header: impl Fn(&'static str) -> Option<&'h str>,
    ) -> Self {
        if let Some(peer) = peer {
            return Self {
                address: Some(peer.ip()),
                scheme: "http",
            };
        }
        // Passenger's own header cannot come from a client. Of X-Forwarded-For only the last entry is the
        // server's: it appends to what the client sent.
        let address = header("!~passenger-client-address")
            .or_else(|| header("x-forwarded-for")?.rsplit(',').next())
            .and_then(|address| address.trim().parse().ok());
        let scheme = header("!~passenger-proto").or_else(|| header("x-forwarded-proto"));
        Self {
            address,
            scheme: match scheme {
                Some("https") => "https",
                _ => "http",
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn behind(headers: &[(&'static str, &'static str)]) -> Client {
        Client::new(None, |name| {
            headers.iter().find(|(n, _)| *n == name).map(|(_, v)| *v)
        })
    }

    #[test]
    fn passenger_says_who_the_client_is() {
        let client = behind(&[
            ("!~passenger-client-address", "203.0.113.7"),
            ("!~passenger-proto", "https"),
            ("x-forwarded-for", "198.51.100.1"),
        ]);
        assert_eq!(client.address, "203.0.113.7".parse().ok());
        assert_eq!(client.scheme, "https");
    }

    #[test]
    fn of_x_forwarded_for_only_the_last_entry_counts() {
        let client = behind(&[("x-forwarded-for", "198.51.100.1, 2001:db8::7")]);
        assert_eq!(client.address, "2001:db8::7".parse().ok());
        assert_eq!(client.scheme, "http");
    }

    #[test]
    fn on_a_port_headers_are_not_believed() {
        let peer = "192.0.2.4:5000".parse().ok();
        let client = Client::new(peer, |_| Some("198.51.100.1"));
        assert_eq!(client.address, "192.0.2.4".parse().ok());
        assert_eq!(client.scheme, "http");
    }
}
