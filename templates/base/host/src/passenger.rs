//! Passenger's spawning protocol, which the app speaks itself when it runs in Node's place. It is described in Passenger's
//! sources, in src/agent/Core/SpawningKit/README.md; helper-scripts/node-loader.js does the same inside Node.

use std::{
    cell::RefCell,
    env, fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process,
    time::{SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};

use crate::{
    Error,
    program::eprint_line,
    socket::{self, Listener},
};

/// The steps that Passenger shows when a start fails.
const LOAD: &str = "subprocess_app_load_or_exec";
const LISTEN: &str = "subprocess_listen";

/// The start that Passenger waits for. It removes its socket when it is dropped.
pub(crate) struct Spawn {
    /// Where Passenger reads how the start went.
    response: PathBuf,
    work_dir: PathBuf,
    socket: RefCell<Option<PathBuf>>,
}

impl Spawn {
    /// `None` if Passenger has not started this process.
    pub(crate) fn from_env() -> Option<Self> {
        let work_dir = PathBuf::from(env::var_os("PASSENGER_SPAWN_WORK_DIR")?);
        Some(Self {
            response: work_dir.join("response"),
            work_dir,
            socket: RefCell::default(),
        })
    }

    /// Listens where Passenger will look for it, and says that the app is ready.
    ///
    /// # Errors
    /// If there can be no socket, or Passenger no longer waits.
    pub(crate) fn listen(&self) -> Result<Listener, Error> {
        self.ended(LOAD, "STEP_PERFORMED");
        self.note(LISTEN, "begin_time", &seconds());
        let (listener, path) = bind(&self.socket_dir()?)?;
        self.ended(LISTEN, "STEP_PERFORMED");

        let address = format!("unix:{}", path.display());
        *self.socket.borrow_mut() = Some(path);
        let socket = json!({
            "name": "main",
            "address": address,
            "protocol": "http",
            "concurrency": 0, // as many requests at once as there are
            "accept_http_requests": true,
        });
        let properties = json!({ "sockets": [socket] }).to_string();
        fs::write(self.response.join("properties.json"), properties)?;
        self.finish(b"1")?;
        Ok(listener)
    }

    /// Says that the app does not start, and why: Passenger shows it on its page. Without effect once it is ready.
    pub(crate) fn fail(&self, reason: &str) {
        if self.socket.borrow().is_some() {
            return;
        }
        self.ended(LOAD, "STEP_ERRORED");
        let error = self.response.join("error");
        for (file, text) in [
            ("category", "INTERNAL_ERROR"), // one that Passenger does not know would be an error of its own
            ("summary", &format!("The app did not start: {reason}")),
            ("problem_description.txt", reason),
            (
                "solution_description.txt",
                "Fix it, and deploy again. `npm run rehearse` starts the same bundle at home.",
            ),
        ] {
            warn(fs::write(error.join(file), text));
        }
        warn(self.finish(b"0"));
    }

    /// The folder in which Passenger accepts a socket.
    fn socket_dir(&self) -> Result<PathBuf, Error> {
        let file = self.work_dir.join("args.json");
        let args: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        Ok(args["socket_dir"]
            .as_str()
            .map_or_else(env::temp_dir, PathBuf::from))
    }

    fn ended(&self, step: &str, state: &str) {
        self.note(step, "state", state);
        self.note(step, "end_time", &seconds());
    }

    /// Only shown if the start fails, so it need not succeed.
    fn note(&self, step: &str, file: &str, text: &str) {
        let _ = fs::write(self.response.join("steps").join(step).join(file), text);
    }

    /// Passenger reads one byte from this pipe: `1` if the app is ready.
    fn finish(&self, result: &[u8]) -> io::Result<()> {
        let pipe = self.response.join("finish");
        fs::OpenOptions::new()
            .write(true)
            .open(pipe)?
            .write_all(result)
    }
}

impl Drop for Spawn {
    fn drop(&mut self) {
        if let Some(path) = self.socket.take() {
            let _ = fs::remove_file(path); // Passenger may have removed it
        }
    }
}

/// A socket in this folder, at a path that is free.
fn bind(folder: &Path) -> io::Result<(Listener, PathBuf)> {
    let mut attempt = 0;
    loop {
        let path = folder.join(format!("rust.{:x}.{attempt}", process::id()));
        match socket::bind(&path) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && attempt < 100 => attempt += 1,
            result => return Ok((result?, path)),
        }
    }
}

fn seconds() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.unwrap_or_default().as_secs_f64().to_string()
}

fn warn(result: io::Result<()>) {
    if let Err(error) = result {
        eprint_line(&format!(
            "Passenger cannot be told why the app did not start: {error}"
        )); // the log has ended
    }
}
