//! The same server without Node, on `PORT`: `cargo run`, a container, any other host.

use std::{error::Error, process::ExitCode};

use tokio::sync::watch;

mod app;
mod client;
mod lifecycle;
mod listener;
mod server;
mod settings;

use listener::Listener;
use settings::Settings;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The app did not start: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error + Send + Sync>> {
    let settings = Settings::from_env()?;
    server::runtime(&settings)?.block_on(async {
        let app = app::build(&settings.base_path).await?;
        let listener = Listener::tcp(&settings.host, settings.port)?;
        let (stop, told) = watch::channel(false);
        tokio::spawn(async move {
            signal().await;
            stop.send_replace(true);
            signal().await;
            // A second signal does not wait for what is in flight.
            std::process::exit(1);
        });
        Ok(lifecycle::serve(listener, app, &settings, told).await?)
    })
}

/// Resolves at Ctrl-C or SIGTERM.
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
