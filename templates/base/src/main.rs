//! The same server without Node, on `PORT`: for `cargo run`, a container or any other host.

use std::{
    error::Error,
    process::{ExitCode, exit},
    time::Duration,
};

use tokio::{runtime::Builder, sync::watch, time::sleep};

#[macro_use]
mod print;

mod app;
mod client;
mod lifecycle;
mod listener;
mod memory;
mod server;
mod settings;

use listener::Listener;
use settings::Settings;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The app did not start: {}", lifecycle::reason(&*error));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let settings = Settings::from_env()?;
    let runtime = lifecycle::runtime(&settings)?;
    // Spawned, so that connections are accepted on a worker thread: accepting on this thread would have to wake a
    // worker for each one.
    let result = runtime.block_on(runtime.spawn(serve(settings)));
    // Dropping the runtime instead would wait for handlers that block, however long that takes.
    runtime.shutdown_background();
    result?
}

async fn serve(settings: Settings) -> Result<(), Box<dyn Error + Send + Sync>> {
    let (stop, mut shutdown) = watch::channel(false);
    stop_on_signal(stop, settings.drain_seconds)?;
    let app = tokio::select! {
        app = app::build(&settings.base_path) => app?,
        _ = shutdown.wait_for(|requested| *requested) => return Ok(()),
    };
    let listener = Listener::tcp(&settings.host, settings.port)?;
    Ok(lifecycle::serve(listener, app, &settings, shutdown).await?)
}

/// The first signal starts a graceful shutdown, a second one exits immediately. Runs on a thread of its own, so that
/// signals and the time limit still work while blocking handlers occupy every worker thread.
fn stop_on_signal(stop: watch::Sender<bool>, drain_seconds: u32) -> std::io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            runtime.block_on(async {
                signal().await;
                stop.send_replace(true);
                tokio::select! {
                    () = signal() => exit(1),
                    () = sleep(Duration::from_secs(u64::from(drain_seconds) + 1)) => exit(0),
                }
            })
        })?;
    Ok(())
}

/// Resolves on Ctrl-C or SIGTERM.
async fn signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        _ = terminate => {}
    }
}
