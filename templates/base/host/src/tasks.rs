//! Jobs, which run in the background, the stop that they hear of, and the tasks that run once.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::Error;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What runs beside the requests. Cheap to clone: keep it in the app's state, for handlers that start tasks or stream.
#[derive(Clone, Debug, Default)]
pub struct Tasks(Arc<Inner>);

#[derive(Default)]
struct Inner {
    stop: CancellationToken,
    tracker: TaskTracker,
    running: Mutex<Running>,
    closing: Mutex<Vec<(&'static str, BoxFuture<()>)>>,
}

#[derive(Default)]
struct Running {
    names: BTreeMap<u64, &'static str>,
    started: u64,
}

impl Tasks {
    /// Starts a job in the background. At a stop, the app waits until it ends, for at most `DRAIN_SECONDS`; a job that
    /// runs for ever must therefore end when [`stopping`](Self::stopping) resolves. The log calls it `name`.
    pub fn spawn(&self, name: &'static str, task: impl Future<Output = ()> + Send + 'static) {
        let entry = Entry::new(self.clone(), name);
        self.0.tracker.spawn(async move {
            let _entry = entry; // dropped when the task ends, if by a panic too
            task.await;
        });
    }

    /// Resolves when a stop was requested.
    pub async fn stopping(&self) {
        self.0.stop.cancelled().await;
    }

    pub fn is_stopping(&self) -> bool {
        self.0.stop.is_cancelled()
    }

    /// Resolves when a stream should end: at a stop, or when it is older than `age`. Passenger tells a process to stop only
    /// after its requests have ended, so a stream without an age would keep the process of an old release alive.
    pub async fn end_of_stream(self, age: Duration) {
        tokio::select! {
            () = self.stopping() => {}
            () = sleep(age) => {}
        }
    }

    /// Runs `close` after the last request and the last task have ended, for example to close a database pool. What was
    /// opened last is closed first. The log calls it `name`.
    pub fn on_close(&self, name: &'static str, close: impl Future<Output = ()> + Send + 'static) {
        lock(&self.0.closing).push((name, Box::pin(close)));
    }

    /// Requests the stop that tasks and streams hear of.
    pub(crate) fn stop(&self) {
        self.0.stop.cancel();
    }

    /// How many tasks are running.
    pub(crate) fn count(&self) -> usize {
        lock(&self.0.running).names.len()
    }

    /// Stops everything that was started and closes everything that was opened.
    pub(crate) async fn stop_and_close(&self, limit: Duration) {
        let deadline = Instant::now() + limit;
        self.stop();
        self.end(deadline).await;
        self.close(deadline).await;
    }

    /// Waits for the jobs, but not beyond `deadline`: the log names those that are left. Returns whether all have ended.
    pub(crate) async fn end(&self, deadline: Instant) -> bool {
        self.0.tracker.close();
        let all_ended = timeout_at(deadline, self.0.tracker.wait()).await.is_ok();
        if !all_ended {
            for name in lock(&self.0.running).names.values() {
                tracing::warn!("The job {name} did not end in time and is cut off");
            }
        }
        all_ended
    }

    /// Closes what is to be closed, before `deadline` or within `CLOSE_TIMEOUT`.
    pub(crate) async fn close(&self, deadline: Instant) {
        let deadline = deadline.max(Instant::now() + CLOSE_TIMEOUT);
        let closing = std::mem::take(&mut *lock(&self.0.closing));
        for (name, close) in closing.into_iter().rev() {
            match timeout_at(deadline, close).await {
                Ok(()) => tracing::info!("Closed {name}"),
                Err(_) => tracing::warn!("{name} could not be closed in time"),
            }
        }
    }
}

/// How long closing everything may take even if nothing is left of `DRAIN_SECONDS`.
pub(crate) const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.debug_list()
            .entries(lock(&self.running).names.values())
            .finish()
    }
}

/// A running task, in the list of them for as long as this exists.
struct Entry {
    tasks: Tasks,
    number: u64,
}

impl Entry {
    fn new(tasks: Tasks, name: &'static str) -> Self {
        let number = {
            let mut running = lock(&tasks.0.running);
            running.started += 1;
            let number = running.started;
            running.names.insert(number, name);
            number
        };
        Self { tasks, number }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        lock(&self.tasks.0.running).names.remove(&self.number);
    }
}

/// Locks a mutex, also after another thread has panicked with it. Must not be held across an `.await`.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A command of `src/tasks.rs`: it gets the app's state and the arguments after its name.
pub struct Task<T> {
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) run: RunTask<T>,
}

type RunTask<T> = Box<dyn FnOnce(T, Vec<String>) -> LocalBoxFuture<Result<u8, Error>>>;

pub(crate) type LocalBoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

impl<T: 'static> Task<T> {
    /// `run` returns `()` or, as a `u8`, the exit code of the process. An error is printed, and the exit code is 1.
    pub fn new<R: TaskResult>(
        name: &'static str,
        summary: &'static str,
        run: impl AsyncFnOnce(T, Vec<String>) -> Result<R, Error> + 'static,
    ) -> Self {
        let run = async move |state, args| Ok(run(state, args).await?.exit_code());
        Self {
            name,
            summary,
            run: Box::new(|state, args| Box::pin(run(state, args))),
        }
    }
}

/// What a command may return.
pub trait TaskResult: 'static {
    fn exit_code(self) -> u8;
}

impl TaskResult for () {
    fn exit_code(self) -> u8 {
        0
    }
}

impl TaskResult for u8 {
    fn exit_code(self) -> u8 {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deadline() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[tokio::test]
    async fn tasks_hear_the_stop_and_are_waited_for_before_anything_is_closed() {
        let (tasks, order) = (Tasks::default(), Arc::new(Mutex::new(Vec::new())));
        let note = |text: &'static str| {
            let order = order.clone();
            move || lock(&order).push(text)
        };
        let (pool_closed, cache_closed, task_ended) = (note("pool"), note("cache"), note("task"));
        tasks.on_close("pool", async move { pool_closed() });
        tasks.on_close("cache", async move { cache_closed() });
        let stop = tasks.clone();
        tasks.spawn("job", async move {
            stop.stopping().await;
            sleep(Duration::from_millis(20)).await;
            task_ended();
        });
        tasks.stop();
        assert_eq!(tasks.count(), 1);
        assert!(tasks.end(deadline()).await);
        tasks.close(deadline()).await;
        assert_eq!(*lock(&order), ["task", "cache", "pool"]);
    }

    #[tokio::test]
    async fn a_task_that_does_not_end_is_not_waited_for_beyond_the_deadline() {
        let tasks = Tasks::default();
        tasks.spawn("endless", std::future::pending());
        assert_eq!(format!("{tasks:?}"), r#"Tasks(["endless"])"#);
        assert!(!tasks.end(Instant::now()).await);
    }

    #[tokio::test]
    async fn a_task_that_panics_does_not_keep_the_app_alive() {
        let tasks = Tasks::default();
        tasks.spawn("broken", async { panic!("asked to panic") });
        tasks.end(deadline()).await;
        assert_eq!(format!("{tasks:?}"), "Tasks([])");
    }

    #[tokio::test]
    async fn a_stream_ends_at_its_age_or_at_the_stop() {
        let (tasks, start) = (Tasks::default(), Instant::now());
        let age = Duration::from_millis(50);
        tasks.clone().end_of_stream(age).await;
        assert!(start.elapsed() >= age);
        tasks.stop();
        tasks.clone().end_of_stream(Duration::from_secs(3600)).await;
        assert!(tasks.is_stopping());
    }
}
