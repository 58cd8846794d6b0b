//! What stands between the socket and the handlers. `src/app.rs` of the project puts it together.

use std::{
    cell::{Cell, RefCell},
    io,
    panic::AssertUnwindSafe,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, ready},
    time::Duration,
};

use actix_cors::Cors;
use actix_web::{
    Error, HttpMessage, ResponseError,
    body::{BodySize, BoxBody, EitherBody, MessageBody},
    dev::{Payload, ResponseHead, Service, ServiceRequest, ServiceResponse, Transform},
    error::{InternalError, JsonPayloadError, PayloadError, UrlencodedError},
    http::{
        Method, StatusCode, Uri,
        header::{self, HeaderName, HeaderValue},
    },
    middleware::{Condition, Next, from_fn},
    web::{Bytes, FormConfig, JsonConfig, PathConfig, PayloadConfig, QueryConfig, ServiceConfig},
};
use futures_util::{FutureExt, Stream};
use tokio::time::{Sleep, sleep, timeout};
use tracing::Instrument;

use crate::{
    Problem,
    log::{RequestId, RequestLine},
};

/// The URI as the client sent it, with the path that the app is mounted at: an extension of the request, which has one without
/// it.
#[derive(Clone, Debug)]
pub struct OriginalUri(pub Uri);

/// Sets the statuses for what the extractors of actix-web cannot read. Their limit is the one of [`body_limit`].
pub fn extractors(max_body: usize) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config
            .app_data(PayloadConfig::new(max_body))
            .app_data(
                JsonConfig::default()
                    .limit(max_body)
                    .error_handler(|error, _| {
                        let status = status_of_json(&error);
                        InternalError::new(error, status).into()
                    }),
            )
            .app_data(
                FormConfig::default()
                    .limit(max_body)
                    .error_handler(|error, _| {
                        let status = status_of_form(&error);
                        InternalError::new(error, status).into()
                    }),
            )
            .app_data(QueryConfig::default().error_handler(|error, _| {
                InternalError::new(error, StatusCode::BAD_REQUEST).into()
            }))
            .app_data(PathConfig::default().error_handler(|error, _| {
                InternalError::new(error, StatusCode::BAD_REQUEST).into()
            }));
    }
}

fn status_of_json(error: &JsonPayloadError) -> StatusCode {
    match error {
        JsonPayloadError::ContentType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        JsonPayloadError::Deserialize(error) if error.is_data() => StatusCode::UNPROCESSABLE_ENTITY,
        error => error.status_code(),
    }
}

fn status_of_form(error: &UrlencodedError) -> StatusCode {
    match error {
        UrlencodedError::Parse(_) => StatusCode::UNPROCESSABLE_ENTITY,
        error => error.status_code(),
    }
}

/// Turns a panic in a handler into a 500, which otherwise would close the connection. The log has the panic's text.
pub fn catch_panic<S, B>()
-> impl Transform<S, ServiceRequest, Response = ServiceResponse<B>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    from_fn(async |request, next: Next<B>| {
        let response = AssertUnwindSafe(async { next.call(request).await });
        let response = response.catch_unwind().await;
        response.unwrap_or_else(|_| Err(Problem::new(500).into()))
    })
}

/// Lets web pages of other origins use the app; none if the list is empty.
pub fn cors(origins: &[String]) -> Condition<Cors> {
    let any = Cors::default().allow_any_method().allow_any_header();
    let cors = origins
        .iter()
        .fold(any, |cors, origin| cors.allowed_origin(origin));
    Condition::new(!origins.is_empty(), cors)
}

/// Limits the time until a response begins; its body may take longer, so streams are not cut off.
pub fn time_limit<S, B>(
    time: Duration,
) -> impl Transform<S, ServiceRequest, Response = ServiceResponse<B>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    from_fn(move |request, next: Next<B>| async move {
        let response = timeout(time, next.call(request)).await;
        response.unwrap_or_else(|_| Err(Problem::new(503).into()))
    })
}

/// Limits the body of a request to a number of bytes, and the time that it may take to arrive. A request over these limits is
/// answered with a 413 or a 408, whatever the handler makes of the error that it gets.
pub fn body_limit<S, B>(
    bytes: usize,
    time: Duration,
) -> impl Transform<
    S,
    ServiceRequest,
    Response = ServiceResponse<EitherBody<B>>,
    Error = Error,
    InitError = (),
>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    from_fn(move |request, next: Next<B>| limit_body(request, next, bytes, time))
}

async fn limit_body<B>(
    mut request: ServiceRequest,
    next: Next<B>,
    bytes: usize,
    time: Duration,
) -> Result<ServiceResponse<EitherBody<B>>, Error>
where
    B: MessageBody + 'static,
{
    if announced_length(&request) > bytes as u64 {
        let response = request.error_response(Problem::new(413));
        return Ok(response.map_into_right_body());
    }
    let exceeded = Exceeded::default();
    // What arrives at a WebSocket is the body of its request to actix-web.
    let is_upgrade = request.method() == Method::GET && request.head().upgrade();
    let payload = request.take_payload();
    if is_upgrade || matches!(payload, Payload::None) {
        request.set_payload(payload);
        return next
            .call(request)
            .await
            .map(ServiceResponse::map_into_left_body);
    }
    let payload = Rc::new(RefCell::new(payload));
    request.set_payload(Payload::Stream {
        payload: Box::pin(LimitedBody {
            payload: payload.clone(),
            left: bytes,
            deadline: Box::pin(sleep(time)),
            exceeded: exceeded.clone(),
        }),
    });
    let response = next.call(request).await;
    match (exceeded.get(), response) {
        (Some(status), Ok(response)) if response.status().as_u16() >= 400 => {
            let response = response.error_response(Problem::new(status));
            let response = response.map_body(|_, body| Closing {
                body,
                _rest: payload,
            });
            Ok(response.map_into_boxed_body().map_into_right_body())
        }
        (Some(status), Err(_)) => Err(Problem::new(status).into()),
        (_, response) => response.map(ServiceResponse::map_into_left_body),
    }
}

