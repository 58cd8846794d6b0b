//! From the first request to the last: serving, and a stop that takes a bounded time.

use std::{error::Error, io, iter::successors, panic, process::abort, time::Duration};

use tokio::{runtime::Runtime, sync::watch, time::sleep};

use crate::{app::App, listener::Listener, memory, server, settings::Settings};

/// How long the door stays open after a stop: whoever had connected by then is let in and heard. A server that closes
/// at once drops the connections that it has accepted but not read yet.
const LAST_CALL: Duration = Duration::from_millis(100);

/// The threads that run the app. Where the host gives too few, tokio panics, and may then wait forever for those that
/// it has got: the process ends instead, with the reason.
///
/// # Errors
/// The system gives no more descriptors.
pub fn runtime(settings: &Settings) -> io::Result<Runtime> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|panic| {
        eprintln!("The app did not start: {panic}");
        abort(); // and no exit(), which would run what Node does at its end while Node still loads the addon
    }));
    let runtime = server::runtime(settings);
    panic::set_hook(hook);
    runtime
}

/// Serves until `stop` turns true, then ends what is in flight, for `settings.drain_seconds` at most.
///
/// # Errors
/// The socket cannot be served.
pub async fn serve(
    listener: Listener,
    app: App,
    settings: &Settings,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    if let Some(address) = listener.address() {
        println!("Listening on http://{address}{}", settings.base_path);
    }
    let last_call = stop.clone();
    let closing = async {
        told(last_call).await;
        sleep(LAST_CALL).await;
    };
    let serving = server::serve(listener, app, settings, closing);
    let seconds = settings.drain_seconds;
    let too_long = async {
        told(stop).await;
        sleep(Duration::from_secs(seconds.into())).await;
    };
    tokio::select! {
        served = serving => served,
        () = too_long => {
            eprintln!("Some connections did not end within {seconds} s and are cut off.");
            Ok(())
        }
        never = memory::give_back() => match never {},
    }
}

/// Resolves when the app is told to stop, or when nobody is left who could tell it.
async fn told(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|told| *told).await;
}

/// An error with all its causes, in one line: `cannot connect: connection refused`.
pub fn reason(error: &(dyn Error + 'static)) -> String {
    let mut reason = String::new();
    for cause in successors(Some(error), |&error| error.source()) {
        let text = cause.to_string();
        // Many errors name their cause already.
        if !reason.contains(&text) {
            let separator = if reason.is_empty() { "" } else { ": " };
            reason = format!("{reason}{separator}{text}");
        }
    }
    reason
}
