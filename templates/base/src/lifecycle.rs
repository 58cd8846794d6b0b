//! From the first request to the last: serving, and a stop that takes a bounded time.

use std::{
    error::Error,
    io::{self, Write},
    iter::successors,
    time::Duration,
};

use tokio::{sync::watch, time::sleep};

use crate::{app::App, listener::Listener, server, settings::Settings};

/// How long the door stays open after a stop: whoever had connected by then is let in and heard. A server that closes
/// at once drops the connections that it has accepted but not read yet.
const LAST_CALL: Duration = Duration::from_millis(100);

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
        let line = format!("Listening on http://{address}{}", settings.base_path);
        // Nobody may be there to read it: no reason to panic, as println! would.
        let _ = writeln!(io::stdout(), "{line}");
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
            let line = format!("Some connections did not end within {seconds} s and are cut off.");
            let _ = writeln!(io::stderr(), "{line}");
            Ok(())
        }
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
