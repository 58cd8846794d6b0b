//! Serves an app with actix-web's implementation of HTTP, on workers of its own. `HttpServer` of actix-web loses clients at a
//! stop: it drops the connections that it has accepted and not read yet, and the tasks that handlers have started.

use std::{cell::RefCell, io, net::SocketAddr, sync::Arc, time::Duration};

use actix_http::{ConnectionType, HttpService, Protocol, Request, Response, error::DispatchError};
use actix_rt::{Arbiter, ArbiterHandle, System};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, apply_fn_factory, boxed, boxed::BoxService,
    map_config,
};
use actix_web::{
    HttpMessage, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{AppConfig, ServiceResponse},
    http::{Uri, uri::PathAndQuery},
};
use futures_util::future::LocalBoxFuture;
use tokio::{
    runtime::{Builder, Runtime},
    sync::{
        mpsc::{self, UnboundedReceiver, UnboundedSender},
        oneshot,
    },
    time::sleep,
};
use tokio_util::{sync::CancellationToken, task::task_tracker::TaskTrackerToken};

use crate::{
    Error, Problem, Settings,
    lifecycle::{Drain, with_threads},
    log::RequestLine,
    middleware::OriginalUri,
    settings::BasePath,
    socket::{Acceptor, Connection, Listener, Stream},
};

/// How long a client may take to send the headers of its first request, and how long a connection may be idle between requests.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);

/// How long the rest of a body that was answered too early may take. Closing the connection at once would take the answer
/// from the client, too.
const LINGER_TIMEOUT: Duration = Duration::from_secs(5);

/// For each runtime, of which each worker has one: shared hosts limit threads.
const BLOCKING_THREADS: usize = 2;

thread_local! {
    /// The workers that `block_on` starts and `serve` uses. They end after everything else, since the tasks and the database
    /// connections that handlers have opened live on them.
    static WORKERS: RefCell<Vec<Arbiter>> = const { RefCell::new(Vec::new()) };
}

/// What `build` returns: how each worker makes the app that it serves.
pub struct App(Arc<dyn Fn(Served) -> Starting + Send + Sync>);

type Starting = LocalBoxFuture<'static, Result<Connections, Error>>;

/// Serves connections.
type Connections = BoxService<(Connection, Protocol, Option<SocketAddr>), (), DispatchError>;

/// How an app is served.
#[derive(Clone)]
struct Served {
    base: BasePath,
    drain: Drain,
}

impl App {
    /// `factory` makes the app, once here and once in each worker.
    ///
    /// # Errors
    /// If a middleware cannot be made.
    ///
    /// # Panics
    /// If actix-web cannot parse a route's pattern. The app does not start then, and the log has the reason.
    pub async fn new<A, S, B>(
        factory: impl Fn() -> A + Send + Sync + 'static,
    ) -> Result<Self, Error>
    where
        A: IntoServiceFactory<S, Request>,
        S: ServiceFactory<
                Request,
                Config = AppConfig,
                Response = ServiceResponse<B>,
                Error = actix_web::Error,
                InitError = (),
            > + 'static,
        S::Service: 'static,
        <S::Service as Service<Request>>::Future: 'static,
        B: MessageBody + 'static,
    {
        // The routes are not read before, and a panic in a worker would only stop that worker.
        let trial = factory().into_factory().new_service(AppConfig::default());
        drop(trial.await.map_err(|()| "a middleware cannot be made")?);
        Ok(Self(Arc::new(move |served| {
            Box::pin(start(factory().into_factory(), served))
        })))
    }
}

async fn start<S, B>(app: S, served: Served) -> Result<Connections, Error>
where
    S: ServiceFactory<
            Request,
            Config = AppConfig,
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
    S::Service: 'static,
    <S::Service as Service<Request>>::Future: 'static,
    B: MessageBody + 'static,
{
    let Served { base, drain } = served;
    let requested = drain.requested.clone();
    let app = map_config(app, |()| AppConfig::default());
    let app = apply_fn_factory(app, move |request: Request, app: &_| {
        let response = prepare(request, &base).map(|request| Service::call(app, request));
        respond(response, requested.clone())
    });
    let idle_too_long = move || {
        let (closed, idle_grace) = (drain.closed.clone(), drain.idle_grace);
        async move {
            closed.cancelled().await;
            sleep(idle_grace).await;
        }
    };
    let connections = HttpService::build()
        .keep_alive(HEADER_TIMEOUT)
        .client_request_timeout(HEADER_TIMEOUT)
        .client_disconnect_timeout(LINGER_TIMEOUT)
        .graceful_shutdown_signal(idle_too_long) // not documented; HttpServer uses it, too
        .finish(app);
    let connections = connections.new_service(()).await;
    Ok(boxed::service(
        connections.map_err(|()| "a middleware cannot be made")?,
    ))
}

/// Takes the base off the path. An error is the status to answer with instead of asking the app.
fn prepare(mut request: Request, base: &BasePath) -> Result<Request, u16> {
    let original = request.uri().clone();
    let stripped = strip(&original, base).inspect_err(|&status| {
        let path = original.path().to_owned();
        RequestLine::new(request.method().clone(), path).write(status);
    })?;
    request.head_mut().uri = stripped;
    request.extensions_mut().insert(OriginalUri(original));
    Ok(request)
}

fn strip(uri: &Uri, base: &BasePath) -> Result<Uri, u16> {
    if base.as_str().is_empty() {
        return Ok(uri.clone());
    }
    let stripped = base.strip_target(uri.path(), uri.query()).ok_or(404u16)?;
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(stripped).map_err(|_| 400u16)?);
    Uri::from_parts(parts).map_err(|_| 400u16)
}

