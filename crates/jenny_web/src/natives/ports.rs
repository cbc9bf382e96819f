//! Message ports and broadcast channels: JavaScript knows each by a number.

use super::message_events::Lone;
use super::message_tape;
use super::structured::{message_of, open_message};
use super::{Row, row};
use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::operations::Codec;
use jenny_runtime::binding::{RuntimeState, state_of};
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::parallel::{Port, Received, Subscription, numbered_channel, publish, subscribe};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

pub static ROWS: &[Row] = &[
    row("portPair", 0, port_pair),
    row("portPost", 3, port_post),
    row("portStart", 3, port_start),
    row("portListener", 4, port_listener),
    row("portRef", 2, port_ref),
    row("portClose", 1, port_close),
    row("portReceive", 1, port_receive),
    row("broadcastJoin", 1, broadcast_join),
    row("broadcastPost", 2, broadcast_post),
];

/// Under this name the registry of platform objects knows ports.
pub const TAG: &str = "messaging/MessagePort";

struct Entry {
    port: Rc<Port>,
    /// Its announcements, while it is started.
    operation: Option<OperationId>,
    /// Its place, if it is that of a broadcast channel.
    subscription: Option<Subscription>,
    /// Who hears of its messages, if that is a function alone.
    lone: Option<Rc<Lone>>,
}

/// The agent's ports.
#[derive(Default)]
struct Ports {
    next: Cell<u32>,
    /// How many ports were made here in pairs.
    made: Cell<u64>,
    table: RefCell<BTreeMap<u32, Entry>>,
    /// In a replay: ports that were sent away, by the numbers of the record. What comes back is the same port.
    away: RefCell<BTreeMap<u64, Port>>,
}

impl Ports {
    fn port(&self, number: u32) -> Option<Rc<Port>> {
        self.table.borrow().get(&number).map(|entry| entry.port.clone())
    }

    /// Takes a port out of the agent; its announcements stop.
    fn remove(&self, state: &RuntimeState, number: u32) -> Option<Entry> {
        let entry = self.table.borrow_mut().remove(&number)?;
        if let Some(operation) = entry.operation {
            entry.port.stop();
            state.cancel(operation);
        }
        Some(entry)
    }
}

/// Gives a port to the agent; its number.
pub fn add(agent: &mut Agent, port: Port) -> Value {
    add_entry(agent, port, None)
}

fn add_entry(agent: &mut Agent, port: Port, subscription: Option<Subscription>) -> Value {
    let ports = agent.state::<Ports>();
    let number = ports.next.get() + 1;
    ports.next.set(number);
    let port = ports.away.borrow_mut().remove(&port.number).unwrap_or(port);
    ports.table.borrow_mut().insert(number, Entry { port: Rc::new(port), operation: None, subscription, lone: None });
    Value::number(f64::from(number))
}

/// Takes a port from the agent, for another to have.
pub fn take(agent: &mut Agent, number: Value) -> Option<Port> {
    let ports = agent.state::<Ports>();
    let state = state_of(agent);
    let entry = ports.remove(&state, number.as_number()? as u32)?;
    let port = Rc::try_unwrap(entry.port).ok()?;
    if !state.is_replay() {
        return Some(port);
    }
    // Who gets it may not run: it waits here, with what its other end sends, and another goes in its place.
    let stand_in = message_tape::lone_port(port.number);
    ports.away.borrow_mut().insert(port.number, port);
    Some(stand_in)
}

fn number_argument(agent: &mut Agent, args: &Args) -> JsResult<u32> {
    Ok(args.get(0).to_index(agent)? as u32)
}

/// portPair(): the numbers of two entangled ports.
fn port_pair(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let made = &agent.state::<Ports>().made;
    made.set(made.get() + 2);
    let state = state_of(agent);
    let second = u64::from(state.options.agent) << 48 | made.get();
    let (one, two) = numbered_channel(second - 1, second);
    if let Some(recording) = &state.recording {
        recording.channel(one.number, two.number);
    }
    let numbers = [add(agent, one), add(agent, two)];
    Ok(agent.new_array(&numbers)?.as_object().into())
}

/// portPost(port, value, transfer array): undefined. A port that is gone takes it and loses it.
fn port_post(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let message = message_of(agent, args.get(1), args.get(2))?;
    if let Some(port) = agent.state::<Ports>().port(number) {
        let state = state_of(agent);
        if let Some(recording) = &state.recording {
            recording.message_sent(port.number, port.count_sent(), message.size() as u64);
        }
        port.post(message, state.options.agent);
    }
    Ok(Value::UNDEFINED)
}

/// portStart(port, callback, keeps the loop alive): from now on callback('message', value, transferred), or
/// callback('messageerror', error), or at the end callback('close').
fn port_start(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let ports = agent.state::<Ports>();
    let Some(port) = ports.port(number) else { return Ok(Value::UNDEFINED) };
    let callback = HeldValue::new(agent, args.get(1));
    let state = state_of(agent);
    let (operation, poster) = state.start_external::<()>(
        OperationKind::MessagePort,
        TaskSource::MessagePort,
        args.get(2).to_boolean(),
        move |agent, _, _| arrived(agent, number, &callback),
    );
    if let Some(entry) = ports.table.borrow_mut().get_mut(&number) {
        entry.operation = Some(operation);
    }
    if let Some(recording) = &state.recording {
        recording.port_started(port.number, operation);
    }
    port.start(poster);
    Ok(Value::UNDEFINED)
}

