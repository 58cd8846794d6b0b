pub mod app;
pub mod error;
pub mod jobs;
pub mod routes;
pub mod settings;
pub mod state;
pub mod tasks;
