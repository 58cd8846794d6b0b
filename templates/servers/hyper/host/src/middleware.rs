//! What stands between the socket and the handlers. `src/app.rs` of the project puts it together.

use std::{
    any::Any,
    convert::Infallible,
    error::Error,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use futures_util::{TryFutureExt, future::BoxFuture};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, combinators::UnsyncBoxBody};
use hyper::body::{Body as HttpBody, Bytes, Frame, SizeHint};
use tokio::time::{Sleep, sleep};
use tower::{Layer, Service, layer::util::Identity, util::Either};
use tower_http::{
    catch_panic::{CatchPanicLayer, ResponseForPanic},
    cors::{AllowHeaders, AllowMethods, AllowOrigin, CorsLayer},
    timeout::TimeoutLayer,
};
use tracing::Instrument;

use crate::{
    Problem,
    log::{RequestId, RequestLine},
    server::OriginalUri,
};

type BoxError = Box<dyn Error + Send + Sync>;

/// A body of any kind.
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

fn boxed<B>(body: B) -> Body
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    body.map_err(Into::into).boxed_unsync()
}

/// The response for a problem.
pub fn problem_response(problem: &Problem) -> Response<Body> {
    let body = Full::from(problem.to_json());
    let mut response = Response::new(boxed(body));
    *response.status_mut() =
        StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = HeaderValue::from_static(Problem::CONTENT_TYPE);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

/// Turns a panic in a handler into a 500, which otherwise would close the connection. The log has the panic's text.
pub fn catch_panic() -> CatchPanicLayer<impl ResponseForPanic<ResponseBody = Body>> {
    CatchPanicLayer::custom(|_: Box<dyn Any + Send>| problem_response(&Problem::new(500)))
}

/// Lets web pages of other origins use the app; none if the list is empty.
pub fn cors(origins: &[String]) -> Either<CorsLayer, Identity> {
    let origins: Vec<_> = origins
        .iter()
        .filter_map(|origin| HeaderValue::from_str(origin).ok())
        .collect();
    if origins.is_empty() {
        return Either::Right(Identity::new());
    }
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods(AllowMethods::mirror_request())
        .allow_headers(AllowHeaders::mirror_request());
    Either::Left(layer)
}

/// Limits the body of a request to a number of bytes, and the time that it may take to arrive. A request over these limits is
/// answered with a 413 or a 408, whatever the handler makes of the error that it gets.
#[derive(Clone, Debug)]
pub struct BodyLimit {
    pub bytes: usize,
    pub time: Duration,
}

impl<S> Layer<S> for BodyLimit {
    type Service = BodyLimitService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        BodyLimitService {
            inner,
            limit: self.clone(),
        }
    }
}

#[derive(Clone, Debug)]
pub struct BodyLimitService<S> {
    inner: S,
    limit: BodyLimit,
}

impl<S, B, R> Service<Request<B>> for BodyLimitService<S>
where
    S: Service<Request<Body>, Response = Response<R>, Error = Infallible, Future: Send + 'static>,
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + Unpin + 'static,
    R: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        if request.body().is_end_stream() {
            let response = self.inner.call(request.map(boxed));
            return Box::pin(response.map_ok(|response| response.map(boxed)));
        }
        let (announced, limit) = (request.body().size_hint().lower(), self.limit.bytes as u64);
        let exceeded = Exceeded::default();
        let request = request.map(|body| {
            boxed(LimitedBody {
                body,
                limit: self.limit.bytes,
                received: 0,
                deadline: Box::pin(sleep(self.limit.time)),
                exceeded: exceeded.clone(),
            })
        });
        if announced > limit {
            let is_read = announced <= limit.saturating_mul(THROWN_AWAY as u64);
            return Box::pin(too_large(request.into_body(), is_read));
        }
        let response = self
            .inner
            .call(request)
            .map_ok(move |response| match exceeded.status() {
                Some(status) if response.status().as_u16() >= 400 => {
                    problem_response(&Problem::new(status))
                }
                _ => response.map(boxed),
            });
        Box::pin(response)
    }
}

/// Answers once the client has sent its body, if that is read: many do not read a response before.
async fn too_large(mut body: Body, is_read: bool) -> Result<Response<Body>, Infallible> {
    while is_read && let Some(Ok(_)) = body.frame().await {}
    Ok(problem_response(&Problem::new(413)))
}

/// The status for the limit that a body has exceeded; 0 as long as it has not.
#[derive(Clone, Default)]
struct Exceeded(Arc<AtomicU16>);

impl Exceeded {
    fn status(&self) -> Option<u16> {
        Some(self.0.load(Ordering::Relaxed)).filter(|&status| status > 0)
    }
}

