//! Your app: start here. `build` sets it up, `routes` maps paths to handlers.

use std::{convert::Infallible, error::Error, time::Duration};

use futures_util::stream;
use serde_json::{Value, json};
use warp::{
    Filter, Rejection, Reply,
    filters::BoxedFilter,
    http::StatusCode,
    reply::{self, Response},
};

use crate::{client::Client, server::client};

pub type App = BoxedFilter<(Response,)>;

/// The largest request body accepted, in bytes; larger ones get a 413.
const BODY_LIMIT: u64 = 2 << 20;

/// Builds the app, mounted at `base_path` (such as `/api`; empty at the root). No request arrives before it returns, so
/// this is the place to connect to the database and run migrations. If it fails, the app does not start, and the
/// error is in the host's log.
///
/// # Errors
/// None so far; return your own.
pub async fn build(base_path: &str) -> Result<App, Box<dyn Error + Send + Sync>> {
    let segments = base_path.split('/').filter(|segment| !segment.is_empty());
    let base = segments.fold(warp::any().boxed(), |base, segment| {
        base.and(warp::path(segment.to_owned())).boxed()
    });
    let app = base.and(routes()).recover(not_found);
    Ok(app.map(Reply::into_response).boxed())
}

fn routes() -> BoxedFilter<(Response,)> {
    // Monitoring services send HEAD: GET without the body.
    let get = || warp::get().or(warp::head()).unify();
    let hello = warp::path::end().and(get()).map(hello);
    let health = warp::path!("health").and(get()).map(health);
    let echo = warp::path!("echo")
        .and(warp::post())
        .and(warp::body::content_length_limit(BODY_LIMIT))
        .and(warp::body::json())
        .map(echo);
    let stream = warp::path!("stream").and(get()).map(stream);
    let client = warp::path!("client")
        .and(get())
        .and(client())
        .map(|client: Client| reply::json(&client));
    hello
        .or(health)
        .or(echo)
        .or(stream)
        .or(client)
        .map(Reply::into_response)
        .boxed()
}

fn hello() -> &'static str {
    "Hello from Rust!\n"
}

fn health() -> impl Reply {
    reply::json(&json!({
        "status": "ok",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
    }))
}

fn echo(body: Value) -> impl Reply {
    reply::json(&body)
}

/// Sends each line as soon as it is ready instead of all of them at the end.
fn stream() -> impl Reply {
    reply::stream(stream::unfold(1, |line| async move {
        if line > 5 {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        Some((Ok::<_, Infallible>(format!("line {line}\n")), line + 1))
    }))
}

/// Leaves all other rejections (wrong method, invalid JSON, too large a body) to warp's default responses.
async fn not_found(rejection: Rejection) -> Result<impl Reply, Rejection> {
    if !rejection.is_not_found() {
        return Err(rejection);
    }
    let body = reply::json(&json!({ "error": "not found" }));
    Ok(reply::with_status(body, StatusCode::NOT_FOUND))
}

#[cfg(test)]
mod tests {
    use warp::test::{RequestBuilder, request};

    use super::*;

    async fn send(base_path: &str, request: RequestBuilder) -> (StatusCode, String) {
        let app = build(base_path).await.unwrap();
        let response = request.reply(&app).await;
        let body = String::from_utf8(response.body().to_vec()).unwrap();
        (response.status(), body)
    }

    fn get(path: &str) -> RequestBuilder {
        request().path(path)
    }

    fn post(path: &str, body: impl AsRef<[u8]>) -> RequestBuilder {
        let length = body.as_ref().len();
        let request = request().method("POST").path(path).body(body);
        request.header("content-length", length)
    }

    #[tokio::test]
    async fn says_hello() {
        let (status, body) = send("", get("/")).await;
        assert_eq!((status, &*body), (StatusCode::OK, "Hello from Rust!\n"));
    }

    #[tokio::test]
    async fn health_reports_name_and_version() {
        let (status, body) = send("", get("/health")).await;
        assert_eq!(status, StatusCode::OK);
        let health: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(health["name"], env!("CARGO_PKG_NAME"));
        assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    }

    #[tokio::test]
    async fn echoes_json() {
        let (status, body) = send("", post("/echo", r#"{"a":[1,"é"]}"#)).await;
        assert_eq!((status, &*body), (StatusCode::OK, r#"{"a":[1,"é"]}"#));
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_rejected() {
        let (status, _) = send("", post("/echo", vec![b' '; 3 << 20])).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn streams_line_by_line() {
        let (_, body) = send("", get("/stream")).await;
        assert_eq!(body, "line 1\nline 2\nline 3\nline 4\nline 5\n");
    }

    #[tokio::test]
    async fn an_unknown_route_is_a_json_404() {
        for base_path in ["", "/api"] {
            let (status, body) = send(base_path, get("/api/nowhere")).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
            assert_eq!(body, r#"{"error":"not found"}"#);
        }
    }

    #[tokio::test]
    async fn serves_the_path_it_is_mounted_at() {
        for path in ["/my/api", "/my/api/", "/my/api/health"] {
            assert_eq!(send("/my/api", get(path)).await.0, StatusCode::OK);
        }
        assert_eq!(
            send("/my/api", get("/health")).await.0,
            StatusCode::NOT_FOUND
        );
    }
}
