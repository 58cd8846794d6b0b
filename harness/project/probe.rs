//! What the tests need of an app and no example should have: a start that waits or fails, a request that panics or
//! blocks. Files in the app root ask for them, so that one addon does all of it and a test can change its mind.

use std::{error::Error, fmt, fs, io, thread, time::Duration};

/// Waits for as many milliseconds as `start-ms` holds, with a file `starting` to show for it; panics or fails, because of the text of `start-fails`, if there
/// is such a file.
pub async fn start() -> Result<(), Box<dyn Error + Send + Sync>> {
    if let Ok(milliseconds) = fs::read_to_string("start-ms") {
        // Not everybody may write there: Passenger's user does not.
        let _ = fs::write("starting", "");
        tokio::time::sleep(Duration::from_millis(milliseconds.trim().parse()?)).await;
    }
    if fs::exists("start-panics")? {
        panic!("asked to panic");
    }
    match fs::read_to_string("start-fails") {
        Ok(reason) => Err(NoDatabase(io::Error::other(reason)).into()),
        Err(_) => Ok(()),
    }
}

/// Panics while there is a file `panics`; holds its thread while there is a file `blocks`; writes to both outputs while
/// there is a file `prints`.
pub fn request() {
    if fs::exists("prints").unwrap_or(false) {
        println!("{}", "stdout ".repeat(16));
        eprintln!("{}", "stderr ".repeat(16));
    }
    if fs::exists("panics").unwrap_or(false) {
        panic!("asked to panic");
    }
    while fs::exists("blocks").unwrap_or(false) {
        thread::sleep(Duration::from_millis(10));
    }
}

/// An error as libraries make them: what failed, and why in its source.
#[derive(Debug)]
struct NoDatabase(io::Error);

impl fmt::Display for NoDatabase {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("no database")
    }
}

impl Error for NoDatabase {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.0)
    }
}
