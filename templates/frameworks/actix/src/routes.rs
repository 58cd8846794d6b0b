//! What answers where. A file for each group of routes; `all` puts them together.

use actix_web::{
    Route, guard,
    web::{self, Json, ServiceConfig},
};
use serde_json::{Value, json};

mod examples;

pub(crate) fn all(config: &mut ServiceConfig) {
    config
        .service(web::resource("/health").route(get().to(health)))
        .configure(examples::routes);
}

/// GET, and HEAD, which monitoring services send: GET without the body.
fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// `rehearse` and `deploy` ask it whether the new version answers.
async fn health() -> Json<Value> {
    Json(json!({
        "status": "ok",
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "process": host::process(), // rust or node
    }))
}
