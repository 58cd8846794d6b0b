//! Serves the app from the first request to the last, with a stop that takes a bounded time and says what it does.

use std::{
    convert::Infallible,
    fs, io, panic,
    process::{abort, exit},
    thread,
    time::Duration,
};

use tokio::{
    runtime::Builder,
    task::spawn_blocking,
    time::{Instant, sleep, sleep_until},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    Error, Settings, Tasks,
    server::{self, App},
    socket::Listener,
    tasks,
};

/// How long the server continues to accept connections after a stop was requested, so that clients already in the queue
/// are served. Closing immediately would drop connections that were accepted but not read yet.
const ACCEPT_GRACE: Duration = Duration::from_millis(100);

/// How long idle connections may still send a request after a stop was requested.
const IDLE_GRACE: Duration = Duration::from_secs(5);

/// What a server needs to know about the stop.
#[derive(Clone)]
pub struct Drain {
    /// The stop was requested: streams end, and responses close their connections.
    pub requested: CancellationToken,
    /// No more connections are accepted.
    pub closed: CancellationToken,
    /// How long idle connections stay open after that.
    pub idle_grace: Duration,
    /// The open connections, upgraded ones included.
    pub connections: TaskTracker,
}

/// Runs `create`, which creates the threads of the app. If the host allows too few threads, tokio panics and may then wait
/// forever for the threads it did start, so a panic here prints its message and aborts the process.
pub fn with_threads<T>(create: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|panic| {
        let _ = io::Write::write_fmt(
            &mut io::stderr(),
            format_args!("The app did not start: {panic}\n"),
        );
        abort(); // not exit(), which would run Node's exit handlers while this thread goes on
    }));
    let created = create();
    panic::set_hook(hook);
    created
}

/// Serves until `stop`. Then requests and background tasks may end, for at most `settings.drain_seconds`.
///
/// # Errors
/// If the socket cannot be served.
pub async fn serve(
    listener: Listener,
    app: App,
    version: &str,
    settings: &Settings,
    tasks: &Tasks,
    stop: CancellationToken,
) -> Result<(), Error> {
    let base_path = settings.base_path.as_str();
    let threads = settings.worker_threads;
    match &listener {
        Listener::Tcp(_) => tracing::info!(version, threads, "Listening on {listener}{base_path}"),
        #[cfg(unix)]
        _ => tracing::info!(version, threads, base_path, "Listening on {listener}"),
    }

    let limit = Duration::from_secs(settings.drain_seconds.into());
    let drain = Drain {
        requested: stop,
        closed: CancellationToken::new(),
        // Less than the limit, so that they are not cut off.
        idle_grace: IDLE_GRACE.min(limit.saturating_sub(Duration::from_secs(2))),
        connections: TaskTracker::new(),
    };
    let (mut since, mut jobs) = (Instant::now(), 0);
    let stopping = async {
        drain.requested.cancelled().await;
        (since, jobs) = (Instant::now(), tasks.count());
        tracing::info!(connections = drain.connections.len(), jobs, "Stopping");
        tasks.stop();
        sleep(ACCEPT_GRACE).await;
        drain.closed.cancel();
        sleep_until(since + limit).await;
    };
    tokio::select! {
        result = server::serve(listener, app, settings, drain.clone()) => {
            result?;
            tracing::info!("All requests have ended");
        }
        () = stopping => match drain.connections.len() {
            0 => tracing::info!("All requests have ended"),
            connections => {
                let seconds = limit.as_secs();
                tracing::warn!(connections, "Some connections did not end within {seconds} s and are cut off");
            }
        },
        never = trim_periodically() => match never {},
    }
    if tasks.end(since + limit).await && jobs > 0 {
        tracing::info!("All jobs have ended");
    }
    tasks.close(since + limit).await;
    tracing::info!("Stopped after {:.1} s", since.elapsed().as_secs_f32());
    Ok(())
}

/// How long a stop can take at most.
pub fn longest_stop(drain_seconds: u32) -> Duration {
    Duration::from_secs(drain_seconds.into()) + tasks::CLOSE_TIMEOUT
}

