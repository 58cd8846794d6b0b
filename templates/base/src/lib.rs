//! The addon's interface to Node: `app.js` builds a [`Server`], hands it a socket, and stops it.
//! Your routes are in `app.rs`.

use std::{error::Error, io};

use napi::bindgen_prelude::{Env, PromiseRaw, create_custom_tokio_runtime};
use napi_derive::{module_init, napi};
use tokio::sync::watch;

// Not in tests: the test harness captures only the output of the standard library's macros.
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

/// Gives napi-rs a runtime with a fixed number of threads. Its default runtime has one per core, and a shared host
/// has dozens of cores but allows few threads.
#[module_init]
fn init() {
    // An invalid setting is reported by `Server::build`, which reads the settings again and can return an error.
    let Ok(settings) = Settings::from_env() else {
        return;
    };
    match lifecycle::runtime(&settings) {
        Ok(runtime) => create_custom_tokio_runtime(runtime),
        Err(error) => eprintln!("Cannot limit the number of threads: {error}"),
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
    /// Builds the app and waits until it is ready. Nothing listens yet.
    ///
    /// # Errors
    /// If a setting is invalid, or `app::build` fails.
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

    /// Serves a listening socket that Node opened, given its descriptor. The descriptor is duplicated before this
    /// returns, so Node may close its own in the same tick. The promise resolves when the app has stopped.
    #[napi]
    pub fn adopt<'env>(&self, env: &'env Env, fd: i32) -> napi::Result<PromiseRaw<'env, ()>> {
        self.serve(env, handover::adopt(fd))
    }

    /// Binds a Unix socket to this path before returning, then serves it. Returns a promise as `adopt` does.
    #[napi]
    pub fn bind<'env>(&self, env: &'env Env, path: String) -> napi::Result<PromiseRaw<'env, ()>> {
        self.serve(env, handover::bind(&path))
    }

    /// Listens on the host and port from the settings. Returns a promise as `adopt` does.
    #[napi]
    pub fn listen<'env>(&self, env: &'env Env) -> napi::Result<PromiseRaw<'env, ()>> {
        self.serve(env, Listener::tcp(&self.settings.host, self.settings.port))
    }

    /// Starts a graceful shutdown: no new connections, and requests in flight may finish. The promise of `adopt`,
    /// `bind` or `listen` resolves afterwards. Returns how many seconds that may take at most.
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
