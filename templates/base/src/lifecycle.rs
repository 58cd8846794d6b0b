//! From the first request to the last: serving, and a stop that takes a bounded time.

use std::{io, time::Duration};

use tokio::{sync::watch, time::sleep};

use crate::{app::App, listener::Listener, server, settings::Settings};

/// How long the door stays open after a stop: whoever had connected by then is let in and heard. A server that closes
/// at once drops the connections that it has accepted but not read yet.
const LAST_CALL: Duration = Duration::from_millis(100);

/// Serves until `stop` turns true, then ends what is in flight, for `settings.drain` at most.
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
    let too_long = async {
        told(stop).await;
        sleep(settings.drain).await;
    };
    tokio::select! {
        served = serving => served,
        () = too_long => {
            eprintln!("Some requests did not end in {:?} and are cut off.", settings.drain);
            Ok(())
        }
    }
}

/// Resolves when the app is told to stop, or when nobody is left who could tell it.
async fn told(mut stop: watch::Receiver<bool>) {
    let _ = stop.wait_for(|told| *told).await;
}
