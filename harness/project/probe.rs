//! What the tests need of an app and no example should have: a start that waits or fails, a request that panics or
//! blocks. Files in the app root ask for them, so that one addon does all of it and a test can change its mind.

use std::{
    fmt, fs,
    io::{self, Write},
    process, thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use host::{Error, Tasks};
use tokio::time::sleep;

/// Waits for as many milliseconds as `start-ms` holds, with a file `starting` to show for it; panics or fails, because of
/// the text of `start-fails`, if there is such a file. While there is a file `job`, starts a job that takes two seconds to
/// end, and notes its beginning and its end in the log; while there is a file `job-notes`, one that notes there when it runs.
pub async fn start(tasks: &Tasks) -> Result<(), Error> {
    if let Ok(milliseconds) = fs::read_to_string("start-ms") {
        // Not everybody may write there: Passenger's user does not.
        let _ = fs::write("starting", "");
        sleep(Duration::from_millis(milliseconds.trim().parse()?)).await;
    }
    if fs::exists("start-panics")? {
        panic!("asked to panic");
    }
    if fs::exists("job-notes")? {
        tasks.spawn("notes", note(tasks.clone()));
    }
    if fs::exists("job")? {
        tasks.spawn("two-seconds", job(tasks.clone()));
        tasks.on_close("pool", async { tracing::info!("probe: the pool is closed") });
    }
    match fs::read_to_string("start-fails") {
        Ok(reason) => Err(NoDatabase(io::Error::other(reason)).into()),
        Err(_) => Ok(()),
    }
}

/// Notes ten times a second that it runs, and at a stop, after some more work, that it ends.
async fn note(tasks: Tasks) {
    while !tasks.is_stopping() {
        add_note("runs");
        tokio::select! {
            () = tasks.stopping() => {}
            () = sleep(Duration::from_millis(100)) => {}
        }
    }
    sleep(Duration::from_millis(300)).await;
    add_note("ends");
}

fn add_note(what: &str) {
    let Ok(mut file) = fs::OpenOptions::new().append(true).open("job-notes") else { return };
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let _ = file.write_all(format!("{} {time} {what}\n", process::id()).as_bytes());
}

async fn job(tasks: Tasks) {
    tracing::info!("probe: the job runs");
    tasks.stopping().await;
    sleep(Duration::from_secs(2)).await;
    tracing::info!("probe: the job has ended");
}

/// Panics while there is a file `panics`; holds its thread while there is a file `blocks`; waits while there is a file
/// `waits`; writes to the log while there is a file `prints`.
pub async fn request() {
    if fs::exists("prints").unwrap_or(false) {
        tracing::info!("{}", "a line ".repeat(16));
    }
    if fs::exists("panics").unwrap_or(false) {
        panic!("asked to panic");
    }
    while fs::exists("blocks").unwrap_or(false) {
        thread::sleep(Duration::from_millis(10));
    }
    while fs::exists("waits").unwrap_or(false) {
        sleep(Duration::from_millis(10)).await;
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

impl std::error::Error for NoDatabase {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
