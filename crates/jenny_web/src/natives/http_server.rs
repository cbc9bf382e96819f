//! Servers of HTTP: requests come to JavaScript as tasks, each under a number by which it is answered.

use super::fetch::{Exchange, Exchanges, body_argument, exchange_number, header_list, headers_argument};
use super::{Row, number_argument, row};
use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, Args, AsObject, Intrinsic, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::fs_ops::FsError;
use jenny_runtime::http::{self, Headers, IncomingRequest, PullBody, Responder, ResponseHead, ServerHandle};
use jenny_runtime::recording::{Decoder, Encoder, Malformed, Taped};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

pub static ROWS: &[Row] = &[
    row("httpServe", 5, http_serve),
    row("httpServerStop", 2, http_server_stop),
    row("httpServerRef", 2, http_server_ref),
    row("httpRespond", 6, http_respond),
    row("httpDropBody", 1, http_drop_body),
];

/// What a server tells of.
enum News {
    Request(Box<Request>),
    /// The client of this request went away before it had all of its answer.
    Gone(u64),
}

struct Request {
    number: u64,
    method: String,
    target: String,
    /// Of HTTP/1.
    minor_version: u16,
    headers: Headers,
    has_body: bool,
    /// The client's address and port.
    remote: (String, u16),
    /// Not there in a replay.
    responder: Option<Responder>,
    body: PullBody,
}

impl From<IncomingRequest> for Request {
    fn from(request: IncomingRequest) -> Request {
        let IncomingRequest { number, method, target, minor_version, headers, has_body, body, remote, responder } =
            request;
        let (minor_version, remote) = (minor_version.into(), (remote.ip().to_string(), remote.port()));
        Request { number, method, target, minor_version, headers, has_body, remote, responder: Some(responder), body }
    }
}

