//! What the handlers, jobs and tasks share.

use std::sync::{Arc, atomic::AtomicU64};

use host::{Error, Tasks};

use crate::settings::Settings;

/// Cheap to clone: each handler gets a clone of its own.
#[derive(Clone, Debug)]
pub struct AppState {
    pub settings: Arc<Settings>,
    /// What runs beside the requests, and the stop.
    pub tasks: Tasks,
    /// How many times `/` was asked for since the start.
    pub visits: Arc<AtomicU64>,
}

impl AppState {
    /// Opens what the app needs, such as a database pool. `tasks.on_close` closes it again.
    ///
    /// # Errors
    /// None so far; return your own. The app does not start then, and the error is in the log.
    pub async fn open(settings: &Settings, tasks: &Tasks) -> Result<Self, Error> {
        Ok(Self::new(settings.clone(), tasks.clone()))
    }

    /// The state of a test: opens nothing.
    pub fn new(settings: Settings, tasks: Tasks) -> Self {
        Self {
            settings: Arc::new(settings),
            tasks,
            visits: Arc::default(),
        }
    }
}
