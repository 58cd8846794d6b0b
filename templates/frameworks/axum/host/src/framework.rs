//! axum on the server of this crate.

use std::convert::Infallible;

use axum::{
    Router,
    extract::FromRequestParts,
    http::{Request, request::Parts},
    response::{IntoResponse, Response},
};
use hyper::body::Incoming;
use tower::Service;

use crate::{Client, Problem, middleware::problem_response, server::Peer};

pub use crate::server::OriginalUri;

/// Without `LOG_LEVEL`.
pub(crate) const LOG_LEVEL: &str = "info";

/// What `build` returns.
pub type App = Router;

/// The app as the server calls it. `with_state` prepares the routes once instead of for each request.
pub(crate) fn service(
    app: App,
) -> impl Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send>
+ Clone
+ Send
+ 'static {
    app.with_state::<()>(())
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        problem_response(&self).into_response()
    }
}

impl<S: Sync> FromRequestParts<S> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get().and_then(|Peer(peer)| *peer);
        Ok(Client::new(peer, |name| {
            let values = parts.headers.get_all(name);
            values.iter().next_back()?.to_str().ok()
        }))
    }
}
