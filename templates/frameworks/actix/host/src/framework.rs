//! What the types of this crate are to actix-web.

use std::{
    convert::Infallible,
    fmt,
    future::{Ready, ready},
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, ResponseError,
    dev::Payload,
    http::{StatusCode, header},
};

use crate::{Client, Problem};

pub use crate::{middleware::OriginalUri, server::App};

/// Without `LOG_LEVEL`. actix-http reports each malformed request as an error.
pub(crate) const LOG_LEVEL: &str = "info,actix_http=off";

impl FromRequest for Client {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let client = Client::new(request.peer_addr(), |name| {
            request.headers().get_all(name).last()?.to_str().ok()
        });
        ready(Ok(client))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.detail.as_deref().unwrap_or(self.title))
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        HttpResponse::build(self.status_code())
            .insert_header((header::CONTENT_TYPE, Problem::CONTENT_TYPE))
            .body(self.to_json())
    }
}
