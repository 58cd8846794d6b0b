//! Jobs that run in the background for as long as the app does.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::time::sleep;

use crate::state::AppState;

/// Starts all jobs.
pub fn start(state: &AppState) {
    let tasks = &state.tasks;
    tasks.spawn("report-visits", report_visits(state.clone()));
}

/// Logs every hour how often the app was visited, until the stop.
async fn report_visits(state: AppState) {
    loop {
        tokio::select! {
            () = sleep(Duration::from_secs(3600)) => {}
            () = state.tasks.stopping() => return,
        }
        tracing::info!(
            visits = state.visits.load(Ordering::Relaxed),
            "Visits since the start"
        );
    }
}
