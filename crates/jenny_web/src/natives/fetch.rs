//! The transport of fetch: requests that run on the reactor, known to JavaScript by a number.

use super::{Row, number_argument, row};
use jenny_engine::embed::PendingPromise;
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::http::{
    BodySender, CertificateSources, Headers, HttpClient, HttpError, HttpRequest, HttpResponse, OutgoingBody, PullBody,
    Responder, Timeouts,
};
use jenny_runtime::recording::Taped;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use url::Url;

pub static ROWS: &[Row] = &[
    row("httpSend", 4, http_send),
    row("httpNextChunk", 1, http_next_chunk),
    row("httpReadAll", 1, http_read_all),
    row("httpCancel", 1, http_cancel),
    row("httpBodyWrite", 2, http_body_write),
    row("httpBodyEnd", 1, http_body_end),
    row("httpBodyFail", 1, http_body_fail),
];

/// A request under way: its operation while its head is awaited, then its body.
#[derive(Default)]
pub(super) struct Exchange {
    pub operation: Option<OperationId>,
    pub body: Option<PullBody>,
    /// takes the chunks of a body that is a stream: that of a request that we make, or of an answer that we give
    pub sender: Option<BodySender>,
    /// settled with an error if the request is cancelled
    pub waiting: Option<PendingPromise>,
    /// answers a request that came to one of our servers
    pub responder: Option<Responder>,
    /// It came to us, and outlasts its body.
    pub is_served: bool,
}

/// The agent's requests: those that it makes have even numbers, those that come to it odd ones.
#[derive(Default)]
pub(super) struct Exchanges {
    client: RefCell<Option<HttpClient>>,
    next: Cell<u64>,
    pub table: RefCell<BTreeMap<u64, Exchange>>,
}

/// The number among the agent's exchanges of the `number`-th request that came.
pub(super) fn exchange_number(number: u64) -> u64 {
    number * 2 + 1
}

impl Exchanges {
    /// The body of an exchange has come to its end.
    fn body_ended(&self, id: u64) {
        let mut table = self.table.borrow_mut();
        match table.get_mut(&id) {
            Some(exchange) if exchange.is_served => exchange.body = None,
            _ => drop(table.remove(&id)),
        }
    }
}

/// Gives up the body of an exchange that came to us.
pub(super) fn drop_body(agent: &mut Agent, id: u64) {
    let exchanges = agent.state::<Exchanges>();
    let (operation, waiting) = match exchanges.table.borrow_mut().get_mut(&id) {
        Some(exchange) => {
            exchange.body = None;
            (exchange.operation.take(), exchange.waiting.take())
        }
        None => return,
    };
    if let Some(operation) = operation {
        state_of(agent).cancel(operation);
    }
    if let Some(waiting) = waiting {
        waiting.reject_cancelled(agent);
    }
}

fn client(agent: &mut Agent, exchanges: &Exchanges) -> HttpClient {
    let sources = CertificateSources::from_environment(&state_of(agent).environment.borrow());
    exchanges.client.borrow_mut().get_or_insert_with(|| HttpClient::new(sources)).clone()
}

/// The `cause` of fetch's TypeError.
fn error_object(agent: &mut Agent, error: &HttpError) -> JsResult<Value> {
    let object = agent.new_error(jenny_engine::Intrinsic::ErrorPrototype, &error.message).as_object();
    if let Some(errno) = error.errno {
        object.create_str(agent, "errno", errno)?;
    }
    let code = agent.string_value(error.code);
    object.create_str(agent, "code", code)?;
    for (name, text) in [
        ("syscall", error.syscall.map(str::to_owned)),
        ("address", error.address.clone()),
        ("port", None),
        ("hostname", error.hostname.clone()),
    ] {
        if let Some(text) = text {
            let text = agent.string_value(&text);
            object.create_str(agent, name, text)?;
        } else if name == "port"
            && let Some(port) = error.port
        {
            object.create_str(agent, name, port as i32)?;
        }
    }
    Ok(object.into())
}

/// What waits for something that will not come.
trait RejectCancelled {
    fn reject_cancelled(self, agent: &mut Agent);
}

impl RejectCancelled for PendingPromise {
    fn reject_cancelled(self, agent: &mut Agent) {
        let reason: Value =
            agent.new_error(jenny_engine::Intrinsic::ErrorPrototype, "The request was cancelled").into();
        self.reject(agent, reason);
    }
}

