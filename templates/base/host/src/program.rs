//! The app as a program: `main.rs` runs it without Node, the addon inside Node, and the launcher in Node's place.

use std::{
    any::Any,
    env,
    io::{self, Write},
    panic::{self, AssertUnwindSafe},
    path::Path,
    process::ExitCode,
    thread,
    time::Duration,
};

use futures_util::FutureExt;
use tokio::{sync::oneshot, time::sleep};
use tokio_util::sync::CancellationToken;

use crate::{
    Error, Settings, Task, Tasks, lifecycle, log,
    passenger::Spawn,
    process::{self, Mark},
    reason,
    server::{self, App},
    socket::{self, Listener},
    tasks::LocalBoxFuture,
};

/// The exit code when a task could not be started; a task that was started has codes of its own.
const NOT_STARTED: u8 = 125;

/// An app and its tasks, none of which has been started.
pub struct Program<S> {
    version: &'static str,
    settings: fn() -> Result<S, Error>,
    build: Build<S>,
    tasks: Vec<(&'static str, &'static str)>,
    start_task: StartTask<S>,
}

type Build<S> = Box<dyn FnOnce(S, Tasks) -> LocalBoxFuture<Result<App, Error>>>;

/// Opens the state for the task with that name.
type StartTask<S> =
    Box<dyn FnOnce(String, Vec<String>, S, Tasks) -> LocalBoxFuture<Result<Started, Error>>>;

/// A task that has the app's state.
type Started = LocalBoxFuture<Result<u8, Error>>;

impl<S: 'static> Program<S> {
    /// `settings` reads the app's settings, before anything else happens; `build` makes the app from them, and `open` the
    /// state that each of the `tasks` gets.
    pub fn new<T: 'static>(
        version: &'static str,
        settings: fn() -> Result<S, Error>,
        build: impl AsyncFnOnce(&S, &Tasks) -> Result<App, Error> + 'static,
        open: impl AsyncFnOnce(&S, &Tasks) -> Result<T, Error> + 'static,
        tasks: Vec<Task<T>>,
    ) -> Self {
        Self {
            version,
            settings,
            build: Box::new(|settings, tasks| {
                Box::pin(async move { build(&settings, &tasks).await })
            }),
            tasks: tasks.iter().map(|task| (task.name, task.summary)).collect(),
            start_task: Box::new(|name, args, settings, background| {
                Box::pin(async move {
                    let task = tasks.into_iter().find(|task| task.name == name);
                    let task = task.ok_or("there is no such task")?;
                    let state = open(&settings, &background).await?;
                    Ok((task.run)(state, args))
                })
            }),
        }
    }

    /// Builds the app, asks `socket` for what to listen on, and serves that until `stop`. Returns at once if the stop comes
    /// before the app is built.
    fn serve(
        self,
        stop: CancellationToken,
        socket: impl AsyncFnOnce(&Settings) -> Result<Listener, Error>,
    ) -> Result<(), Error> {
        let mark = Mark::set();
        let result = self.build_and_serve(stop, socket, &mark);
        mark.end(result.is_ok());
        result
    }

    fn build_and_serve(
        self,
        stop: CancellationToken,
        socket: impl AsyncFnOnce(&Settings) -> Result<Listener, Error>,
        mark: &Mark,
    ) -> Result<(), Error> {
        let settings = Settings::from_env()?;
        let own = (self.settings)()?;
        let tasks = Tasks::default();
        let drain = Duration::from_secs(settings.drain_seconds.into());
        server::block_on(&settings, async {
            let build = AssertUnwindSafe((self.build)(own, tasks.clone())).catch_unwind();
            let start = async {
                let app = build
                    .await
                    .unwrap_or_else(|panic| Err(panic_reason(&*panic).into()))?;
                let listener = socket(&settings).await?;
                Ok(Some((app, listener)))
            };
            let started = tokio::select! {
                started = start => started,
                () = stop.cancelled() => Ok(None),
            };
            match started {
                Ok(Some((app, listener))) => {
                    let served = lifecycle::serve(
                        listener,
                        app,
                        self.version,
                        &settings,
                        &tasks,
                        stop.clone(),
                    );
                    tokio::select! {
                        served = served => served,
                        never = mark.become_steady(&stop) => match never {},
                    }
                }
                // The jobs and pools of a start that failed or was stopped end as they do at a stop.
                unfinished => {
                    tasks.stop_and_close(drain).await;
                    unfinished.map(|_| ())
                }
            }
        })?
    }

    /// Runs a task, and returns the exit code.
    fn run(self, name: String, args: Vec<String>, stop: CancellationToken) -> u8 {
        let not_started = |reason: String| {
            tracing::error!("The task {name} did not start: {reason}");
            NOT_STARTED
        };
        if !self.tasks.iter().any(|(known, _)| *known == name) {
            let known: Vec<_> = self.tasks.iter().map(|(name, _)| *name).collect();
            return not_started(format!("the tasks are {}", known.join(", ")));
        }
        let (settings, own) = match Settings::from_env().and_then(|s| Ok((s, (self.settings)()?))) {
            Ok(settings) => settings,
            Err(error) => return not_started(reason(&*error)),
        };
        let tasks = Tasks::default();
        let drain = Duration::from_secs(settings.drain_seconds.into());
        let result = server::block_on(&settings, async {
            let started = (self.start_task)(name.clone(), args, own, tasks.clone()).await;
            let run = match started {
                Ok(run) => AssertUnwindSafe(run).catch_unwind(),
                Err(error) => return not_started(reason(&*error)),
            };
            let timeout = async {
                stop.cancelled().await;
                tasks.stop();
                sleep(drain).await;
            };
            let code = tokio::select! {
                result = run => match result.unwrap_or_else(|panic| Err(panic_reason(&*panic).into())) {
                    Ok(code) => code,
                    Err(error) => {
                        tracing::error!("{name}: {}", reason(&*error));
                        1
                    }
                },
                () = timeout => {
                    tracing::error!("{name} did not end within {} s after the stop", drain.as_secs());
                    1
                }
            };
            tasks.stop_and_close(drain).await;
            code
        });
        result.unwrap_or_else(|error| not_started(error.to_string()))
    }
}

