//! Who sends a request, behind Passenger or LiteSpeed as well as on a port of one's own.

use std::{
    env,
    net::{IpAddr, SocketAddr},
    sync::LazyLock,
};

use serde::Serialize;

/// The client of a request. Take it as an argument of a handler.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Client {
    /// None if the server in front tells nothing.
    pub address: Option<IpAddr>,
    /// `http` or `https`.
    pub scheme: &'static str,
}

/// Passenger says so in the environment of each app that it starts.
static IN_PASSENGER: LazyLock<bool> = LazyLock::new(|| env::var_os("IN_PASSENGER").is_some());

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
        match peer {
            Some(peer) => Self::told(Some(peer.ip()), None),
            None if *IN_PASSENGER => Self::behind_passenger(header),
            None => Self::behind_litespeed(header),
        }
    }

    /// Passenger refuses a client that sends headers of this kind, and leaves all others as they came.
    fn behind_passenger<'h>(header: impl Fn(&'static str) -> Option<&'h str>) -> Self {
        let address = header("!~passenger-client-address").and_then(address);
        Self::told(address, header("!~passenger-proto"))
    }

    /// Of X-Forwarded-For only the last entry is the server's: it appends to what the client sent.
    fn behind_litespeed<'h>(header: impl Fn(&'static str) -> Option<&'h str>) -> Self {
        let last = header("x-forwarded-for").and_then(|list| list.rsplit(',').next());
        Self::told(last.and_then(address), header("x-forwarded-proto"))
    }

    fn told(address: Option<IpAddr>, scheme: Option<&str>) -> Self {
        Self {
            // ::ffff:203.0.113.7 is how IPv6 writes an IPv4 address.
            address: address.map(|address| address.to_canonical()),
            scheme: match scheme {
                Some("https") => "https",
                _ => "http",
            },
        }
    }
}

/// Reads an address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let with_port = || text.parse().map(|socket: SocketAddr| socket.ip());
    text.parse().or_else(|_| with_port()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADERS: [(&str, &str); 4] = [
        ("!~passenger-client-address", "203.0.113.7"),
        ("!~passenger-proto", "https"),
        ("x-forwarded-for", "198.51.100.1, 2001:db8::7"),
        ("x-forwarded-proto", "http"),
    ];

    fn header(name: &str) -> Option<&'static str> {
        let found = HEADERS.iter().find(|(other, _)| *other == name);
        found.map(|(_, value)| *value)
    }

    #[test]
    fn passenger_says_who_the_client_is() {
        let client = Client::behind_passenger(header);
        assert_eq!(client.address, "203.0.113.7".parse().ok());
        assert_eq!(client.scheme, "https");
    }

    #[test]
    fn behind_passenger_other_headers_count_for_nothing() {
        let client =
            Client::behind_passenger(|name| header(name).filter(|_| name.starts_with('x')));
        assert_eq!(client, Client::told(None, None));
    }

    #[test]
    fn litespeed_appends_the_client_to_what_it_was_told() {
        let client = Client::behind_litespeed(header);
        assert_eq!(client.address, "2001:db8::7".parse().ok());
        assert_eq!(client.scheme, "http");
    }

    #[test]
    fn on_a_port_headers_are_not_believed() {
        let client = Client::new("192.0.2.4:5000".parse().ok(), header);
        assert_eq!(client.address, "192.0.2.4".parse().ok());
        assert_eq!(client.scheme, "http");
    }

    #[test]
    fn an_address_may_have_a_port() {
        for text in ["203.0.113.7", " 203.0.113.7:4711"] {
            assert_eq!(address(text), "203.0.113.7".parse().ok());
        }
        assert_eq!(address("[2001:db8::7]:443"), "2001:db8::7".parse().ok());
        assert_eq!(address("unknown"), None);
    }
}
