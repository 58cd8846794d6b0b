//! The log: one line for each event, on stderr, which Passenger writes to its log file.

use std::{
    fmt,
    hash::{BuildHasher, Hasher, RandomState},
    io::{self, IsTerminal},
    panic,
    sync::{Mutex, PoisonError},
    time::Instant,
};

use tracing::Subscriber;
use tracing_appender::non_blocking::{NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    registry::LookupSpan,
};

use crate::{
    Error, framework,
    lifecycle::with_threads,
    settings::{invalid, text},
};

/// Writes what is left when it is dropped.
static WRITER: Mutex<Option<WorkerGuard>> = Mutex::new(None);

/// Starts the log, at the level of `LOG_LEVEL`: `error`, `warn`, `info`, `debug` or `trace`, and others for single crates,
/// such as `info,sqlx=warn`. Panics go there, too.
///
/// # Errors
/// If `LOG_LEVEL` is invalid.
pub(crate) fn init() -> Result<(), Error> {
    let level = text("LOG_LEVEL")?.unwrap_or_else(|| framework::LOG_LEVEL.into());
    let expected = "a level such as info, or info,sqlx=warn";
    let targets = parse_level(&level).ok_or_else(|| invalid("LOG_LEVEL", expected, &level))?;

    // Writes on a thread of its own: nobody may be reading, and a write would block a worker then. What is too much is
    // left out.
    let builder = NonBlockingBuilder::default()
        .thread_name("log")
        .buffered_lines_limit(10_000);
    let (writer, guard) = with_threads(|| Ok(builder.finish(io::stderr())))?;
    let subscriber = tracing_subscriber::registry()
        .with(targets)
        .with(lines(writer, io::stderr().is_terminal()));
    if tracing::subscriber::set_global_default(subscriber).is_ok() {
        let _ = tracing_log::LogTracer::init(); // crates that use `log`
        *WRITER.lock().unwrap_or_else(PoisonError::into_inner) = Some(guard);
        panic::set_hook(Box::new(|panic| {
            let payload = panic.payload(); // its payload_as_str() needs Rust 1.91
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            let text = text.unwrap_or("a panic without a text");
            let place = panic
                .location()
                .map_or_else(String::new, ToString::to_string);
            let backtrace = std::backtrace::Backtrace::capture();
            match backtrace.status() {
                std::backtrace::BacktraceStatus::Captured => {
                    tracing::error!("panicked at {place}: {text}\n{backtrace}")
                }
                _ => tracing::error!("panicked at {place}: {text}"),
            }
        }));
    }
    Ok(())
}

/// `Targets` takes a word that is no level for a crate, of which everything is logged.
fn parse_level(text: &str) -> Option<Targets> {
    let levels = text
        .split(',')
        .map(|part| part.split_once('=').map_or(part, |(_, level)| level));
    let is_level = |level: &str| !level.is_empty() && level.parse::<LevelFilter>().is_ok();
    levels
        .map(str::trim)
        .all(is_level)
        .then(|| text.parse().ok())?
}

fn lines<S, W>(writer: W, is_terminal: bool) -> impl tracing_subscriber::Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'w> tracing_subscriber::fmt::MakeWriter<'w> + 'static,
{
    tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(is_terminal)
        .with_target(false)
        .log_internal_errors(false) // they would be printed by eprintln!, which panics if nobody can read them
}

/// Waits until everything is written, but no longer than a second.
pub(crate) fn flush() {
    WRITER.lock().unwrap_or_else(PoisonError::into_inner).take();
}

/// What tells the log lines of a request from those of others.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// Takes the id that the request came with, unless it could be more than an id.
    pub(crate) fn new(given: Option<&str>) -> Self {
        let is_id = |id: &&str| {
            (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
        };
        match given.filter(is_id) {
            Some(id) => Self(id.into()),
            None => Self(format!(
                "{:016x}",
                RandomState::new().build_hasher().finish()
            )),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The line for a request. It is written when there is a response, or else when the client has left.
pub(crate) struct RequestLine<M: fmt::Display> {
    method: M,
    path: String,
    start: Instant,
    is_written: bool,
}

impl<M: fmt::Display> RequestLine<M> {
    /// `path` is the one that the client sent, without the query.
    pub(crate) fn new(method: M, path: String) -> Self {
        Self {
            method,
            path,
            start: Instant::now(),
            is_written: false,
        }
    }

    pub(crate) fn write(&mut self, status: u16) {
        self.is_written = true;
        let (method, path, ms) = (&self.method, &self.path, self.start.elapsed().as_millis());
        tracing::info!("{method} {path} {status} {ms} ms");
    }
}

impl<M: fmt::Display> Drop for RequestLine<M> {
    fn drop(&mut self) {
        if !self.is_written {
            let (method, path, ms) = (&self.method, &self.path, self.start.elapsed().as_millis());
            tracing::info!("{method} {path} - {ms} ms, without a response");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_for_all_or_for_a_crate() {
        for text in ["info", "WARN", "info,sqlx=warn", "off"] {
            assert!(parse_level(text).is_some(), "{text}");
        }
        for text in ["loud", "info,sqlx", "sqlx=loud", "info,", "9"] {
            assert!(parse_level(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_request_keeps_the_id_it_came_with() {
        assert_eq!(RequestId::new(Some("abc-1")).as_str(), "abc-1");
    }

    #[test]
    fn an_id_that_could_forge_a_log_line_is_replaced() {
        for given in ["", "a b", "a\nb", &"x".repeat(129)] {
            let id = RequestId::new(Some(given));
            assert_eq!(id.as_str().len(), 16);
            assert_ne!(id, RequestId::new(Some(given)));
        }
    }
}
