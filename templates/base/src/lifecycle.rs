//! Serves the app from the first request to the last, with a graceful shutdown that takes a bounded time.

use std::{error::Error, io, iter::successors, panic, process::abort, time::Duration};

use tokio::{runtime::Runtime, sync::watch, time::sleep};

use crate::{app::App, listener::Listener, memory, server, settings::Settings};

/// How long the server continues to accept connections after a shutdown was requested, so that clients already in the
/// queue are served. Closing immediately would drop connections that were accepted but not read yet.
const ACCEPT_GRACE: Duration = Duration::from_millis(100);

/// Creates the runtime whose threads run the app. If the host allows too few threads, tokio panics and may then wait
/// forever for the threads it did start, so a panic here prints its message and aborts the process.
///
/// # Errors
/// If the system is out of file descriptors.
pub fn runtime(settings: &Settings) -> io::Result<Runtime> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|panic| {
        eprintln!("The app did not start: {panic}");
        abort(); // not exit(), which would run Node's exit handlers while Node is still loading the addon
    }));
    let runtime = server::runtime(settings);
    panic::set_hook(hook);
    runtime
}

/// Serves until `shutdown` becomes true, then lets requests in flight finish, for at most `settings.drain_seconds`.
///
/// # Errors
/// If the socket cannot be served.
pub async fn serve(
    listener: Listener,
    app: App,
    settings: &Settings,
    shutdown: watch::Receiver<bool>,
) -> io::Result<()> {
    if let Some(address) = listener.address() {
        println!("Listening on http://{address}{}", settings.base_path);
    }
    let requested = shutdown.clone();
    let stop = async {
        shutdown_requested(requested).await;
        sleep(ACCEPT_GRACE).await;
    };
    let serving = server::serve(listener, app, settings, stop);
    let seconds = settings.drain_seconds;
    let drain_timeout = async {
        shutdown_requested(shutdown).await;
        sleep(Duration::from_secs(seconds.into())).await;
    };
    tokio::select! {
        result = serving => result,
        () = drain_timeout => {
            eprintln!("Some connections did not end within {seconds} s and are cut off.");
            Ok(())
        }
        never = memory::trim_periodically() => match never {},
    }
}

/// Resolves when a shutdown is requested, or when the sender is gone.
async fn shutdown_requested(mut shutdown: watch::Receiver<bool>) {
    let _ = shutdown.wait_for(|requested| *requested).await;
}

/// An error and its sources on one line: `cannot connect: connection refused`.
pub fn reason(error: &(dyn Error + 'static)) -> String {
    let mut reason = String::new();
    for cause in successors(Some(error), |&error| error.source()) {
        let text = cause.to_string();
        // Many errors already include the text of their source.
        if !reason.contains(&text) {
            let separator = if reason.is_empty() { "" } else { ": " };
            reason = format!("{reason}{separator}{text}");
        }
    }
    reason
}
