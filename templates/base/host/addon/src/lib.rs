//! The addon's interface to Node: `app.js` starts the app, hands it a socket, and stops it. Or it replaces Node by the launcher,
//! which calls the functions at the end.

use std::{
    error::Error,
    io::{self, Write},
    sync::Mutex,
};

use app::app::program;
use host::{Embedded, Stop, StopToken, reason, socket, socket::Listener};
use napi::bindgen_prelude::{Env, Object};
use napi_derive::napi;

/// An app that is ready and listens nowhere yet.
#[napi]
pub struct Server {
    app: Mutex<Option<Embedded>>,
    stop: Stop,
}

#[napi]
impl Server {
    /// Builds the app on a thread of its own. Resolves to the `Server` when it is ready.
    ///
    /// # Errors
    /// The promise is rejected if a setting is invalid, or `app::build` fails.
    #[napi]
    pub fn build(env: &Env) -> napi::Result<Object<'_>> {
        let (deferred, promise) = env.create_deferred()?;
        let started = Embedded::start(program, move |app| match app {
            Ok(app) => deferred.resolve(move |_| {
                let stop = app.stop();
                Ok(Server {
                    app: Mutex::new(Some(app)),
                    stop,
                })
            }),
            Err(error) => deferred.reject(to_js(error)),
        });
        started.map_err(to_js)?;
        Ok(promise)
    }

    /// Serves a listening socket that Node opened, given its descriptor. The descriptor is duplicated before this
    /// returns, so Node may close its own in the same tick. The promise resolves when the app has stopped.
    #[napi]
    pub fn adopt<'env>(&self, env: &'env Env, fd: i32) -> napi::Result<Object<'env>> {
        self.serve(env, |_| socket::adopt(fd))
    }

    /// Binds a Unix socket to this path before returning, then serves it. Returns a promise as `adopt` does.
    #[napi]
    pub fn bind<'env>(&self, env: &'env Env, path: String) -> napi::Result<Object<'env>> {
        self.serve(env, |_| socket::bind(path.as_ref()))
    }

    /// Listens on the host and port from the settings. Returns a promise as `adopt` does.
    #[napi]
    pub fn listen<'env>(&self, env: &'env Env) -> napi::Result<Object<'env>> {
        self.serve(env, Embedded::listener)
    }

    /// Requests the stop: no new connections, and what is in flight may end. The promise of `adopt`, `bind` or `listen`
    /// resolves afterwards. Returns how many seconds that may take at most.
    #[napi]
    pub fn stop(&self) -> u32 {
        self.stop.request()
    }

    fn serve<'env>(
        &self,
        env: &'env Env,
        listen: impl FnOnce(&Embedded) -> io::Result<Listener>,
    ) -> napi::Result<Object<'env>> {
        let app = self.app.lock().ok().and_then(|mut app| app.take());
        let app = app.ok_or_else(|| napi::Error::from_reason("the app is served already"))?;
        let listener = listen(&app).map_err(to_js)?;
        let (deferred, promise) = env.create_deferred()?;
        app.serve(listener, move |result| match result {
            Ok(()) => deferred.resolve(|_| Ok(())),
            Err(error) => deferred.reject(to_js(error)),
        });
        Ok(promise)
    }
}

/// Replaces Node by the launcher, if package.json and the host let it. `title` is what `ps` shows. Returns if Node stays: why,
/// if that is not what package.json asks for.
#[napi]
pub fn replace_node(title: String) -> Option<String> {
    host::replace_node(&title)
}

/// Runs tasks: see `src/tasks.rs` of the project.
#[napi]
pub struct TaskRunner {
    stop: StopToken,
}

#[napi]
impl TaskRunner {
    #[napi(constructor)]
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self {
            stop: StopToken::new(),
        }
    }

    /// Resolves to the exit code.
    #[napi]
    pub fn run<'env>(
        &self,
        env: &'env Env,
        name: String,
        args: Vec<String>,
    ) -> napi::Result<Object<'env>> {
        let (deferred, promise) = env.create_deferred()?;
        let ended = move |code| deferred.resolve(move |_| Ok(u32::from(code)));
        host::run_task(program, name, args, self.stop.clone(), ended).map_err(to_js)?;
        Ok(promise)
    }

    #[napi]
    pub fn stop(&self) {
        self.stop.cancel();
    }
}

fn to_js(error: impl Into<Box<dyn Error + Send + Sync>>) -> napi::Error {
    napi::Error::from_reason(reason(&*error.into()))
}

/// Serves the app in Node's place. Returns the exit code of the process.
#[unsafe(no_mangle)]
extern "C" fn o2switch_serve() -> i32 {
    host::launched(program).into()
}

/// What the processor must be able to do: `bundle` reads it from the file.
#[unsafe(no_mangle)]
pub static O2SWITCH_PROCESSOR: &str = concat!("o2switch-processor:", env!("TARGET_FEATURES"), "\n");

/// Says what has been loaded.
#[unsafe(no_mangle)]
extern "C" fn o2switch_probe() -> i32 {
    let line = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n");
    io::stdout().write_all(line.as_bytes()).is_err().into()
}
