//! What a handler returns if it does not succeed. The client gets `application/problem+json` (RFC 9457).

use axum::response::{IntoResponse, Response};
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

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let problem = match self {
            Self::NotFound => Problem::new(404),
            Self::Invalid(detail) => Problem::new(422).with_detail(detail),
            Self::Internal(error) => {
                tracing::error!("{}", reason(&*error));
                Problem::new(500)
            }
        };
        problem.into_response()
    }
}

pub(crate) async fn not_found() -> Error {
    Error::NotFound
}