struct LimitedBody<B> {
    body: B,
    limit: usize,
    received: usize,
    deadline: Pin<Box<Sleep>>,
    exceeded: Exceeded,
}

/// A body that is too large is read on, up to so many times the limit, and thrown away: many clients do not read a response
/// before they have sent everything.
const THROWN_AWAY: usize = 8;

impl<B> HttpBody for LimitedBody<B>
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Unpin,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(context) else {
                ready!(this.deadline.as_mut().poll(context));
                let status = this.exceeded.status().unwrap_or(408);
                return this.fail(status, "the body did not arrive in time");
            };
            let data = frame
                .as_ref()
                .and_then(|frame| frame.as_ref().ok()?.data_ref());
            this.received = this.received.saturating_add(data.map_or(0, Bytes::len));
            let is_over = !matches!(frame, Some(Ok(_)));
            if this.received <= this.limit {
                return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
            }
            this.exceeded.0.store(413, Ordering::Relaxed);
            if is_over || this.received > this.limit.saturating_mul(THROWN_AWAY) {
                return this.fail(413, "the body is too large");
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }
}

impl<B> LimitedBody<B> {
    fn fail(
        &self,
        status: u16,
        reason: &'static str,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        self.exceeded.0.store(status, Ordering::Relaxed);
        Poll::Ready(Some(Err(reason.into())))
    }
}

/// Answers with a 503 if a handler takes too long to begin its response. The response itself may take any time, so streams
/// are exempt.
pub fn time_limit(time: Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, time)
}

/// Gives every response that is an error a body as in RFC 9457, unless it has one of its own: the ones that the framework
/// makes, for example for a body that cannot be read, are empty or text. That text goes to the log, at the level `debug`.
#[derive(Clone, Copy, Debug)]
pub struct Problems;

impl<S> Layer<S> for Problems {
    type Service = ProblemsService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ProblemsService { inner }
    }
}

#[derive(Clone, Debug)]
pub struct ProblemsService<S> {
    inner: S,
}

impl<S, B, R> Service<Request<B>> for ProblemsService<S>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible, Future: Send + 'static>,
    R: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<Body>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let response = self
            .inner
            .call(request)
            .map_ok(|response| response.map(boxed));
        Box::pin(response.and_then(with_problem))
    }
}

fn is_error_without_body<B>(response: &Response<B>) -> bool {
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE);
    (status.is_client_error() || status.is_server_error())
        && content_type.is_none_or(|value| value.as_bytes().starts_with(b"text/plain"))
}

async fn with_problem(response: Response<Body>) -> Result<Response<Body>, Infallible> {
    if !is_error_without_body(&response) {
        return Ok(response);
    }
    let (mut parts, mut body) = response.into_parts();
    let mut text = Vec::new();
    while let Some(Ok(frame)) = body.frame().await
        && text.len() < 4096
    {
        text.extend(frame.into_data().unwrap_or_default());
    }
    tracing::debug!(
        "{} because: {}",
        parts.status,
        String::from_utf8_lossy(&text).escape_debug()
    );
    let problem = problem_response(&Problem::new(parts.status.as_u16())).into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(problem.0.headers);
    Ok(Response::from_parts(parts, problem.1))
}

/// Writes a line to the log for each request. The lines that handlers write meanwhile have the same request id. It is taken
/// from the header `X-Request-Id`, or made, and sent with the response.
#[derive(Clone, Copy, Debug)]
pub struct RequestLog;

impl<S> Layer<S> for RequestLog {
    type Service = RequestLogService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        RequestLogService { inner }
    }
}

#[derive(Clone, Debug)]
pub struct RequestLogService<S> {
    inner: S,
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl<S, B, R> Service<Request<B>> for RequestLogService<S>
where
    S: Service<Request<B>, Response = Response<R>, Error = Infallible, Future: Send + 'static>,
{
    type Response = Response<R>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Response<R>, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let given = request
            .headers()
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        let id = RequestId::new(given);
        let span = tracing::info_span!("request", %id);
        let mut line = RequestLine::new(request.method().clone(), path_of(&request));
        let response = span.in_scope(|| self.inner.call(request));
        let respond = async move {
            let mut response = response.await?;
            line.write(response.status().as_u16());
            if let Ok(id) = HeaderValue::from_str(id.as_str()) {
                response.headers_mut().insert(REQUEST_ID, id);
            }
            Ok(response)
        };
        Box::pin(respond.instrument(span))
    }
}

/// The path as the client sent it, without the query.
fn path_of<B>(request: &Request<B>) -> String {
    let original = request.extensions().get::<OriginalUri>();
    original
        .map_or(request.uri(), |OriginalUri(uri)| uri)
        .path()
        .to_owned()
}
