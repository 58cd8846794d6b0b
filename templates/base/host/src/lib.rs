//! How Passenger, LiteSpeed or a port reach the app, and how it stops. Not yours to edit: a newer version of the template
//! replaces this folder. What answers where is in `src/` of the project.

#[cfg(panic = "abort")]
compile_error!(
    "a panic must become a 500 instead of ending the process: leave `panic` at \"unwind\", its default"
);

use serde::Serialize;

mod client;
#[cfg(unix)]
mod exec;
pub mod framework;
mod lifecycle;
mod log;
pub mod middleware;
mod passenger;
mod process;
mod program;
mod server;
pub mod settings;
pub mod socket;
pub mod tasks;

pub use client::Client;
pub use framework::{App, OriginalUri};
pub use process::{process, replace_node};
pub use program::{Embedded, Program, Stop, launched, main, run_task};
pub use settings::Settings;
pub use tasks::{Task, Tasks, lock};
pub use tokio_util::sync::CancellationToken as StopToken;

/// Any error: what it says goes to the log.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// An error and its sources on one line: `cannot connect: connection refused`.
pub fn reason(error: &(dyn std::error::Error + 'static)) -> String {
    let mut reason = String::new();
    for cause in std::iter::successors(Some(error), |&error| error.source()) {
        let text = cause.to_string();
        // Many errors already include the text of their source.
        if !reason.contains(&text) {
            let separator = if reason.is_empty() { "" } else { ": " };
            reason = format!("{reason}{separator}{text}");
        }
    }
    reason
}

/// What is sent for everything that does not succeed: `application/problem+json`, as RFC 9457 describes it. It must not
/// contain what is nobody else's business, such as the text of a database error: that belongs in the log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// What kind of problem it is, always the same for a status.
    pub title: &'static str,
    /// The status code of the response.
    pub status: u16,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl Problem {
    pub const CONTENT_TYPE: &str = "application/problem+json";

    /// A problem with the usual detail of its status.
    pub fn new(status: u16) -> Self {
        let (title, detail) = usual(status);
        Self {
            title,
            status,
            detail: detail.map(Into::into),
        }
    }

    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
            ..self
        }
    }

    pub fn to_json(&self) -> String {
        // Serialising strings and a number cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn usual(status: u16) -> (&'static str, Option<&'static str>) {
    match status {
        400 => ("Bad Request", Some("The request cannot be read.")),
        401 => ("Unauthorized", None),
        403 => ("Forbidden", None),
        404 => ("Not Found", Some("There is nothing at this path.")),
        405 => (
            "Method Not Allowed",
            Some("The header Allow lists the methods for this path."),
        ),
        408 => (
            "Request Timeout",
            Some("The body of the request did not arrive in time."),
        ),
        409 => ("Conflict", None),
        413 => (
            "Content Too Large",
            Some("The body of the request is too large."),
        ),
        415 => (
            "Unsupported Media Type",
            Some("This path does not take a body with this Content-Type."),
        ),
        422 => (
            "Unprocessable Content",
            Some("The body does not have the expected fields and values."),
        ),
        429 => ("Too Many Requests", None),
        500 => (
            "Internal Server Error",
            Some("The log of the server has the reason."),
        ),
        503 => ("Service Unavailable", Some("The request took too long.")),
        ..=499 => ("Error of the Client", None),
        _ => ("Error of the Server", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_an_object_as_in_rfc_9457() {
        let problem = Problem::new(409).to_json();
        assert_eq!(problem, r#"{"title":"Conflict","status":409}"#);
        let problem = Problem::new(422)
            .with_detail("name must not be empty")
            .to_json();
        let expected =
            r#"{"title":"Unprocessable Content","status":422,"detail":"name must not be empty"}"#;
        assert_eq!(problem, expected);
    }
}
