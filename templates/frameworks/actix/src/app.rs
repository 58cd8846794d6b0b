//! Your app: start here. `build` sets up what the handlers share, `routes` maps paths to handlers.

use std::{convert::Infallible, error::Error, time::Duration};

use actix_web::{
    HttpResponse, Responder, Route, guard,
    web::{self, Bytes, Json, ServiceConfig},
};
use futures_util::stream;
use serde_json::{Value, json};

use crate::client::Client;

/// The state shared by all workers; must be cheap to clone. Put your database pool here, and pass it to the handlers
/// with `app_data` in `configure`.
#[derive(Clone)]
pub struct App {
    base_path: String,
}

/// Builds the app, mounted at `base_path` (such as `/api`; empty at the root). No request arrives before it returns, so
/// this is the place to connect to the database and run migrations. If it fails, the app does not start, and the
/// error is in the host's log.
///
/// # Errors
/// None so far; return your own.
pub async fn build(base_path: &str) -> Result<App, Box<dyn Error + Send + Sync>> {
    Ok(App {
        base_path: base_path.into(),
    })
}

impl App {
    /// Runs once in each worker before it serves requests. Panics if actix-web cannot parse a route's pattern.
    pub fn configure(&self, config: &mut ServiceConfig) {
        config
            .service(web::scope(&self.base_path).configure(routes))
            .default_service(web::to(not_found));
    }
}

fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource(["", "/"]).route(get().to(hello)))
        .service(web::resource("/health").route(get().to(health)))
        .service(web::resource("/echo").route(web::post().to(echo)))
        .service(web::resource("/stream").route(get().to(stream)))
        .service(web::resource("/client").route(get().to(client)));
}

/// GET, and HEAD, which monitoring services send: GET without the body.
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
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

async fn echo(body: Json<Value>) -> Json<Value> {
    body
}

/// Sends each line as soon as it is ready instead of all of them at the end.
async fn stream() -> HttpResponse {
    HttpResponse::Ok().streaming(stream::unfold(1, |line| async move {
        if line > 5 {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        let text = Bytes::from(format!("line {line}\n"));
        Some((Ok::<_, Infallible>(text), line + 1))
    }))
}

async fn client(client: Client) -> Json<Client> {
    Json(client)
}

async fn not_found() -> impl Responder {
    HttpResponse::NotFound().json(json!({ "error": "not found" }))
}

#[cfg(test)]
mod tests {
    use actix_web::{
        http::StatusCode,
        test::{TestRequest, call_service, init_service, read_body},
    };

    use super::*;

    async fn send(base_path: &str, request: TestRequest) -> (StatusCode, String) {
        let app = build(base_path).await.unwrap();
        let app = actix_web::App::new().configure(|config| app.configure(config));
        let service = init_service(app).await;
        let response = call_service(&service, request.to_request()).await;
        let status = response.status();
        let body = read_body(response).await;
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    fn get(path: &str) -> TestRequest {
        TestRequest::get().uri(path)
    }

    fn post(path: &str, body: impl Into<Bytes>) -> TestRequest {
        TestRequest::post()
            .uri(path)
            .insert_header(("content-type", "application/json"))
            .set_payload(body)
    }

    #[actix_web::test]
    async fn says_hello() {
        let (status, body) = send("", get("/")).await;
        assert_eq!((status, &*body), (StatusCode::OK, "Hello from Rust!\n"));
    }

    #[actix_web::test]
    async fn health_reports_name_and_version() {
        let (status, body) = send("", get("/health")).await;
        assert_eq!(status, StatusCode::OK);
        let health: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(health["name"], env!("CARGO_PKG_NAME"));
        assert_eq!(health["version"], env!("CARGO_PKG_VERSION"));
    }

    #[actix_web::test]
    async fn echoes_json() {
        let (status, body) = send("", post("/echo", r#"{"a":[1,"é"]}"#)).await;
        assert_eq!((status, &*body), (StatusCode::OK, r#"{"a":[1,"é"]}"#));
    }

    #[actix_web::test]
    async fn a_body_over_the_limit_is_rejected() {
        let (status, _) = send("", post("/echo", vec![b' '; 3 << 20])).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[actix_web::test]
    async fn streams_line_by_line() {
        let (_, body) = send("", get("/stream")).await;
        assert_eq!(body, "line 1\nline 2\nline 3\nline 4\nline 5\n");
    }

    #[actix_web::test]
    async fn an_unknown_route_is_a_json_404() {
        for base_path in ["", "/api"] {
            let (status, body) = send(base_path, get("/api/nowhere")).await;
            assert_eq!(status, StatusCode::NOT_FOUND);
            assert_eq!(body, r#"{"error":"not found"}"#);
        }
    }

    #[actix_web::test]
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