async fn respond<B: MessageBody + 'static>(
    response: Result<impl Future<Output = Result<ServiceResponse<B>, actix_web::Error>>, u16>,
    requested: CancellationToken,
) -> Result<Response<BoxBody>, actix_web::Error> {
    let mut response: Response<BoxBody> = match response {
        Ok(response) => match response.await {
            Ok(response) => response.map_into_boxed_body().into(),
            Err(error) => error.into(),
        },
        Err(status) => Problem::new(status).error_response().into(),
    };
    if requested.is_cancelled() && !response.upgrade() {
        response
            .head_mut()
            .set_connection_type(ConnectionType::Close);
    }
    Ok(response)
}

/// Runs the app to its end: it is built on this thread and served on others.
///
/// # Errors
/// If the system is out of threads or file descriptors.
pub(crate) fn block_on<T>(settings: &Settings, app: impl Future<Output = T>) -> io::Result<T> {
    let (runtime, system) = with_threads(|| {
        let runtime = Arc::new(runtime()?);
        let system = System::with_tokio_rt({
            let runtime = runtime.clone();
            || runtime
        });
        let workers =
            (0..settings.worker_threads).map(|_| Arbiter::try_with_tokio_rt(self::runtime));
        WORKERS.set(workers.collect::<io::Result<_>>()?);
        Ok((runtime, system))
    })
    .map_err(|error| io::Error::new(error.kind(), format!("cannot start its threads: {error}")))?;
    let result = system.block_on(app);
    for worker in WORKERS.take() {
        worker.stop();
    }
    drop(system);
    // Dropping the runtime instead would wait for what blocks, however long that takes.
    if let Some(runtime) = Arc::into_inner(runtime) {
        runtime.shutdown_background();
    }
    Ok(result)
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread()
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
}

/// Serves `listener` until `drain.closed`, then waits until all connections have ended, however long that takes.
///
/// # Errors
/// If a worker does not start, or the listener cannot be registered with the runtime.
pub(crate) async fn serve(
    listener: Listener,
    app: App,
    settings: &Settings,
    drain: Drain,
) -> Result<(), Error> {
    let served = Served {
        base: settings.base_path.clone(),
        drain: drain.clone(),
    };
    let arbiters: Vec<_> =
        WORKERS.with_borrow(|workers| workers.iter().map(Arbiter::handle).collect());
    let mut workers = Vec::new();
    for arbiter in arbiters {
        workers.push(start_worker(&arbiter, &app, served.clone()).await?);
    }
    let mut turns = workers.iter().cycle();
    let serve = |connection, peer| {
        if let Some(worker) = turns.next() {
            hand_over(connection, peer, worker);
        }
    };
    Acceptor::new(listener)?.accept(&drain, serve).await;
    drop(workers); // they have all that they will get
    drain.connections.close();
    drain.connections.wait().await;
    Ok(())
}

/// Returns where the worker takes its connections from.
async fn start_worker(
    arbiter: &ArbiterHandle,
    App(app): &App,
    served: Served,
) -> Result<UnboundedSender<Accepted>, Error> {
    let (sender, receiver) = mpsc::unbounded_channel();
    let (started, is_started) = oneshot::channel();
    let app = app.clone();
    arbiter.spawn_fn(move || {
        actix_rt::spawn(async move {
            match app(served).await {
                Ok(connections) => {
                    let _ = started.send(Ok(()));
                    work(connections, receiver).await;
                }
                Err(error) => {
                    let _ = started.send(Err(error));
                }
            }
        });
    });
    let is_started = is_started.await;
    is_started.map_err(|_| "a worker panicked when it made the app")??;
    Ok(sender)
}

async fn work(connections: Connections, mut accepted: UnboundedReceiver<Accepted>) {
    while let Some(Accepted { socket, peer, open }) = accepted.recv().await {
        match socket.register() {
            Ok(stream) => {
                // An error means that the client disconnected or did not speak HTTP; it affects no one else.
                let connection = Connection { stream, open };
                actix_rt::spawn(connections.call((connection, Protocol::Http1, peer)));
            }
            Err(error) => tracing::error!("Cannot serve a connection: {error}"),
        }
    }
}

/// Takes a connection from this runtime to that of a worker.
fn hand_over(
    Connection { stream, open }: Connection,
    peer: Option<SocketAddr>,
    worker: &UnboundedSender<Accepted>,
) {
    match Socket::new(stream) {
        Ok(socket) => {
            let _ = worker.send(Accepted { socket, peer, open });
        }
        Err(error) => tracing::error!("Cannot serve a connection: {error}"),
    }
}

/// A connection on its way to a worker.
struct Accepted {
    socket: Socket,
    /// The remote address of a TCP connection.
    peer: Option<SocketAddr>,
    open: TaskTrackerToken,
}

/// A connection that belongs to no runtime.
enum Socket {
    Tcp(std::net::TcpStream),
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixStream),
}

impl Socket {
    fn new(stream: Stream) -> io::Result<Self> {
        Ok(match stream {
            Stream::Tcp(stream) => Self::Tcp(stream.into_std()?),
            #[cfg(unix)]
            Stream::Unix(stream) => Self::Unix(stream.into_std()?),
        })
    }

    /// Registers it with the runtime of this thread.
    fn register(self) -> io::Result<Stream> {
        Ok(match self {
            Self::Tcp(stream) => Stream::Tcp(tokio::net::TcpStream::from_std(stream)?),
            #[cfg(unix)]
            Self::Unix(stream) => Stream::Unix(tokio::net::UnixStream::from_std(stream)?),
        })
    }
}
