//! Your app: start here. `build` opens what it needs, `app` says what answers where.

use actix_web::{
    App,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    web,
};
use host::{
    Error, Program, Tasks,
    middleware::{body_limit, catch_panic, cors, extractors, problems, request_log, time_limit},
};

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
pub async fn build(settings: &Settings, tasks: &Tasks) -> Result<host::App, Error> {
    let state = AppState::open(settings, tasks).await?;
    jobs::start(&state);
    host::App::new(move || app(state.clone())).await
}

/// What answers where. Opens nothing, so tests can call it; each worker calls it once.
pub fn app(
    state: AppState,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let settings = state.settings.clone();
    App::new()
        .app_data(web::Data::new(state))
        .configure(extractors(settings.max_body)) // the statuses for what cannot be read
        .configure(routes::all)
        .default_service(web::to(error::not_found))
        // The last is the outermost, and sees each request first and each response last.
        .wrap(catch_panic()) // 500
        .wrap(body_limit(settings.max_body, settings.body_time)) // 413, 408
        .wrap(time_limit(settings.handler_time)) // 503
        .wrap(problems())
        .wrap(request_log())
        .wrap(cors(&settings.cors_origins))
}
