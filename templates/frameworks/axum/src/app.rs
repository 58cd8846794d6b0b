//! Your app: start here. `build` opens what it needs, `router` says what answers where.

use axum::{Router, extract::DefaultBodyLimit};
use host::{
    Error, Program, Tasks,
    middleware::{BodyLimit, Problems, RequestLog, catch_panic, cors, time_limit},
};
use tower::ServiceBuilder;

use crate::{error, jobs, routes, settings::Settings, state::AppState, tasks};

/// What `main.rs` and the addon run.
pub fn program() -> Program<Settings> {
    let version = env!("CARGO_PKG_VERSION");
    Program::new(
        version,
        Settings::from_env,
        build,
        AppState::open,
        tasks::all(),
    )
}

/// Opens what the app needs and starts its jobs. No request arrives before it returns. The arguments of the process are
/// Node's: do not read them here, or in a crate such as clap.
///
/// # Errors
/// If the state cannot be opened. The app does not start then, and the error is in the log.
pub async fn build(settings: &Settings, tasks: &Tasks) -> Result<Router, Error> {
    let state = AppState::open(settings, tasks).await?;
    jobs::start(&state);
    Ok(router(state))
}

/// What answers where. Opens nothing, so tests can call it.
pub fn router(state: AppState) -> Router {
    let settings = state.settings.clone();
    let limit = BodyLimit {
        bytes: settings.max_body,
        time: settings.body_time,
    };
    // The first is the outermost, and sees each request first and each response last.
    let middleware = ServiceBuilder::new()
        .layer(cors(&settings.cors_origins))
        .layer(RequestLog)
        .layer(Problems)
        .layer(time_limit(settings.handler_time))
        .layer(limit)
        .layer(DefaultBodyLimit::disable()) // it is lower than ours may be
        .layer(catch_panic());
    routes::all()
        .fallback(error::not_found)
        .with_state(state)
        .layer(middleware)
}
