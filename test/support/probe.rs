//! What the tests need of an app and no example should have: a start that waits or fails, a request that panics.
//! Files in the app root ask for them, so that one addon does all of it and a test can change its mind.

use std::{error::Error, fs, time::Duration};

/// Waits for as many milliseconds as `start-ms` holds; panics or fails, with the text of `start-fails`, if there is
/// such a file.
pub async fn start() -> Result<(), Box<dyn Error + Send + Sync>> {
    if let Ok(milliseconds) = fs::read_to_string("start-ms") {
        tokio::time::sleep(Duration::from_millis(milliseconds.trim().parse()?)).await;
    }
    if fs::exists("start-panics")? {
        panic!("asked to panic");
    }
    match fs::read_to_string("start-fails") {
        Ok(reason) => Err(reason.into()),
        Err(_) => Ok(()),
    }
}

/// Panics while there is a file `panics`.
pub fn request() {
    if fs::exists("panics").unwrap_or(false) {
        panic!("asked to panic");
    }
}
