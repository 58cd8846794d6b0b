//! Who sent a request: behind Passenger, behind LiteSpeed, or directly on a port.

use std::{
    env,
    net::{IpAddr, SocketAddr},
    sync::LazyLock,
};

use serde::Serialize;

/// The client that sent a request. Handlers can take it as an argument.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Client {
    /// `None` if the web server in front does not pass it on.
    pub address: Option<IpAddr>,
    /// `http` or `https`.
    pub scheme: &'static str,
}

/// Passenger sets this variable for every app it starts.
static IN_PASSENGER: LazyLock<bool> = LazyLock::new(|| env::var_os("IN_PASSENGER").is_some());

impl Client {
    /// On a Unix socket, the client is the one named in the headers: only the web server can connect to that
    /// socket. On a TCP port anyone can send such headers, so there the client is the peer. Behind a reverse
    /// proxy of your own, for example in front of a container, change this function to read its headers.
    ///
    /// `peer` is the remote address of a TCP connection, `None` on a Unix socket. `header` returns the *last*
    /// value of a header, given its name in lower case.
    pub fn new<'h>(
        peer: Option<SocketAddr>,
        header: impl Fn(&'static str) -> Option<&'h str>,
    ) -> Self {
        match peer {
            Some(peer) => Self::normalized(Some(peer.ip()), None),
            None if *IN_PASSENGER => Self::behind_passenger(header),
            None => Self::behind_litespeed(header),
        }
    }

    /// Clients cannot forge these two: Passenger rejects requests that contain a header starting with `!~`. All
    /// other headers it passes on unchanged.
    fn behind_passenger<'h>(header: impl Fn(&'static str) -> Option<&'h str>) -> Self {
        let address = header("!~passenger-client-address").and_then(parse_address);
        Self::normalized(address, header("!~passenger-proto"))
    }

    /// Only the last entry of X-Forwarded-For can be trusted: the server appends it to whatever the client sent.
    fn behind_litespeed<'h>(header: impl Fn(&'static str) -> Option<&'h str>) -> Self {
        let last = header("x-forwarded-for").and_then(|list| list.rsplit(',').next());
        Self::normalized(last.and_then(parse_address), header("x-forwarded-proto"))
    }

    fn normalized(address: Option<IpAddr>, scheme: Option<&str>) -> Self {
        Self {
            // An IPv4 client may show up as an IPv4-mapped IPv6 address: ::ffff:203.0.113.7.
            address: address.map(|address| address.to_canonical()),
            scheme: match scheme {
                Some("https") => "https",
                _ => "http",
            },
        }
    }
}

/// Parses an address with or without a port.
fn parse_address(text: &str) -> Option<IpAddr> {
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
    fn passenger_headers_identify_the_client() {
        let client = Client::behind_passenger(header);
        assert_eq!(client.address, "203.0.113.7".parse().ok());
        assert_eq!(client.scheme, "https");
    }

    #[test]
    fn other_headers_are_ignored_behind_passenger() {
        let client =
            Client::behind_passenger(|name| header(name).filter(|_| name.starts_with('x')));
        assert_eq!(client, Client::normalized(None, None));
    }

    #[test]
    fn litespeed_appends_the_client_to_x_forwarded_for() {
        let client = Client::behind_litespeed(header);
        assert_eq!(client.address, "2001:db8::7".parse().ok());
        assert_eq!(client.scheme, "http");
    }

    #[test]
    fn headers_are_ignored_on_a_port() {
        let client = Client::new("192.0.2.4:5000".parse().ok(), header);
        assert_eq!(client.address, "192.0.2.4".parse().ok());
        assert_eq!(client.scheme, "http");
    }

    #[test]
    fn an_address_may_include_a_port() {
        for text in ["203.0.113.7", " 203.0.113.7:4711"] {
            assert_eq!(parse_address(text), "203.0.113.7".parse().ok());
        }
        assert_eq!(
            parse_address("[2001:db8::7]:443"),
            "2001:db8::7".parse().ok()
        );
        assert_eq!(parse_address("unknown"), None);
    }
}
