//! Tasks that run once, with the app's state: `cargo run -- run <task>` here, `node app.js run <task>` on the host.

use std::io::{self, Write};

use host::{Error, Task};

use crate::state::AppState;

/// All tasks: a name, what it does, and the function.
pub fn all() -> Vec<Task<AppState>> {
    vec![Task::new(
        "check",
        "tells whether the app finds all it needs",
        check,
    )]
}

/// The result is the exit code: `()` for 0, or a `u8`. An error is logged, and the exit code is 1.
async fn check(_state: AppState, _args: Vec<String>) -> Result<(), Error> {
    // Not println!, which panics if nobody reads it.
    writeln!(io::stdout(), "The app finds all it needs.")?;
    Ok(())
}
