//! Your app: start here. `build` sets it up, `routes` maps paths to handlers.

use std::{convert::Infallible, error::Error, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    http::StatusCode,
    response::IntoResponse,
    routing::{get, post},
};
use futures_util::stream;
use serde_json::{Value, json};

use crate::client::Client;

pub type App = Router;

/// Builds the app, mounted at `base_path` (such as `/api`; empty at the root). No request arrives before it returns, so
/// this is the place to connect to the database and run migrations. If it fails, the app does not start, and the
/// error is in the host's log.
///
/// # Errors
/// None so far; return your own.
pub async fn build(base_path: &str) -> Result<App, Box<dyn Error + Send + Sync>> {
    let app = routes().fallback(not_found);
    Ok(match base_path {
        "" => app,
        _ => Router::new()
            .nest_service(base_path, app)
            .fallback(not_found),
    })
}

fn routes() -> Router {
    Router::new()
        .route("/", get(hello))
        .route("/health", get(health))
        .route("/echo", post(echo))
        .route("/stream", get(stream))
        .route("/client", get(client))
}

async fn hello() -> &'static str {
    "Hello from Rust!\n"
}

async fn health() -> Json<Value> {
    Json(json!({
        "status": "ok",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
    }))
}

async fn echo(Json(body): Json<Value>) -> Json<Value> {
    Json(body)
}

/// Sends each line as soon as it is ready instead of all of them at the end.
async fn stream() -> Body {
    Body::from_stream(stream::unfold(1, |line| async move {
        if line > 5 {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        Some((Ok::<_, Infallible>(format!("line {line}\n")), line + 1))
    }))
}

async fn client(client: Client) -> Json<Client> {
    Json(client)
}

async fn not_found() -> impl IntoResponse {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "not found" })))
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Request, header::CONTENT_TYPE},
    };
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    use super::*;

    async fn send(base_path: &str, request: Request<Body>) -> (StatusCode, String) {
        let app = build(base_path).await.unwrap();
        let response = app.oneshot(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn get(path: &str) -> Request<Body> {
        Request::get(path).body(Body::empty()).unwrap()
    }

    fn post(path: &str, body: impl Into<Body>) -> Request<Body> {
        Request::post(path)
            .header(CONTENT_TYPE, "application/json")
            .body(body.into())
            .unwrap()
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
