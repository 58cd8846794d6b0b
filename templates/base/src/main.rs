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
    let mut signals = {
        let _context = runtime.enter();
        Signals::listen()? // not on the thread: until it runs, a signal would end the process at once
    };
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            runtime.block_on(async {
                signals.next().await;
                stop.send_replace(true);
                tokio::select! {
                    () = signals.next() => exit(1),
                    () = sleep(Duration::from_secs(u64::from(drain_seconds) + 1)) => exit(0),
                }
            })
        })?;
    Ok(())
}

/// Ctrl-C and SIGTERM, from the moment it exists.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
