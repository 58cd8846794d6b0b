//! The app's settings: environment variables, or lines of a file `.env`. Those that say how the app is served, such as
//! `PORT`, are in `host/src/settings.rs`.

use std::time::Duration;

use host::{
    Error,
    settings::{number, origins},
};

#[derive(Clone, Debug)]
pub struct Settings {
    /// `CORS_ORIGINS`: the web pages that may use the app from another origin, such as `https://app.example`.
    pub cors_origins: Vec<String>,
    /// `MAX_BODY_KB`: the largest body of a request.
    pub max_body: usize,
    /// `BODY_SECONDS`: how long the body of a request may take to arrive.
    pub body_time: Duration,
    /// `HANDLER_SECONDS`: how long a request may take until its response begins, with the time of its body. More than
    /// `BODY_SECONDS`, or a slow body is never told from a slow handler.
    pub handler_time: Duration,
    /// `STREAM_SECONDS`: how old a stream may get. Passenger tells a process to stop only after its requests have ended, so
    /// a stream without end would keep the old process alive after each restart.
    pub stream_time: Duration,
}

impl Settings {
    /// Reads the environment, with a default for each variable that is not set.
    ///
    /// # Errors
    /// If a variable is invalid. The error names it and what it must be.
    pub fn from_env() -> Result<Self, Error> {
        Ok(Self {
            cors_origins: origins("CORS_ORIGINS")?,
            max_body: number("MAX_BODY_KB", 2048, 1..=1_000_000)? << 10,
            body_time: seconds("BODY_SECONDS", 30)?,
            handler_time: seconds("HANDLER_SECONDS", 60)?,
            stream_time: seconds("STREAM_SECONDS", 300)?,
        })
    }
}

fn seconds(name: &str, default: u64) -> Result<Duration, Error> {
    Ok(Duration::from_secs(number(name, default, 1..=86_400)?))
}