/// The first signal requests the stop, a second one ends the process at once; so does the end of stdin, if Passenger holds it,
/// and then a signal is not the second one yet. Runs on a thread of its own, so that signals and the time limit still work
/// while blocking handlers occupy every worker thread.
pub fn stop_when_told(stop: CancellationToken, has_passenger: bool) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _context = runtime.enter();
        Signals::listen()? // not on the thread: until it runs, a signal would end the process at once
    };
    let run = move || {
        runtime.block_on(async {
            let is_signal = tokio::select! {
                () = signals.next() => true,
                () = stdin_ended(), if has_passenger => false,
            };
            stop.cancel();
            let drain = Settings::from_env().map_or(0, |settings| settings.drain_seconds);
            let impatience = async {
                if !is_signal {
                    signals.next().await;
                }
                signals.next().await;
            };
            tokio::select! {
                () = impatience => exit(1),
                () = sleep(longest_stop(drain) + Duration::from_secs(1)) => exit(0),
            }
        })
    };
    thread::Builder::new().name("signals".into()).spawn(run)?;
    Ok(())
}

/// Passenger requests the stop by closing stdin.
#[cfg(unix)]
async fn stdin_ended() {
    use tokio::io::{Interest, unix::AsyncFd};

    // SAFETY: nothing closes stdin.
    let stdin = unsafe { AsyncFd::register_with_interest(io::stdin(), Interest::READABLE) };
    let Ok(stdin) = stdin else {
        return std::future::pending().await; // a file, such as /dev/null
    };
    while let Ok(mut ready) = stdin.readable().await {
        let read = ready.try_io(|stdin| io::Read::read(&mut stdin.get_ref().lock(), &mut [0; 64]));
        // Nothing that is sent means anything.
        if let Ok(Ok(0) | Err(_)) = read {
            return;
        }
    }
}

#[cfg(not(unix))]
async fn stdin_ended() {
    std::future::pending().await
}

/// Ctrl-C and SIGTERM, from the moment it exists.
struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Rare enough to cost nothing, often enough that the memory of a burst is soon returned.
const TRIM_INTERVAL: Duration = Duration::from_secs(30);

/// How much more than after the last time is worth it.
const TRIM_GROWTH_KB: u64 = 4_000;

/// Returns freed memory to the system, every `TRIM_INTERVAL` if the process has grown by `TRIM_GROWTH_KB`. After a burst, the
/// C library keeps most of it for later, and shared hosts count everything that a process holds, used or not. Never resolves.
async fn trim_periodically() -> Infallible {
    let mut needed = 0;
    loop {
        sleep(TRIM_INTERVAL).await;
        needed = resident_kb().min(needed);
        if resident_kb() > needed + TRIM_GROWTH_KB {
            // Not on a worker thread: a few hundred megabytes may take a while.
            let _ = spawn_blocking(trim).await;
            needed = resident_kb();
        }
    }
}

/// The resident memory of the process; 0 on systems without /proc.
fn resident_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let number = lines.find_map(|line| line.strip_prefix("VmRSS:")?.strip_suffix("kB"));
    number.map_or(0, |number| number.trim().parse().unwrap_or(0))
}

/// Does nothing with C libraries other than glibc: they keep less, and have no such function.
fn trim() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        unsafe extern "C" {
            fn malloc_trim(pad: usize) -> i32;
        }
        // SAFETY: malloc_trim is thread-safe and touches only free memory (see malloc_trim(3)).
        unsafe { malloc_trim(0) };
    }
}

#[cfg(all(test, target_os = "linux", target_env = "gnu"))]
mod tests {
    use super::*;

    #[test]
    fn memory_freed_between_live_blocks_is_returned() {
        let mut blocks: Vec<Box<[u8]>> = (0..100_000).map(|_| vec![1; 1000].into()).collect();
        let mut count = 0;
        blocks.retain(|_| {
            count += 1;
            count % 1000 == 0
        });
        let before = resident_kb();
        trim();
        let after = resident_kb();
        assert!(
            after + 50_000 < before,
            "{before} KB before, {after} KB after"
        );
        assert_eq!(blocks.len(), 100);
    }
}