/// Runs the app without Node: serves it on `PORT`, or runs a task with the arguments `run <task>`.
pub fn main<S: 'static>(program: fn() -> Program<S>) -> ExitCode {
    let stop = CancellationToken::new();
    let result = prepare().and_then(|()| Ok(lifecycle::stop_when_told(stop.clone(), false)?));
    let code = match result {
        Ok(()) => match env::args().skip(1).collect::<Vec<_>>().as_slice() {
            [] => serve(program(), stop),
            [run, name, args @ ..] if run == "run" => {
                program().run(name.clone(), args.to_vec(), stop)
            }
            [help] if help == "--help" || help == "-h" => {
                let _ = io::stdout().write_all(usage(&program()).as_bytes());
                0
            }
            args => {
                let program = program();
                let task = args
                    .iter()
                    .find(|arg| program.tasks.iter().any(|(name, _)| name == arg));
                let hint =
                    task.map_or_else(String::new, |task| format!("Did you mean `run {task}`?\n"));
                let _ = io::stderr().write_all((hint + &usage(&program)).as_bytes());
                2
            }
        },
        Err(error) => {
            eprint_line(&format!("The app did not start: {}", reason(&*error))); // there is no log yet
            1
        }
    };
    log::flush();
    ExitCode::from(code)
}

fn serve<S: 'static>(program: Program<S>, stop: CancellationToken) -> u8 {
    let listen = |settings: &Settings| Ok(Listener::tcp(&settings.host, settings.port)?);
    match serve_on(program, stop, listen) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}

/// Serves what `listen` returns. An error is in the log already: what is returned is the reason why the app did not start, or
/// nothing if it failed later.
fn serve_on<S: 'static>(
    program: Program<S>,
    stop: CancellationToken,
    listen: impl FnOnce(&Settings) -> Result<Listener, Error>,
) -> Result<(), Option<String>> {
    let mut is_started = false;
    let result = caught(|| {
        program.serve(stop, async |settings| {
            let listener = listen(settings)?;
            is_started = true;
            Ok(listener)
        })
    });
    result.map_err(|error| {
        let reason = reason(&*error);
        match is_started {
            true => tracing::error!("The app failed while serving: {reason}"),
            false => tracing::error!("The app did not start: {reason}"),
        }
        (!is_started).then_some(reason)
    })
}

/// Runs the app in Node's place, for the launcher: serves Passenger's requests, or those of LiteSpeed, and returns the exit
/// code.
pub fn launched<S: 'static>(program: fn() -> Program<S>) -> u8 {
    // A client that hangs up must not end the process: what starts it decides, and not every one ignores the signal.
    #[cfg(unix)]
    // SAFETY: no other thread is there yet.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_IGN)
    };
    let (stop, spawn) = (CancellationToken::new(), Spawn::from_env());
    let result = prepare()
        .and_then(|()| Ok(lifecycle::stop_when_told(stop.clone(), spawn.is_some())?))
        .map_err(|error| {
            let reason = reason(&*error);
            eprint_line(&format!("The app did not start: {reason}")); // there is no log yet
            Some(reason)
        })
        .and_then(|()| {
            serve_on(program(), stop, |_| match &spawn {
                Some(spawn) => spawn.listen(),
                None => socket::adopt(0) // LiteSpeed's socket
                    .map_err(|error| {
                        format!("neither Passenger nor LiteSpeed started it: {error}").into()
                    }),
            })
        });
    log::flush();
    match result {
        Ok(()) => 0,
        Err(reason) => {
            if let (Some(reason), Some(spawn)) = (reason, spawn) {
                spawn.fail(&reason);
            }
            1
        }
    }
}

