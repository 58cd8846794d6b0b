//! A WebSocket by hand, for the tests of a stop. To actix-web, what arrives is the body of the request, and what is sent is
//! that of the response.

use std::{convert::Infallible, fs};

use actix_web::{
    HttpResponse,
    web::{self, Bytes, Data, Payload, ServiceConfig},
};
use futures_util::{StreamExt, stream};

use super::get;
use crate::state::AppState;

/// A close frame: the server is going away.
const GOING_AWAY: &[u8] = &[0x88, 2, 0x03, 0xe9];

pub(super) fn routes(config: &mut ServiceConfig) {
    config.service(web::resource("/socket").route(get().to(socket)));
}

/// Accepts the upgrade. At a stop, sends a close frame and waits for that of the client, unless there is a file
/// `ignores-stop`: then only the client ends the connection.
async fn socket(state: Data<AppState>, mut received: Payload) -> HttpResponse {
    let tells = !fs::exists("ignores-stop").unwrap_or(false);
    let told = stream::once(async move {
        if tells {
            state.tasks.stopping().await;
        }
        Ok::<_, Infallible>(Bytes::from_static(if tells { GOING_AWAY } else { &[] }))
    });
    let end = async move {
        match received.next().await {
            Some(Ok(_)) if tells => tracing::info!("probe: the WebSocket has ended"),
            _ => while let Some(Ok(_)) = received.next().await {},
        }
    };
    let end = stream::once(end).filter_map(async |()| None);
    HttpResponse::SwitchingProtocols()
        .upgrade("websocket")
        .streaming(told.chain(end).boxed_local())
}