/// httpSend(method, url, [name, value, name, value...], array of Uint8Arrays or null, or true for a stream):
/// [id, promise of { status, statusText, headers }]
fn http_send(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let method = args.get(0).to_rust_string(agent)?;
    let text = args.get(1).to_rust_string(agent)?;
    let Ok(url) = Url::parse(&text) else { return Err(agent.throw_type_error("Invalid URL")) };
    let headers = headers_argument(agent, args.get(2))?;
    let (sender, body) = body_argument(agent, args.get(3))?;
    let exchanges = agent.state::<Exchanges>();
    let id = exchanges.next.get() + 2;
    exchanges.next.set(id);
    let client = client(agent, &exchanges);
    let pending = PendingPromise::new(agent);
    let promise = pending.value();
    let request = HttpRequest { method, url, headers, body, decode: true, timeouts: Timeouts::default() };
    state_of(agent).name_operation(&format!("{} {}", request.method, request.url));
    let operation = state_of(agent).spawn(
        OperationKind::Http,
        TaskSource::Networking,
        async move { client.send(request).await },
        move |agent, outcome| {
            let Some((exchanges, waiting)) = arrived(agent, id) else { return Ok(()) };
            match outcome {
                Some(Ok(response)) => {
                    let head = head_object(agent, &response)?;
                    if let Some(exchange) = exchanges.table.borrow_mut().get_mut(&id) {
                        exchange.body = Some(response.body);
                    }
                    waiting.resolve(agent, head);
                }
                Some(Err(error)) => fail(agent, &exchanges, id, waiting, &error)?,
                None => waiting.reject_cancelled(agent),
            }
            Ok(())
        },
    );
    match operation {
        Ok(operation) => {
            let exchange =
                Exchange { operation: Some(operation), sender, waiting: Some(pending), ..Exchange::default() };
            exchanges.table.borrow_mut().insert(id, exchange);
        }
        Err(error) => return Err(agent.throw_plain_error(format!("fetch: {error}"))),
    }
    Ok(agent.new_array(&[Value::number(id as f64), promise])?.into())
}

/// Headers as JavaScript gets them: [name, value, name, value...]
pub(super) fn header_list(agent: &mut Agent, headers: &Headers) -> JsResult<Value> {
    let list = agent.new_array(&[])?;
    for (name, value) in headers {
        let name = agent.string_value(name);
        agent.array_push(list, name)?;
        let value: Value = agent.try_string_from_latin1(value)?.into();
        agent.array_push(list, value)?;
    }
    Ok(list.into())
}

/// Headers as JavaScript gives them.
pub(super) fn headers_argument(agent: &mut Agent, list: Value) -> JsResult<Headers> {
    let list = list.to_object(agent)?;
    let mut headers = Vec::new();
    for i in (0..list.length_of_array_like(agent)?).step_by(2) {
        let name = list.get_index(agent, i)?.to_rust_string(agent)?;
        let value = list.get_index(agent, i + 1)?.to_js_string(agent)?;
        headers.push((name, value.to_utf16().into_iter().map(|unit| unit as u8).collect()));
    }
    Ok(headers)
}

pub(super) fn body_argument(agent: &mut Agent, body: Value) -> JsResult<(Option<BodySender>, OutgoingBody)> {
    if body.is_null() {
        return Ok((None, OutgoingBody::empty()));
    }
    let Some(parts) = body.as_object() else {
        let (sender, body) = OutgoingBody::stream();
        return Ok((Some(sender), body));
    };
    let mut whole = Vec::new();
    for i in 0..parts.length_of_array_like(agent)? {
        let part = parts.get_index(agent, i)?;
        whole.extend_from_slice(&super::bytes_argument(agent, part)?.read_bytes());
    }
    Ok((None, OutgoingBody::whole(whole)))
}

fn head_object(agent: &mut Agent, response: &HttpResponse) -> JsResult<Value> {
    let head = agent.new_object();
    head.create_str(agent, "status", response.status as i32)?;
    let status_text = agent.string_value(&response.status_text);
    head.create_str(agent, "statusText", status_text)?;
    let list = header_list(agent, &response.headers)?;
    head.create_str(agent, "headers", list)?;
    Ok(head.into())
}

/// The promise of an exchange whose operation has answered; None if it was cancelled.
fn arrived(agent: &mut Agent, id: u64) -> Option<(Rc<Exchanges>, PendingPromise)> {
    let exchanges = agent.state::<Exchanges>();
    let waiting = exchanges.table.borrow_mut().get_mut(&id).and_then(|exchange| {
        exchange.operation = None;
        exchange.waiting.take()
    })?;
    Some((exchanges, waiting))
}

fn fail(agent: &mut Agent, exchanges: &Exchanges, id: u64, waiting: PendingPromise, error: &HttpError) -> JsResult<()> {
    exchanges.body_ended(id);
    let reason = error_object(agent, error)?;
    waiting.reject(agent, reason);
    Ok(())
}

