//! A WebSocket by hand, on a connection that hyper has upgraded: the templates depend on no crate for it.

use std::{fs, future::poll_fn, io, pin::Pin};

use host::Tasks;
use hyper::{
    Response, StatusCode, header,
    rt::{Read, ReadBuf, Write},
    upgrade::{OnUpgrade, Upgraded},
};

/// A close frame: the server is going away.
const GOING_AWAY: [u8; 4] = [0x88, 2, 0x03, 0xe9];

/// Accepts the upgrade. At a stop, sends a close frame and waits for that of the client, unless there is a file
/// `ignores-stop`: then only the client ends the connection.
pub(crate) fn accept<B: Default>(upgrade: OnUpgrade, tasks: Tasks) -> Response<B> {
    tokio::spawn(async move {
        if let Ok(connection) = upgrade.await {
            let _ = hold(connection, tasks).await; // an error means that the client has gone
        }
    });
    let mut response = Response::new(B::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, header::HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, header::HeaderValue::from_static("websocket"));
    response
}

async fn hold(mut connection: Upgraded, tasks: Tasks) -> io::Result<()> {
    if fs::exists("ignores-stop")? {
        while read(&mut connection).await? > 0 {}
        return Ok(());
    }
    tasks.stopping().await;
    // So few bytes are written at once.
    poll_fn(|context| Pin::new(&mut connection).poll_write(context, &GOING_AWAY)).await?;
    if read(&mut connection).await? > 0 {
        tracing::info!("probe: the WebSocket has ended");
    }
    Ok(())
}

async fn read(connection: &mut Upgraded) -> io::Result<usize> {
    let mut bytes = [0; 64];
    let mut buffer = ReadBuf::new(&mut bytes);
    poll_fn(|context| Pin::new(&mut *connection).poll_read(context, buffer.unfilled())).await?;
    Ok(buffer.filled().len())
}
