//! All that Node sees of the crate: `app.js` builds a [`Server`], gives it a socket, and stops it.
//! Your routes are in `app.rs`.

use std::{error::Error, io};

use napi::bindgen_prelude::{Env, PromiseRaw, create_custom_tokio_runtime};
use napi_derive::{module_init, napi};
use tokio::sync::watch;

// In tests, what the standard library prints is shown only if they fail.
#[cfg(not(test))]
#[macro_use]
mod print;

mod app;
mod client;
mod handover;
mod lifecycle;
mod listener;
mod memory;
mod server;
mod settings;

use listener::Listener;
use settings::Settings;

/// Gives Node-API a runtime whose threads are counted: its own would have one for each core of the host.
#[module_init]
fn init() {
    // A setting that cannot be read is reported by `Server::build`, which meets it again and may fail.
    let Ok(settings) = Settings::from_env() else {
        return;
    };
    match lifecycle::runtime(&settings) {
        Ok(runtime) => create_custom_tokio_runtime(runtime),
        Err(error) => eprintln!("The threads of the app cannot be counted: {error}"),
    }
}

#[napi]
pub struct Server {
    app: app::App,
    settings: Settings,
    stop: watch::Sender<bool>,
}

#[napi]
impl Server {
    /// Builds the app, with all that it waits for. Nothing listens yet.
    ///
    /// # Errors
    /// What `app::build` reports, or a setting that cannot be read.
    #[napi(factory)]
    pub async fn build() -> napi::Result<Server> {
        let settings = Settings::from_env().map_err(to_js)?;
        let app = app::build(&settings.base_path).await.map_err(to_js)?;
        let (stop, _) = watch::channel(false);
        Ok(Server {
            app,
            settings,
            stop,
        })
    }

    /// Serves the listening socket behind a descriptor that Node opened. The descriptor is duplicated before
    /// this returns: Node may close its own in the same tick. The promise resolves when the app has stopped.
    #[napi]
    pub fn adopt<'env>(&self, env: &'env Env, fd: i32) -> napi::Result<PromiseRaw<'env, ()>> {
        self.serve(env, handover::adopt(fd))
    }

    /// Serves a Unix socket that is bound at this free path before this returns.
    #[napi]
    pub fn bind<'env>(&self, env: &'env Env, path: String) -> napi::Result<PromiseRaw<'env, ()>> {
        self.serve(env, handover::bind(&path))
    }

    /// Serves the port of the settings.
    #[napi]
    pub fn listen<'env>(&self, env: &'env Env) -> napi::Result<PromiseRaw<'env, ()>> {
        self.serve(env, Listener::tcp(&self.settings.host, self.settings.port))
    }

    /// Stops accepting and ends what is in flight; then the promise of `adopt`, `bind` or `listen` resolves.
    /// Returns how many seconds that may take.
    #[napi]
    pub fn stop(&self) -> u32 {
        self.stop.send_replace(true);
        self.settings.drain_seconds
    }

    fn serve<'env>(
        &self,
        env: &'env Env,
        listener: io::Result<Listener>,
    ) -> napi::Result<PromiseRaw<'env, ()>> {
        let listener = listener.map_err(to_js)?;
        let (app, settings) = (self.app.clone(), self.settings.clone());
        let stop = self.stop.subscribe();
        env.spawn_future(async move {
            lifecycle::serve(listener, app, &settings, stop)
                .await
                .map_err(to_js)
        })
    }
}

fn to_js(error: impl Into<Box<dyn Error + Send + Sync>>) -> napi::Error {
    napi::Error::from_reason(lifecycle::reason(&*error.into()))
}