/// The head; chunks of the body are results of their own.
impl Taped for News {
    fn write(&self, encoder: &mut Encoder) {
        match self {
            News::Request(request) => {
                true.write(encoder);
                request.number.write(encoder);
                request.method.write(encoder);
                request.target.write(encoder);
                request.minor_version.write(encoder);
                request.headers.write(encoder);
                request.has_body.write(encoder);
                request.remote.write(encoder);
            }
            News::Gone(number) => {
                false.write(encoder);
                number.write(encoder);
            }
        }
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<News, Malformed> {
        Ok(match bool::read(decoder)? {
            true => News::Request(Box::new(Request {
                number: Taped::read(decoder)?,
                method: Taped::read(decoder)?,
                target: Taped::read(decoder)?,
                minor_version: Taped::read(decoder)?,
                headers: Taped::read(decoder)?,
                has_body: Taped::read(decoder)?,
                remote: Taped::read(decoder)?,
                responder: None,
                body: PullBody::ended(),
            })),
            false => News::Gone(Taped::read(decoder)?),
        })
    }
}

struct Server {
    operation: OperationId,
    /// Not there in a replay.
    handle: Option<ServerHandle>,
}

/// The agent's servers that have not ended, by their numbers.
#[derive(Default)]
struct Servers {
    next: Cell<u64>,
    table: RefCell<BTreeMap<u64, Server>>,
}

/// What is called of a server's JavaScript.
struct Callbacks {
    request: HeldValue,
    gone: HeldValue,
    ended: HeldValue,
}

/// httpServe(host, port, request, gone, ended): [server, its port, its address].
/// `request(number, method, target, [name, value, name, value...], has a body, address, port, minor version)` and `gone(number)` are called as
/// tasks, `ended()` at last. Throws { code, message } where the address cannot be had.
fn http_serve(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let host = args.get(0).to_rust_string(agent)?;
    let port = args.get(1).to_uint32(agent)? as u16;
    let callbacks = Callbacks {
        request: HeldValue::new(agent, args.get(2)),
        gone: HeldValue::new(agent, args.get(3)),
        ended: HeldValue::new(agent, args.get(4)),
    };
    let servers = agent.state::<Servers>();
    let number = servers.next.get() + 1;
    servers.next.set(number);
    let state = state_of(agent);
    state.name_operation(&format!("serve {host}:{port}"));
    let (operation, poster) = state.start_external(
        OperationKind::Http,
        TaskSource::Networking,
        true,
        move |agent, news: Option<News>, last| {
            match news {
                Some(News::Request(request)) => tell_request(agent, &callbacks, *request)?,
                Some(News::Gone(request)) => {
                    let request = Value::number(exchange_number(request) as f64);
                    agent.call(callbacks.gone.get(), Value::UNDEFINED, &[request])?;
                }
                None => {}
            }
            if last {
                agent.state::<Servers>().table.borrow_mut().remove(&number);
                agent.call(callbacks.ended.get(), Value::UNDEFINED, &[])?;
            }
            Ok(())
        },
    );
    let mut handle = None;
    let bound = state.outside_call("serve", || -> std::io::Result<(String, u16)> {
        let poster = Arc::new(poster);
        let gone = poster.clone();
        let (server, serving) = http::serve(
            http::bind(&host, port)?,
            move |request| poster.post(News::Request(Box::new(request.into()))),
            move |number| gone.post(News::Gone(number)),
        )?;
        let address = server.local_address();
        state.event_loop.reactor()?.spawn(serving);
        handle = Some(server);
        Ok((address.ip().to_string(), address.port()))
    });
    match bound {
        Ok((address, port)) => {
            servers.table.borrow_mut().insert(number, Server { operation, handle });
            let address = agent.string_value(&address);
            let answer = [Value::number(number as f64), Value::from(u32::from(port)), address];
            Ok(agent.new_array(&answer)?.into())
        }
        Err(error) => {
            state.cancel(operation);
            let error = bind_error(agent, &error, &host, port)?;
            Err(agent.throw(error))
        }
    }
}

/// In the words of Node.
fn bind_error(agent: &mut Agent, error: &std::io::Error, host: &str, port: u16) -> JsResult<Value> {
    let (code, message) = match error.raw_os_error() {
        Some(_) => {
            let known = FsError::from_io(error, "listen");
            let words = known.to_string();
            (known.code, format!("listen {} {host}:{port}", words.trim_end_matches(", listen")))
        }
        None => ("ENOTFOUND", format!("getaddrinfo ENOTFOUND {host}")),
    };
    let object = agent.new_error(Intrinsic::ErrorPrototype, &message).as_object();
    let code = agent.string_value(code);
    object.create_str(agent, "code", code)?;
    let host = agent.string_value(host);
    object.create_str(agent, "address", host)?;
    object.create_str(agent, "port", i32::from(port))?;
    Ok(object.into())
}

fn tell_request(agent: &mut Agent, callbacks: &Callbacks, request: Request) -> JsResult<()> {
    let Request { number, method, target, minor_version, headers, has_body, remote, responder, body } = request;
    let number = exchange_number(number);
    let exchange = Exchange { body: has_body.then_some(body), responder, is_served: true, ..Exchange::default() };
    agent.state::<Exchanges>().table.borrow_mut().insert(number, exchange);
    let list = header_list(agent, &headers)?;
    let arguments = [
        Value::number(number as f64),
        agent.string_value(&method),
        agent.string_value(&target),
        list,
        Value::from(has_body),
        agent.string_value(&remote.0),
        Value::from(u32::from(remote.1)),
        Value::from(u32::from(minor_version)),
    ];
    agent.call(callbacks.request.get(), Value::UNDEFINED, &arguments).map(|_| ())
}

/// httpServerStop(server, at once): accepts no more connections and ends the others, after their answers or at once.
fn http_server_stop(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let at_once = args.get(1).to_boolean();
    if let Some(Server { handle: Some(handle), .. }) =
        agent.state::<Servers>().table.borrow().get(&number_argument(args.get(0)))
    {
        if at_once { handle.break_off() } else { handle.close() }
    }
    Ok(Value::UNDEFINED)
}

/// httpServerRef(server, on): whether it keeps the program alive.
fn http_server_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(server) = agent.state::<Servers>().table.borrow().get(&number_argument(args.get(0))) {
        state_of(agent).event_loop.set_operation_ref(server.operation, args.get(1).to_boolean());
    }
    Ok(Value::UNDEFINED)
}

/// httpRespond(number, status, reason phrase, [name, value, name, value...], array of Uint8Arrays or null, or true for a stream,
/// whether the request's body is still read): answers a request. Throws a TypeError for a head that cannot be sent.
fn http_respond(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(args.get(0));
    let status = args.get(1).to_uint32(agent)? as u16;
    let status_text = args.get(2).to_rust_string(agent)?;
    let headers = headers_argument(agent, args.get(3))?;
    let (sender, body) = body_argument(agent, args.get(4))?;
    let keeps = args.get(5).to_boolean() || sender.is_some();
    let exchanges = agent.state::<Exchanges>();
    let responder = {
        let mut table = exchanges.table.borrow_mut();
        let Some(exchange) = table.get_mut(&number) else { return Ok(Value::UNDEFINED) };
        exchange.responder.take()
    };
    if let Some(responder) = responder
        && let Err(message) = responder.respond(&ResponseHead { status, status_text, headers }, body)
    {
        exchanges.table.borrow_mut().remove(&number);
        return Err(agent.throw_type_error(&message));
    }
    let mut table = exchanges.table.borrow_mut();
    match table.get_mut(&number) {
        Some(exchange) if keeps => exchange.sender = sender,
        _ => drop(table.remove(&number)),
    }
    Ok(Value::UNDEFINED)
}

/// httpDropBody(number): the rest of a request's body is not wanted.
fn http_drop_body(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(args.get(0));
    super::fetch::drop_body(agent, number);
    Ok(Value::UNDEFINED)
}
