//! warp on the server of this crate, and the filters that warp does not have.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    fmt::Display,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use futures_util::{TryFutureExt, future};
use http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint};
use mime::Mime;
use serde::de::DeserializeOwned;
use tower::{Service, ServiceExt, service_fn, util::BoxCloneSyncService};
use warp::{
    Filter, Rejection, Reply,
    filters::{BoxedFilter, path::FullPath},
    reject::{self, Reject},
    reply::{self, Response},
};

use crate::{Client, Problem, middleware::Body, server::Peer};

pub use crate::server::OriginalUri;

/// Without `LOG_LEVEL`.
pub(crate) const LOG_LEVEL: &str = "info";

/// What `build` returns: the filters with the middleware around them.
pub type App = BoxCloneSyncService<Request<Body>, http::Response<Body>, Infallible>;

/// The app as the server calls it.
pub(crate) fn service(
    app: App,
) -> impl Service<Request<Incoming>, Response = http::Response<Body>, Error = Infallible, Future: Send>
+ Clone
+ Send
+ 'static {
    app.map_request(|request: Request<Incoming>| {
        request.map(|body| Body::new(body.map_err(Into::into)))
    })
}

/// The filters as a service, which middleware can be put around. If no route at a path takes the method, the response lists
/// those of [`get`], [`post`] and so on that were tried.
pub fn filter_service(
    routes: BoxedFilter<(Response,)>,
) -> impl Service<Request<Body>, Response = Response, Error = Infallible, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static {
    let routes = warp::service(routes);
    service_fn(move |request: Request<Body>| {
        let tried = Methods::default();
        let mut request = request.map(|body| SyncBody(Mutex::new(body)));
        request.extensions_mut().insert(tried.clone());
        let response = routes.clone().call(request);
        response.map_ok(move |mut response| {
            if response.status() == StatusCode::METHOD_NOT_ALLOWED {
                tried.allow(response.headers_mut());
            }
            response
        })
    })
}

/// Answers a request that no route took: with the problem that a filter rejected it with, or with a 404. What else warp
/// rejects has its status from warp; the middleware `Problems` turns that into a problem.
///
/// # Errors
/// If the rejection is one of warp's own.
pub async fn recover(rejection: Rejection) -> Result<Response, Rejection> {
    if let Some(problem) = rejection.find::<Problem>() {
        return Ok(problem.clone().into_response());
    }
    if rejection.is_not_found() {
        return Ok(Problem::new(404).into_response());
    }
    Err(rejection)
}

impl Reply for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let response = reply::with_status(self.to_json(), status);
        reply::with_header(response, header::CONTENT_TYPE, Problem::CONTENT_TYPE).into_response()
    }
}

/// For filters of your own: `Err(warp::reject::custom(Problem::new(401)))`.
impl Reject for Problem {}

/// Takes GET, and HEAD, which monitoring services send: hyper leaves out the body then. Like all of these, it belongs after
/// the path, and takes none with a slash at its end. `warp::get` and the like work, too: they take one, as folders of
/// `warp::fs::dir` need it, and a 405 does not list their methods.
pub fn get() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    note(&["GET", "HEAD"]).and(warp::get().or(warp::head()).unify())
}

/// Takes POST.
pub fn post() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    note(&["POST"]).and(warp::post())
}

/// Takes PUT.
pub fn put() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    note(&["PUT"]).and(warp::put())
}

/// Takes PATCH.
pub fn patch() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    note(&["PATCH"]).and(warp::patch())
}

/// Takes DELETE.
pub fn delete() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    note(&["DELETE"]).and(warp::delete())
}

/// Remembers which methods a route would have taken: a rejection of warp does not say it. There is no route at a path with a
/// slash at its end, which warp takes for the one without.
fn note(methods: &'static [&'static str]) -> impl Filter<Extract = (), Error = Rejection> + Copy {
    warp::path::full()
        .and(warp::ext::optional())
        .and_then(move |path: FullPath, tried: Option<Methods>| {
            if path.as_str().len() > 1 && path.as_str().ends_with('/') {
                return future::err(reject::not_found());
            }
            if let Some(tried) = tried {
                tried.lock().extend(methods);
            }
            future::ok(())
        })
        .untuple_one()
}

