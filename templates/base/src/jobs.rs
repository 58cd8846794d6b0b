//! Jobs that run in the background for as long as the app does.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::time::sleep;

use crate::state::AppState;

/// Starts all jobs.
pub fn start(state: &AppState) {
    let tasks = &state.tasks;
    tasks.spawn("report-visits", report_visits(state.clone()));
}

/// Logs every hour, and at the end, how often the app was visited.
async fn report_visits(state: AppState) {
    while !state.tasks.is_stopping() {
        tokio::select! {
            () = sleep(Duration::from_secs(3600)) => {}
            () = state.tasks.stopping() => {}
        }
        tracing::info!(
            visits = state.visits.load(Ordering::Relaxed),
            "Visits since the start"
        );
    }
}
