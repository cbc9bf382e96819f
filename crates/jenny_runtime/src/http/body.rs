//! Bodies: one to give out, whole or in parts, and one to pull chunks from.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::sync::{Mutex, mpsc};

use super::decode::Decoder;
use super::{HttpError, HttpErrorKind};

/// A body to send: nothing, all of it, or what a [`BodySender`] gives.
#[derive(Debug, Default)]
pub struct OutgoingBody(Parts);

#[derive(Debug, Default)]
enum Parts {
    #[default]
    Empty,
    Whole(Bytes),
    Stream(mpsc::Receiver<Part>),
}

#[derive(Debug)]
enum Part {
    Chunk(Bytes),
    End,
}

impl OutgoingBody {
    pub fn empty() -> OutgoingBody {
        OutgoingBody::default()
    }

    /// All of a body, whose length is then told to the other side.
    pub fn whole(bytes: impl Into<Bytes>) -> OutgoingBody {
        OutgoingBody(Parts::Whole(bytes.into()))
    }

    /// Whether its parts are given one by one.
    pub(super) fn is_stream(&self) -> bool {
        matches!(self.0, Parts::Stream(_))
    }

    /// A body in parts, sent with chunked transfer coding unless a content-length header says its length.
    pub fn stream() -> (BodySender, OutgoingBody) {
        let (sender, receiver) = mpsc::channel(1);
        (BodySender(sender), OutgoingBody(Parts::Stream(receiver)))
    }
}

/// Gives the parts of a body. Dropping it before [`BodySender::finish`] breaks the message off.
#[derive(Clone, Debug)]
pub struct BodySender(mpsc::Sender<Part>);

impl BodySender {
    /// Gives `chunk`, waiting while an earlier one has not been taken. False if nobody takes any more.
    pub async fn send(&self, chunk: Bytes) -> bool {
        chunk.is_empty() || self.0.send(Part::Chunk(chunk)).await.is_ok()
    }

    /// Comes to an end when nobody takes any more.
    pub async fn closed(&self) {
        self.0.closed().await;
    }

    /// Ends the body.
    pub async fn finish(self) -> bool {
        self.0.send(Part::End).await.is_ok()
    }
}

impl Body for OutgoingBody {
    type Data = Bytes;
    type Error = HttpError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, HttpError>>> {
        match &mut self.0 {
            Parts::Empty => Poll::Ready(None),
            Parts::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                self.0 = Parts::Empty;
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Parts::Stream(receiver) => match receiver.poll_recv(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(Some(Part::Chunk(chunk))) => Poll::Ready(Some(Ok(Frame::data(chunk)))),
                Poll::Ready(end) => {
                    self.0 = Parts::Empty;
                    Poll::Ready(match end {
                        Some(_) => None,
                        None => Some(Err(HttpError::new(
                            HttpErrorKind::RequestBody,
                            "UND_ERR_ABORTED",
                            "The body's source failed before its end",
                        ))),
                    })
                }
            },
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Parts::Empty => true,
            Parts::Whole(bytes) => bytes.is_empty(),
            Parts::Stream(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Parts::Empty => SizeHint::with_exact(0),
            Parts::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Parts::Stream(_) => SizeHint::default(),
        }
    }
}

struct Pull {
    /// Goes when the body has ended or failed, and the connection with it unless it can be used again.
    incoming: Option<Incoming>,
    decoder: Decoder,
    timeout: Option<Duration>,
}

/// A body that arrives. Clones are the same body; it reads from the network only while somebody pulls, and dropping
/// the last clone before the end closes the connection.
#[derive(Clone)]
pub struct PullBody(Arc<Mutex<Pull>>);

impl std::fmt::Debug for PullBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PullBody")
    }
}

impl PullBody {
    pub(super) fn new(incoming: Incoming, decoder: Decoder, timeout: Option<Duration>) -> PullBody {
        PullBody(Arc::new(Mutex::new(Pull { incoming: Some(incoming), decoder, timeout })))
    }

    /// A body of which nothing is left: that of a response that a record gives back.
    pub fn ended() -> PullBody {
        PullBody(Arc::new(Mutex::new(Pull { incoming: None, decoder: Decoder::identity(), timeout: None })))
    }

    /// The next bytes, never empty; `None` at the end.
    pub async fn next_chunk(&self) -> Option<Result<Bytes, HttpError>> {
        self.0.lock().await.next_chunk().await
    }

    /// All that is left.
    ///
    /// # Errors
    /// The body broke off, or was coded wrongly. What had arrived is lost.
    pub async fn read_to_end(&self) -> Result<Vec<u8>, HttpError> {
        let mut pull = self.0.lock().await;
        let mut all = Vec::new();
        while let Some(chunk) = pull.next_chunk().await {
            all.extend_from_slice(&chunk?);
        }
        Ok(all)
    }
}

impl Pull {
    async fn next_chunk(&mut self) -> Option<Result<Bytes, HttpError>> {
        let chunk = self.next_decoded().await;
        if !matches!(chunk, Some(Ok(_))) {
            self.incoming = None;
        }
        chunk
    }

    async fn next_decoded(&mut self) -> Option<Result<Bytes, HttpError>> {
        loop {
            match self.decoder.take() {
                Ok(Some(chunk)) => return Some(Ok(chunk)),
                Ok(None) => {}
                Err(error) => return Some(Err(error)),
            }
            let incoming = self.incoming.as_mut()?;
            let frame = match self.timeout {
                None => incoming.frame().await,
                Some(timeout) => match tokio::time::timeout(timeout, incoming.frame()).await {
                    Ok(frame) => frame,
                    Err(_) => {
                        return Some(Err(HttpError::new(
                            HttpErrorKind::Timeout,
                            "UND_ERR_BODY_TIMEOUT",
                            "Body Timeout Error",
                        )));
                    }
                },
            };
            match frame {
                // Trailers have no place in fetch.
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.decoder.feed(data);
                    }
                }
                Some(Err(error)) => return Some(Err(HttpError::from_chain(&error))),
                None => {
                    self.incoming = None;
                    self.decoder.end();
                }
            }
        }
    }
}
