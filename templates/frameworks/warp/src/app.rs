//! Your app: start here. `build` opens what it needs, `routes` says what answers where.

use host::{
    App, Error, Program, Tasks,
    framework::{filter_service, recover},
    middleware::{BodyLimit, Problems, RequestLog, catch_panic, cors, time_limit},
};
use tower::ServiceBuilder;
use warp::{Filter, filters::BoxedFilter, reply::Response};

use crate::{jobs, routes, settings::Settings, state::AppState, tasks};

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
pub async fn build(settings: &Settings, tasks: &Tasks) -> Result<App, Error> {
    let state = AppState::open(settings, tasks).await?;
    jobs::start(&state);
    Ok(app(state))
}

/// The routes with the middleware around them. Opens nothing, so tests can call it.
pub fn app(state: AppState) -> App {
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
        .layer(catch_panic());
    App::new(middleware.service(filter_service(routes(state))))
}

/// What answers where.
pub fn routes(state: AppState) -> BoxedFilter<(Response,)> {
    routes::all(state).recover(recover).unify().boxed()
}
