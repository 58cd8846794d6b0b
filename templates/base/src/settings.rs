//! The environment variables that the app reads, all of them.

use std::{env, fmt::Display, io, ops::RangeInclusive, str::FromStr, time::Duration};

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
    pub drain: Duration,
    /// `PASSENGER_BASE_URI`: where the app is mounted, `/api` for example; empty at the root.
    pub base_path: String,
}

impl Settings {
    /// # Errors
    /// Names the variable that cannot be read, and what it may be.
    pub fn from_env() -> io::Result<Self> {
        let base_uri = env::var("PASSENGER_BASE_URI").unwrap_or_default();
        Ok(Self {
            host: env::var("HOST").unwrap_or_else(|_| "127.0.0.1".into()),
            port: number("PORT", 3000, 0..=65535)?,
            worker_threads: number("WORKER_THREADS", 2, 1..=64)?,
            drain: Duration::from_secs(number("DRAIN_SECONDS", 25, 0..=3600)?),
            base_path: base_uri.trim_end_matches('/').into(),
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
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!(
                "{name} must be a number from {} to {}, not {text:?}",
                range.start(),
                range.end()
            ),
        )),
    }
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
}
