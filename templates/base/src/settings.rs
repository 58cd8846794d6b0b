//! The environment variables that the Rust code reads, all of them.

use std::{env, fmt::Display, io, ops::RangeInclusive, str::FromStr};

#[derive(Clone, Debug)]
pub struct Settings {
    /// `HOST`: the address to listen on when there is no Passenger; 127.0.0.1 keeps it to this machine.
    pub host: String,
    /// `PORT`: 0 is any free one.
    pub port: u16,
    /// `WORKER_THREADS`: a shared host counts threads, so its number of cores does not decide.
    pub worker_threads: usize,
    /// `DRAIN_SECONDS`: how long requests in flight may take to end once the app is told to stop. Passenger
    /// kills what is still there after 60 seconds.
    pub drain_seconds: u32,
    /// `PASSENGER_BASE_URI`: where the app is mounted, `/api` for example; empty at the root.
    pub base_path: String,
}

impl Settings {
    /// # Errors
    /// Names the variable that cannot be read, and what it may be.
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
            Err(refused(
                name,
                text,
                &format!("a number from {first} to {last}"),
            ))
        }
    }
}

/// `/api/` → `/api`, `/` → nothing. What routers read as a pattern, or compare after decoding, is refused.
fn base_path(uri: &str) -> io::Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    if !uri.chars().all(plain) || !(uri.is_empty() || uri.starts_with('/')) {
        return Err(refused("PASSENGER_BASE_URI", uri, "a path such as /api"));
    }
    let segments = uri.split('/').filter(|segment| !segment.is_empty());
    Ok(segments.map(|segment| format!("/{segment}")).collect())
}

fn refused(name: &str, text: &str, expected: &str) -> io::Error {
    let message = format!("{name} must be {expected}, not {text:?}");
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_its_range_is_read() {
        assert_eq!(parse("PORT", "8080", 0..=65535u16).unwrap(), 8080);
    }

    #[test]
    fn what_is_not_a_number_in_its_range_is_named() {
        for text in ["", "http", "-1", "65536"] {
            let error = parse("PORT", text, 0..=65535u16).unwrap_err();
            assert!(error.to_string().starts_with("PORT must be"), "{error}");
        }
    }
    #[test]
    fn a_base_path_has_no_slash_at_its_end() {
        for (uri, path) in [("", ""), ("/", ""), ("/api/", "/api"), ("//a//b", "/a/b")] {
            assert_eq!(base_path(uri).unwrap(), path);
        }
    }

    #[test]
    fn a_base_path_that_routers_would_read_otherwise_is_refused() {
        for uri in ["api", "/{id}", "/:id", "/*", "/a%20b", "/é"] {
            assert!(base_path(uri).is_err(), "{uri}");
        }
    }
}