/// The methods that the routes at the path of a request take.
#[derive(Clone, Default)]
struct Methods(Arc<Mutex<BTreeSet<&'static str>>>);

impl Methods {
    fn lock(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lists them in the header `Allow`, unless the handler has done so.
    fn allow(&self, headers: &mut HeaderMap) {
        let methods: Vec<_> = self.lock().iter().copied().collect();
        if let Ok(methods) = HeaderValue::from_str(&methods.join(","))
            && !methods.is_empty()
        {
            headers.entry(header::ALLOW).or_insert(methods);
        }
    }
}

/// Reads a JSON body. Unlike `warp::body::json`, asks for its Content-Type, and tells JSON that cannot be parsed (400) from
/// JSON without the expected fields (422).
pub fn json<T: DeserializeOwned + Send>() -> impl Filter<Extract = (T,), Error = Rejection> + Copy {
    let content_type = warp::header::optional::<Mime>("content-type")
        .or_else(|_| future::ok::<_, Rejection>((None,))) // it cannot be parsed
        .and_then(|mime: Option<Mime>| match mime {
            Some(mime) if is_json(&mime) => future::ok(()),
            _ => future::err(rejected(415, "the Content-Type is not one of JSON")),
        })
        .untuple_one();
    let bytes =
        warp::body::bytes().or_else(|_| future::err(rejected(400, "the body cannot be read")));
    content_type
        .and(bytes)
        .and_then(|body: Bytes| future::ready(parse(&body)))
}

fn is_json(mime: &Mime) -> bool {
    let is_suffix = || mime.suffix().is_some_and(|suffix| suffix == mime::JSON);
    mime.type_() == mime::APPLICATION && (mime.subtype() == mime::JSON || is_suffix())
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Rejection> {
    serde_json::from_slice(body).map_err(|error| match error.is_data() {
        true => rejected(422, error),
        false => rejected(400, error),
    })
}

/// The reason is for the log: it may have parts of the body.
fn rejected(status: u16, reason: impl Display) -> Rejection {
    let problem = Problem::new(status);
    tracing::debug!("{status} {} because: {reason}", problem.title);
    reject::custom(problem)
}

/// Gives a handler the [`Client`] that sent the request.
pub fn client() -> impl Filter<Extract = (Client,), Error = Infallible> + Copy {
    warp::ext::optional()
        .and(warp::header::headers_cloned())
        .map(|peer: Option<Peer>, headers: HeaderMap| {
            Client::new(peer.and_then(|Peer(peer)| peer), |name| {
                headers.get_all(name).iter().next_back()?.to_str().ok()
            })
        })
}

/// warp asks for bodies that threads could share. Nothing ever waits for this lock.
struct SyncBody(Mutex<Body>);

impl SyncBody {
    fn lock(&self) -> MutexGuard<'_, Body> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl HttpBody for SyncBody {
    type Data = Bytes;
    type Error = <Body as HttpBody>::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let body = self.get_mut().0.get_mut();
        Pin::new(body.unwrap_or_else(PoisonError::into_inner)).poll_frame(context)
    }

    fn size_hint(&self) -> SizeHint {
        self.lock().size_hint()
    }

    fn is_end_stream(&self) -> bool {
        self.lock().is_end_stream()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[derive(serde::Deserialize)]
    struct Person {
        name: String,
    }

    async fn send(
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: &str,
    ) -> (u16, HeaderMap) {
        let read = warp::path!("person").and(get()).then(async || "read");
        let replace = warp::path!("person")
            .and(put())
            .and(super::json())
            .then(async |person: Person| person.name);
        let secret = warp::path!("secret")
            .and(get())
            .and_then(async || Err::<String, _>(reject::custom(Problem::new(401))));
        let routes = read.or(replace).or(secret).map(Reply::into_response);
        let routes = routes.recover(recover).unify().boxed();

        let mut request = Request::builder().method(method).uri(path);
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let body = body.to_owned().map_err(|never| match never {});
        let request = request.body(Body::new(body)).unwrap();
        let response = filter_service(routes).oneshot(request).await.unwrap();
        (response.status().as_u16(), response.headers().clone())
    }

    #[tokio::test]
    async fn a_405_lists_the_methods_of_all_routes_at_the_path() {
        let (status, headers) = send("DELETE", "/person", None, "").await;
        assert_eq!(
            (status, &headers["allow"]),
            (405, &"GET,HEAD,PUT".parse().unwrap())
        );
        assert_eq!(
            send("DELETE", "/secret", None, "").await.1["allow"],
            "GET,HEAD"
        );
        assert_eq!(send("DELETE", "/nowhere", None, "").await.0, 404);
    }

    #[tokio::test]
    async fn a_slash_at_the_end_is_another_path() {
        assert_eq!(send("GET", "/person/", None, "").await.0, 404);
        assert_eq!(send("DELETE", "/person/", None, "").await.0, 404);
    }

    #[tokio::test]
    async fn head_answers_where_get_does() {
        assert_eq!(send("HEAD", "/person", None, "").await.0, 200);
    }

    #[tokio::test]
    async fn a_body_that_is_not_the_expected_json_is_a_problem() {
        let json = Some("application/json");
        for (content_type, body, status) in [
            (json, r#"{"name":"Zoé"}"#, 200),
            (
                Some("application/json; charset=utf-8"),
                r#"{"name":"Zoé"}"#,
                200,
            ),
            (Some("application/ld+json"), r#"{"name":"Zoé"}"#, 200),
            (None, r#"{"name":"Zoé"}"#, 415),
            (Some("text/plain"), r#"{"name":"Zoé"}"#, 415),
            (Some("json"), r#"{"name":"Zoé"}"#, 415),
            (json, "", 400),
            (json, r#"{"name":"#, 400),
            (json, r#"{"name":"Zoé"} {}"#, 400),
            (json, "{}", 422),
            (json, r#"{"name":1}"#, 422),
        ] {
            let response = send("PUT", "/person", content_type, body).await;
            assert_eq!(response.0, status, "{content_type:?} {body}");
        }
    }

    #[tokio::test]
    async fn a_filter_can_reject_with_a_problem() {
        let (status, headers) = send("GET", "/secret", None, "").await;
        assert_eq!(
            (status, &headers["content-type"]),
            (401, &Problem::CONTENT_TYPE.parse().unwrap())
        );
    }

    #[tokio::test]
    async fn a_problem_is_a_reply() {
        let response = Problem::new(409).into_response();
        assert_eq!(response.status(), 409);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem, json!({ "title": "Conflict", "status": 409 }));
    }
}
