//! Every environment variable that the Rust code reads.

use std::{env, fmt::Display, io, ops::RangeInclusive, str::FromStr};

#[derive(Clone, Debug)]
pub struct Settings {
    /// `HOST`: the address to listen on without Passenger or LiteSpeed. With 127.0.0.1, only this machine can connect.
    pub host: String,
    /// `PORT`: the port to listen on; 0 picks a free one.
    pub port: u16,
    /// `WORKER_THREADS`: not the number of cores, because shared hosts limit threads.
    pub worker_threads: usize,
    /// `DRAIN_SECONDS`: how long requests in flight may take to finish after a shutdown was requested. Passenger
    /// kills the process after 60 seconds.
    pub drain_seconds: u32,
    /// `PASSENGER_BASE_URI`: the path the app is mounted at, such as `/api`; empty at the root.
    pub base_path: String,
}

impl Settings {
    /// Reads the environment, with a default for each variable that is not set.
    ///
    /// # Errors
    /// If a variable is invalid. The error names it and what it must be.
    pub fn from_env() -> io::Result<Self> {
        Ok(Self {
            host: env::var("HOST").unwrap_or_else(|_| "127.0.0.1".into()),
            port: number("PORT", 3000, 0..=65535)?,
            worker_threads: number("WORKER_THREADS", 2, 1..=64)?,
            drain_seconds: number("DRAIN_SECONDS", 25, 0..=3600)?,
            base_path: base_path(&env::var("PASSENGER_BASE_URI").unwrap_or_default())?,
        })
    }
}

fn number<N>(name: &str, default: N, range: RangeInclusive<N>) -> io::Result<N>
where
    N: FromStr + PartialOrd + Display,
{
    match env::var(name) {
        Ok(text) => parse(name, &text, range),
        Err(_) => Ok(default),
    }
}

fn parse<N>(name: &str, text: &str, range: RangeInclusive<N>) -> io::Result<N>
where
    N: FromStr + PartialOrd + Display,
{
    match text.parse() {
        Ok(value) if range.contains(&value) => Ok(value),
        _ => {
            let (first, last) = (range.start(), range.end());
            Err(invalid(
                name,
                text,
                &format!("a number from {first} to {last}"),
            ))
        }
    }
}

/// `/api/` → `/api`, `/` → an empty string. Rejects characters that a router would take for a pattern, or would only
/// compare after percent-decoding.
fn base_path(uri: &str) -> io::Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    if !uri.chars().all(plain) || !(uri.is_empty() || uri.starts_with('/')) {
        return Err(invalid("PASSENGER_BASE_URI", uri, "a path such as /api"));
    }
    let segments = uri.split('/').filter(|segment| !segment.is_empty());
    Ok(segments.map(|segment| format!("/{segment}")).collect())
}

fn invalid(name: &str, text: &str, expected: &str) -> io::Error {
    let message = format!("{name} must be {expected}, not {text:?}");
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_range_is_accepted() {
        assert_eq!(parse("PORT", "8080", 0..=65535u16).unwrap(), 8080);
    }

    #[test]
    fn an_error_names_the_variable() {
        for text in ["", "http", "-1", "65536"] {
            let error = parse("PORT", text, 0..=65535u16).unwrap_err();
            assert!(error.to_string().starts_with("PORT must be"), "{error}");
        }
    }

    #[test]
    fn a_base_path_has_no_trailing_slash() {
        for (uri, path) in [("", ""), ("/", ""), ("/api/", "/api"), ("//a//b", "/a/b")] {
            assert_eq!(base_path(uri).unwrap(), path);
        }
    }

    #[test]
    fn a_base_path_that_routers_would_misread_is_rejected() {
        for uri in ["api", "/{id}", "/:id", "/*", "/a%20b", "/é"] {
            assert!(base_path(uri).is_err(), "{uri}");
        }
    }
}
