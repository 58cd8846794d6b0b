//! What a handler returns if it does not succeed. The client gets `application/problem+json` (RFC 9457).

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use host::{Problem, reason};

/// `?` turns any other error into `Internal`.
#[derive(Debug)]
pub enum Error {
    /// 404
    NotFound,
    /// 422, with what is wrong.
    Invalid(String),
    /// 500. Its text goes to the log, not to the client.
    Internal(host::Error),
}

impl Error {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound => Problem::new(404),
            Self::Invalid(detail) => Problem::new(422).with_detail(detail),
            Self::Internal(_) => Problem::new(500),
        }
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Internal(error) => f.write_str(&reason(&**error)),
            _ => self.problem().fmt(f),
        }
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.problem().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        if let Self::Internal(error) = self {
            tracing::error!("{}", reason(&**error));
        }
        self.problem().error_response()
    }
}

pub(crate) async fn not_found() -> Result<HttpResponse, Error> {
    Err(Error::NotFound)
}