/// `eprintln!` would panic if nobody reads it.
pub(crate) fn eprint_line(line: &str) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

fn usage<S>(program: &Program<S>) -> String {
    let mut usage =
        String::from("Without arguments, serves the app. `run <task>` runs one of these:\n");
    for (name, summary) in &program.tasks {
        usage += &format!("  {name:<20} {summary}\n");
    }
    usage
}

/// An app that runs inside another program, on a thread of its own. It is built, and listens nowhere yet.
pub struct Embedded {
    stop: CancellationToken,
    settings: Settings,
    listener: oneshot::Sender<(Listener, Ended)>,
}

type Ended = Box<dyn FnOnce(Result<(), Error>) + Send>;

/// Stops an [`Embedded`] app.
#[derive(Clone)]
pub struct Stop {
    stop: CancellationToken,
    drain_seconds: u32,
}

impl Embedded {
    /// Builds the app, then calls `ready`, on the thread of the app.
    ///
    /// # Errors
    /// If there is no thread for it, or `.env` cannot be read.
    pub fn start<S: 'static>(
        program: fn() -> Program<S>,
        ready: impl FnOnce(Result<Self, Error>) + Send + 'static,
    ) -> Result<(), Error> {
        process::note_node();
        prepare()?;
        thread::Builder::new().name("app".into()).spawn(move || {
            let stop = CancellationToken::new();
            let (sender, receiver) = oneshot::channel::<(Listener, Ended)>();
            let (mut ready, mut ended) = (Some(ready), None);
            let result = caught(|| {
                program().serve(stop.clone(), async |settings| {
                    if let Some(ready) = ready.take() {
                        let settings = settings.clone();
                        ready(Ok(Self {
                            stop,
                            settings,
                            listener: sender,
                        }));
                    }
                    let (listener, on_end) = receiver.await?;
                    ended = Some(on_end);
                    Ok(listener)
                })
            });
            log::flush();
            match (ended, ready, result) {
                (Some(ended), _, result) => ended(result),
                (None, Some(ready), Err(error)) => ready(Err(error)),
                _ => {}
            }
        })?;
        Ok(())
    }

    /// The address from the settings.
    ///
    /// # Errors
    /// If it cannot be listened on.
    pub fn listener(&self) -> io::Result<Listener> {
        Listener::tcp(&self.settings.host, self.settings.port)
    }

    pub fn stop(&self) -> Stop {
        Stop {
            stop: self.stop.clone(),
            drain_seconds: self.settings.drain_seconds,
        }
    }

    /// Serves `listener`; `ended` is called on the thread of the app when it has stopped.
    pub fn serve(self, listener: Listener, ended: impl FnOnce(Result<(), Error>) + Send + 'static) {
        let _ = self.listener.send((listener, Box::new(ended))); // the app waits for it
    }
}

impl Stop {
    /// Requests the stop. Returns how many seconds it may take at most.
    pub fn request(&self) -> u32 {
        self.stop.cancel();
        self.drain_seconds
    }
}

/// Runs a task on a thread of its own, then calls `ended` with its exit code. `stop` ends it early.
///
/// # Errors
/// If there is no thread for it, or `.env` cannot be read.
pub fn run_task<S: 'static>(
    program: fn() -> Program<S>,
    name: String,
    args: Vec<String>,
    stop: CancellationToken,
    ended: impl FnOnce(u8) + Send + 'static,
) -> Result<(), Error> {
    prepare()?;
    thread::Builder::new().name("task".into()).spawn(move || {
        let code = caught(|| Ok(program().run(name, args, stop)));
        log::flush();
        ended(code.unwrap_or(NOT_STARTED)); // the log has the panic
    })?;
    Ok(())
}

/// Reads `.env`, which the settings of the log may be in, then prepares the log.
fn prepare() -> Result<(), Error> {
    load_env(Path::new(".env"))?;
    log::init()
}

/// Sets the variables of a file that are not set yet. Must run before other threads read the environment.
fn load_env(file: &Path) -> Result<(), Error> {
    match dotenvy::from_path(file) {
        Err(dotenvy::Error::Io(error)) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        // The error has the whole line, which may hold a secret.
        Err(dotenvy::Error::LineParse(line, _)) => {
            let name = line.split('=').next().unwrap_or_default();
            Err(format!(
                "{} cannot be read at the line of {}",
                file.display(),
                name.trim()
            )
            .into())
        }
        Err(error) => Err(format!("{} cannot be read: {error}", file.display()).into()),
        Ok(()) => Ok(()),
    }
}

/// Turns a panic into an error: on a thread of our own, nobody else would hear of it.
fn caught<T>(run: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    let result = panic::catch_unwind(AssertUnwindSafe(run));
    result.unwrap_or_else(|panic| Err(panic_reason(&*panic).into()))
}

fn panic_reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without a text"))
}