/// portListener(port, target, function, listener): who alone hears of a started port's messages, as an event of the target's; without
/// a function the callback of `portStart` gets them.
fn port_listener(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let is_lone = args.get(2).is_object();
    let held = |place| HeldValue::new(agent, args.get(place));
    let lone = is_lone.then(|| Rc::new(Lone { target: held(1), callback: held(2), listener: held(3) }));
    if let Some(entry) = agent.state::<Ports>().table.borrow_mut().get_mut(&number) {
        entry.lone = lone;
    }
    Ok(Value::UNDEFINED)
}

/// The next message of a port. A record holds what other agents sent; in a replay there are none, and what the agent sent itself
/// waits in the port.
fn receive(state: &RuntimeState, port: &Port) -> Received {
    let (own, is_replay) = (state.options.agent, state.is_replay());
    let received = state.outside_call_as(
        "port",
        Codec {
            write: |(received, own), encoder| match received {
                Received::Nothing => encoder.bytes.push(0),
                Received::Closed => encoder.bytes.push(1),
                Received::Message(_, sender) if sender == own => encoder.bytes.push(2),
                Received::Message(message, _) => {
                    encoder.bytes.push(3);
                    message_tape::write(message, encoder);
                }
            },
            read: |decoder| {
                // Which agent sent it matters no more; 0 stands for the own one.
                Ok(match decoder.byte()? {
                    0 => (Received::Nothing, 0),
                    1 => (Received::Closed, 0),
                    2 => (Received::Nothing, 1),
                    _ => (Received::Message(message_tape::read(decoder)?, 0), 0),
                })
            },
        },
        || (port.receive(), own),
    );
    match received {
        (Received::Nothing, 1) if is_replay => port.receive(),
        (received, _) => received,
    }
}

/// One look at a started port.
fn arrived(agent: &mut Agent, number: u32, callback: &HeldValue) -> JsResult<()> {
    let ports = agent.state::<Ports>();
    let found = ports.table.borrow().get(&number).map(|entry| (entry.port.clone(), entry.lone.clone()));
    let Some((port, lone)) = found else { return Ok(()) };
    let state = state_of(agent);
    let received = receive(&state, &port);
    if let (Some(recording), Received::Message(..)) = (&state.recording, &received) {
        recording.message_delivered(port.number, port.count_received());
    }
    drop(port);
    let arguments = match received {
        Received::Nothing => return Ok(()),
        Received::Message(message, _) => match open_message(agent, message) {
            Ok((value, transferred)) => {
                if let Some(lone) = lone
                    && transferred.is_undefined()
                    && lone.hear(agent, &state, value)?
                {
                    return Ok(());
                }
                [agent.string_value("message"), value, transferred]
            }
            Err(thrown) if agent.is_terminating() => return Err(thrown),
            Err(thrown) => {
                let error = agent.take_exception(thrown);
                [agent.string_value("messageerror"), error, Value::UNDEFINED]
            }
        },
        Received::Closed => {
            ports.remove(&state, number);
            [agent.string_value("close"), Value::UNDEFINED, Value::UNDEFINED]
        }
    };
    agent.call(callback.get(), Value::UNDEFINED, &arguments).map(|_| ())
}

/// portRef(port, on): whether a started port keeps the loop alive.
fn port_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let ports = agent.state::<Ports>();
    let operation = ports.table.borrow().get(&number).and_then(|entry| entry.operation);
    if let Some(operation) = operation {
        state_of(agent).event_loop.set_operation_ref(operation, args.get(1).to_boolean());
    }
    Ok(Value::UNDEFINED)
}

/// portClose(port): it is gone, and the other one is told.
fn port_close(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let state = state_of(agent);
    let closed = agent.state::<Ports>().remove(&state, number);
    if let (Some(recording), Some(closed)) = (&state.recording, closed) {
        recording.port_closed(closed.port.number);
    }
    Ok(Value::UNDEFINED)
}

/// portReceive(port): an array of the next message's value, or undefined if none waits.
fn port_receive(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let Some(port) = agent.state::<Ports>().port(number) else { return Ok(Value::UNDEFINED) };
    let Received::Message(message, _) = receive(&state_of(agent), &port) else { return Ok(Value::UNDEFINED) };
    let (value, _) = open_message(agent, message)?;
    Ok(agent.new_array(&[value])?.as_object().into())
}

/// broadcastJoin(name): the number of a port at which the others' messages arrive.
fn broadcast_join(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let (subscription, port) = subscribe(&name);
    Ok(add_entry(agent, port, Some(subscription)))
}

/// broadcastPost(port, value): false if the value holds what can exist only once.
fn broadcast_post(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let message = message_of(agent, args.get(1), Value::UNDEFINED)?;
    let ports = agent.state::<Ports>();
    let table = ports.table.borrow();
    let subscription = table.get(&number).and_then(|entry| entry.subscription.as_ref());
    let sender = state_of(agent).options.agent;
    Ok(Value::bool(subscription.is_none_or(|subscription| publish(subscription, &message, sender))))
}