/// The body of a response to a request whose body was not read to its end. As long as the rest is kept, actix-web closes the
/// connection after the response; otherwise it would wait for the rest, however long that takes.
struct Closing {
    body: BoxBody,
    _rest: Rc<RefCell<Payload>>,
}

impl MessageBody for Closing {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

fn announced_length(request: &ServiceRequest) -> u64 {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    length.unwrap_or(0)
}

/// The status for the limit that a body has exceeded.
type Exceeded = Rc<Cell<Option<u16>>>;

struct LimitedBody {
    payload: Rc<RefCell<Payload>>,
    left: usize,
    deadline: Pin<Box<Sleep>>,
    exceeded: Exceeded,
}

impl Stream for LimitedBody {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Bytes, PayloadError>>> {
        let chunk = Pin::new(&mut *self.payload.borrow_mut()).poll_next(context);
        let Poll::Ready(chunk) = chunk else {
            ready!(self.deadline.as_mut().poll(context));
            self.exceeded.set(Some(408));
            let error = io::Error::from(io::ErrorKind::TimedOut);
            return Poll::Ready(Some(Err(PayloadError::Io(error))));
        };
        let length = match &chunk {
            Some(Ok(chunk)) => chunk.len(),
            _ => 0,
        };
        let Some(left) = self.left.checked_sub(length) else {
            self.exceeded.set(Some(413));
            return Poll::Ready(Some(Err(PayloadError::Overflow)));
        };
        self.left = left;
        Poll::Ready(chunk)
    }
}

/// Gives every response that is an error a body as in RFC 9457, unless it has one of its own: the ones that the framework
/// makes, for example for a body that cannot be read, are empty or text. That text goes to the log, at the level `debug`.
pub fn problems<S, B>() -> impl Transform<
    S,
    ServiceRequest,
    Response = ServiceResponse<EitherBody<B, String>>,
    Error = Error,
    InitError = (),
>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    from_fn(
        async |request, next: Next<B>| match next.call(request).await {
            Ok(response) => Ok(response.map_body(|head, body| {
                if !needs_problem(head) {
                    return EitherBody::left(body);
                }
                let text = body.try_into_bytes().unwrap_or_default();
                let text = String::from_utf8_lossy(&text);
                tracing::debug!("{} because: {}", head.status, text.escape_debug());
                EitherBody::right(to_problem(head))
            })),
            Err(mut error) => {
                let status = error.as_response_error().status_code();
                tracing::debug!("{status} because: {}", error.to_string().escape_debug());
                error.add_response_mapper(|response| match needs_problem(response.head()) {
                    true => response
                        .map_body(|head, _| to_problem(head))
                        .map_into_boxed_body(),
                    false => response,
                });
                Err(error)
            }
        },
    )
}

fn needs_problem(head: &ResponseHead) -> bool {
    let content_type = head.headers().get(header::CONTENT_TYPE);
    let is_error = head.status.is_client_error() || head.status.is_server_error();
    is_error && content_type.is_none_or(|value| value.as_bytes().starts_with(b"text/plain"))
}

fn to_problem(head: &mut ResponseHead) -> String {
    let content_type = HeaderValue::from_static(Problem::CONTENT_TYPE);
    let problem = Problem::new(head.status.as_u16()).to_json();
    let headers = head.headers_mut();
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, content_type);
    problem
}

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes a line to the log for each request. The lines that handlers write meanwhile have the same request id. It is taken
/// from the header `X-Request-Id`, or made, and sent with the response.
pub fn request_log<S, B>()
-> impl Transform<S, ServiceRequest, Response = ServiceResponse<B>, Error = Error, InitError = ()>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    from_fn(async |request: ServiceRequest, next: Next<B>| {
        let given = request
            .headers()
            .get(REQUEST_ID)
            .and_then(|id| id.to_str().ok());
        let id = RequestId::new(given);
        let span = tracing::info_span!("request", %id);
        log_request(request, next, id).instrument(span).await
    })
}

async fn log_request<B>(
    request: ServiceRequest,
    next: Next<B>,
    id: RequestId,
) -> Result<ServiceResponse<B>, Error>
where
    B: MessageBody + 'static,
{
    let mut line = RequestLine::new(request.method().clone(), path_of(&request));
    let mut response = next.call(request).await;
    let status = match &response {
        Ok(response) => response.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    line.write(status.as_u16());
    if let Ok(id) = HeaderValue::from_str(id.as_str()) {
        match &mut response {
            Ok(response) => {
                response.headers_mut().insert(REQUEST_ID, id);
            }
            Err(error) => error.add_response_mapper(move |mut response| {
                response.headers_mut().insert(REQUEST_ID, id.clone());
                response
            }),
        }
    }
    response
}

/// The path as the client sent it, without the query.
fn path_of(request: &ServiceRequest) -> String {
    let extensions = request.extensions();
    let original = extensions.get::<OriginalUri>();
    original
        .map_or(request.uri(), |OriginalUri(uri)| uri)
        .path()
        .to_owned()
}