/// Starts reading from the body of an exchange; `done` settles the promise. Without a body it is resolved with `nothing`.
fn read<T: Taped, F: Future<Output = T> + Send + 'static>(
    agent: &mut Agent,
    id: Value,
    nothing: Value,
    work: impl FnOnce(PullBody) -> F,
    done: impl FnOnce(&mut Agent, &Exchanges, u64, PendingPromise, T) -> JsResult<()> + 'static,
) -> JsResult<Value> {
    let id = number_argument(id);
    let exchanges = agent.state::<Exchanges>();
    let body = exchanges.table.borrow().get(&id).and_then(|exchange| exchange.body.clone());
    let pending = PendingPromise::new(agent);
    let promise = pending.value();
    let Some(body) = body else {
        pending.resolve(agent, nothing);
        return Ok(promise);
    };
    let operation =
        state_of(agent).spawn(OperationKind::Http, TaskSource::Networking, work(body), move |agent, outcome| {
            let Some((exchanges, waiting)) = arrived(agent, id) else { return Ok(()) };
            match outcome {
                Some(outcome) => done(agent, &exchanges, id, waiting, outcome),
                None => {
                    waiting.reject_cancelled(agent);
                    Ok(())
                }
            }
        });
    match operation {
        Ok(operation) => {
            if let Some(exchange) = exchanges.table.borrow_mut().get_mut(&id) {
                exchange.operation = Some(operation);
                exchange.waiting = Some(pending);
            }
            Ok(promise)
        }
        Err(error) => Err(agent.throw_plain_error(format!("fetch: {error}"))),
    }
}

/// httpNextChunk(id): a promise of the next bytes of the body, null at its end.
fn http_next_chunk(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    read(
        agent,
        args.get(0),
        Value::NULL,
        |body| async move { body.next_chunk().await },
        |agent, exchanges, id, waiting, outcome| match outcome {
            Some(Ok(bytes)) => {
                let chunk = agent.uint8_array_from_vec(bytes.to_vec())?;
                waiting.resolve(agent, chunk);
                Ok(())
            }
            Some(Err(error)) => fail(agent, exchanges, id, waiting, &error),
            None => {
                exchanges.body_ended(id);
                waiting.resolve(agent, Value::NULL);
                Ok(())
            }
        },
    )
}

/// httpReadAll(id): a promise of all bytes of the body.
fn http_read_all(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let empty = agent.uint8_array_from_vec(Vec::new())?;
    read(
        agent,
        args.get(0),
        empty.into(),
        |body| async move { body.read_to_end().await },
        |agent, exchanges, id, waiting, outcome| match outcome {
            Ok(bytes) => {
                exchanges.body_ended(id);
                let bytes = agent.uint8_array_from_vec(bytes)?;
                waiting.resolve(agent, bytes);
                Ok(())
            }
            Err(error) => fail(agent, exchanges, id, waiting, &error),
        },
    )
}

/// httpBodyWrite(id, Uint8Array): a promise of whether the chunk was taken; false if nobody takes any more.
fn http_body_write(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = number_argument(args.get(0));
    let chunk = super::bytes_argument(agent, args.get(1))?.to_vec();
    let exchanges = agent.state::<Exchanges>();
    let sender = exchanges.table.borrow().get(&id).and_then(|exchange| exchange.sender.clone());
    let pending = PendingPromise::new(agent);
    let promise = pending.value();
    let Some(sender) = sender else {
        pending.resolve(agent, Value::FALSE);
        return Ok(promise);
    };
    let started = state_of(agent).spawn(
        OperationKind::Http,
        TaskSource::Networking,
        async move { sender.send(chunk.into()).await },
        move |agent, taken| {
            pending.resolve(agent, Value::from(taken == Some(true)));
            Ok(())
        },
    );
    match started {
        Ok(_) => Ok(promise),
        Err(error) => Err(agent.throw_plain_error(format!("fetch: {error}"))),
    }
}

fn take_sender(agent: &mut Agent, id: u64) -> Option<BodySender> {
    let exchanges = agent.state::<Exchanges>();
    exchanges.table.borrow_mut().get_mut(&id)?.sender.take()
}

/// httpBodyEnd(id): the request's body is whole.
fn http_body_end(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(sender) = take_sender(agent, number_argument(args.get(0))) {
        let work = async move { sender.finish().await };
        if let Err(error) = state_of(agent).spawn(OperationKind::Http, TaskSource::Networking, work, |_, _| Ok(())) {
            return Err(agent.throw_plain_error(format!("fetch: {error}")));
        }
    }
    Ok(Value::UNDEFINED)
}

/// httpBodyFail(id): the request's body breaks off.
fn http_body_fail(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    drop(take_sender(agent, number_argument(args.get(0))));
    Ok(Value::UNDEFINED)
}

/// httpCancel(id): stops the request and drops its connection.
fn http_cancel(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = number_argument(args.get(0));
    let exchanges = agent.state::<Exchanges>();
    let Some(exchange) = exchanges.table.borrow_mut().remove(&id) else { return Ok(Value::UNDEFINED) };
    if let Some(operation) = exchange.operation {
        state_of(agent).cancel(operation);
    }
    if let Some(waiting) = exchange.waiting {
        waiting.reject_cancelled(agent);
    }
    Ok(Value::UNDEFINED)
}
