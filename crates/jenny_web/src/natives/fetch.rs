//! The transport of fetch: requests that run on the reactor, known to JavaScript by a number.

use super::Row;
use jenny_engine::embed::PendingPromise;
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::http::{CertificateSources, HttpClient, HttpError, HttpRequest, OutgoingBody, PullBody, Timeouts};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use url::Url;

pub const ROWS: &[Row] =
    &[("httpSend", 4, http_send), ("httpNextChunk", 1, http_next_chunk), ("httpCancel", 1, http_cancel)];

/// A request under way: its operation while its head is awaited, then its body.
#[derive(Default)]
struct Exchange {
    operation: Option<OperationId>,
    body: Option<PullBody>,
    /// settled with an error if the request is cancelled
    waiting: Option<PendingPromise>,
}

/// The agent's requests.
#[derive(Default)]
struct Exchanges {
    client: RefCell<Option<HttpClient>>,
    next: Cell<u32>,
    table: RefCell<BTreeMap<u32, Exchange>>,
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

fn aborted(agent: &mut Agent) -> Value {
    agent.new_error(jenny_engine::Intrinsic::ErrorPrototype, "The request was cancelled").into()
}

/// httpSend(method, url, array of [name, value], Uint8Array or null): { id, promise of { status, statusText, headers } }
fn http_send(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let method = args.get(0).to_rust_string(agent)?;
    let text = args.get(1).to_rust_string(agent)?;
    let Ok(url) = Url::parse(&text) else { return Err(agent.throw_type_error("Invalid URL")) };
    let list = args.get(2).to_object(agent)?;
    let mut headers = Vec::new();
    for i in 0..list.length_of_array_like(agent)? {
        let pair = list.get_index(agent, i)?.to_object(agent)?;
        let name = pair.get_index(agent, 0)?.to_rust_string(agent)?;
        let value = pair.get_index(agent, 1)?.to_rust_string(agent)?;
        headers.push((name, value.chars().map(|c| c as u32 as u8).collect()));
    }
    let body = if args.get(3).is_null() {
        OutgoingBody::empty()
    } else {
        OutgoingBody::whole(super::bytes_argument(agent, args.get(3))?.bytes().to_vec())
    };
    let exchanges = agent.state::<Exchanges>();
    let id = exchanges.next.get() + 1;
    exchanges.next.set(id);
    let client = client(agent, &exchanges);
    let pending = PendingPromise::new(agent);
    let promise = pending.promise();
    let request = HttpRequest { method, url, headers, body, decode: true, timeouts: Timeouts::default() };
    let state = state_of(agent);
    let operation = state.spawn(
        OperationKind::Http,
        TaskSource::Networking,
        async move { client.send(request).await },
        move |agent, outcome| {
            let exchanges = agent.state::<Exchanges>();
            let waiting = exchanges.table.borrow_mut().get_mut(&id).and_then(|e| {
                e.operation = None;
                e.waiting.take()
            });
            let Some(waiting) = waiting else { return Ok(()) };
            match outcome {
                Some(Ok(response)) => {
                    let head = agent.new_object();
                    head.create_str(agent, "status", response.status as i32)?;
                    let status_text = agent.string_value(&response.status_text);
                    head.create_str(agent, "statusText", status_text)?;
                    let list = agent.new_array(&[])?;
                    for (name, value) in response.headers.iter() {
                        let name = agent.string_value(name);
                        let value: Value = agent.try_string_from_latin1(value)?.into();
                        let pair = agent.new_array(&[name, value])?;
                        agent.array_push(list, pair.into())?;
                    }
                    head.create_str(agent, "headers", list)?;
                    if let Some(exchange) = exchanges.table.borrow_mut().get_mut(&id) {
                        exchange.body = Some(response.body);
                    }
                    waiting.resolve(agent, head);
                }
                Some(Err(error)) => {
                    exchanges.table.borrow_mut().remove(&id);
                    let reason = error_object(agent, &error)?;
                    waiting.reject(agent, reason);
                }
                None => {
                    let reason = aborted(agent);
                    waiting.reject(agent, reason);
                }
            }
            Ok(())
        },
    );
    match operation {
        Ok(operation) => {
            let exchange = Exchange { operation: Some(operation), body: None, waiting: Some(pending) };
            exchanges.table.borrow_mut().insert(id, exchange);
        }
        Err(error) => return Err(agent.throw_plain_error(format!("fetch: {error}"))),
    }
    let result = agent.new_object();
    result.create_str(agent, "id", id)?;
    result.create_str(agent, "promise", promise)?;
    Ok(result.into())
}

/// httpNextChunk(id): a promise of the next bytes of the body, null at its end.
fn http_next_chunk(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = args.get(0).to_uint32(agent)?;
    let exchanges = agent.state::<Exchanges>();
    let body = exchanges.table.borrow().get(&id).and_then(|e| e.body.clone());
    let pending = PendingPromise::new(agent);
    let promise = pending.promise();
    let Some(body) = body else {
        pending.resolve(agent, Value::NULL);
        return Ok(promise.into());
    };
    let state = state_of(agent);
    let operation = state.spawn(
        OperationKind::Http,
        TaskSource::Networking,
        async move { body.next_chunk().await },
        move |agent, outcome| {
            let exchanges = agent.state::<Exchanges>();
            let waiting = exchanges.table.borrow_mut().get_mut(&id).and_then(|e| {
                e.operation = None;
                e.waiting.take()
            });
            let Some(waiting) = waiting else { return Ok(()) };
            match outcome.flatten() {
                Some(Ok(bytes)) => {
                    let chunk = agent.uint8_array_from_vec(bytes.to_vec())?;
                    waiting.resolve(agent, chunk);
                }
                Some(Err(error)) => {
                    exchanges.table.borrow_mut().remove(&id);
                    let reason = error_object(agent, &error)?;
                    waiting.reject(agent, reason);
                }
                None => {
                    exchanges.table.borrow_mut().remove(&id);
                    waiting.resolve(agent, Value::NULL);
                }
            }
            Ok(())
        },
    );
    match operation {
        Ok(operation) => {
            if let Some(exchange) = exchanges.table.borrow_mut().get_mut(&id) {
                exchange.operation = Some(operation);
                exchange.waiting = Some(pending);
            }
        }
        Err(error) => return Err(agent.throw_plain_error(format!("fetch: {error}"))),
    }
    Ok(promise.into())
}

/// httpCancel(id): stops the request and drops its connection.
fn http_cancel(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let id = args.get(0).to_uint32(agent)?;
    let exchanges = agent.state::<Exchanges>();
    let Some(exchange) = exchanges.table.borrow_mut().remove(&id) else { return Ok(Value::UNDEFINED) };
    if let Some(operation) = exchange.operation {
        state_of(agent).cancel(operation);
    }
    if let Some(waiting) = exchange.waiting {
        let reason = aborted(agent);
        waiting.reject(agent, reason);
    }
    Ok(Value::UNDEFINED)
}
