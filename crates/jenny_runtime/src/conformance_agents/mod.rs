//! `$262.agent` of the conformance suite: agents on threads of their own that talk through shared memory and reports.
//!
//! A started agent is bare: it has the language, `$262.agent` and `setTimeout`, and turns the small loop of [`small_loop`].

mod small_loop;

pub use small_loop::{AgentHost, SmallLoop};

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jenny_bytecode::SourceText;
use jenny_engine::agent::{InterruptHandle, interrupt};
use jenny_engine::builtins::array_buffer::BackingStore;
use jenny_engine::embed::{
    ArrayBufferObject, Gc, PropertySpec, SpecValue, install as install_rows, method, new_builtin_object, value,
};
use jenny_engine::{Agent, AgentOptions, Args, AsObject, Attributes, Intrinsic, JsResult, Object, Value};

use crate::oracle::{Clock, MILLISECOND, Oracle, RealOracle};

/// Native stack of a started agent's thread; the agent itself may use a part of it.
const STACK: usize = 16 << 20;
/// A blocked native looks this often whether its agent is asked to end.
const POLL: Duration = Duration::from_millis(20);

/// A SharedArrayBuffer on its way to another agent.
#[derive(Clone)]
struct Broadcast {
    store: Arc<BackingStore>,
    growable: bool,
    received: Sender<()>,
}

struct Child {
    broadcasts: Sender<Broadcast>,
    interrupts: InterruptHandle,
    thread: Option<JoinHandle<()>>,
}

/// What the agent that starts others knows of them. Dropping it ends them.
#[derive(Default)]
struct Children {
    list: RefCell<Vec<Child>>,
    reports: Arc<Mutex<VecDeque<String>>>,
}

impl Drop for Children {
    fn drop(&mut self) {
        let mut list = std::mem::take(&mut *self.list.borrow_mut());
        list.iter().for_each(|child| child.interrupts.request(interrupt::TERMINATE));
        for child in &mut list {
            if let Some(thread) = child.thread.take() {
                // A panic there was reported by the thread itself.
                let _ = thread.join();
            }
        }
    }
}

/// What a started agent knows.
struct ChildState {
    broadcasts: Receiver<Broadcast>,
    reports: Arc<Mutex<VecDeque<String>>>,
}

static MEMBERS_OF_PARENT: &[PropertySpec] = &[
    method("start", start, 1),
    method("broadcast", broadcast, 1),
    method("getReport", get_report, 0),
    method("sleep", sleep, 1),
    method("monotonicNow", monotonic_now, 0),
];

static MEMBERS_OF_CHILD: &[PropertySpec] = &[
    method("receiveBroadcast", receive_broadcast, 1),
    method("report", report, 1),
    method("leaving", |_, _, _| Ok(Value::UNDEFINED), 0),
    method("sleep", sleep, 1),
    method("monotonicNow", monotonic_now, 0),
];

static CHILD_262: &[PropertySpec] =
    &[value("agent", SpecValue::Make(|agent| Ok(object_of(agent, MEMBERS_OF_CHILD).into())), Attributes::BUILTIN)];

static CHILD_GLOBALS: &[PropertySpec] =
    &[value("$262", SpecValue::Make(|agent| Ok(object_of(agent, CHILD_262).into())), Attributes::BUILTIN)];

fn object_of(agent: &mut Agent, rows: &'static [PropertySpec]) -> Gc<Object> {
    let realm = agent.realm();
    let prototype = agent.intrinsic(Intrinsic::ObjectPrototype);
    let object = new_builtin_object(agent, realm, prototype.into());
    install_rows(agent, object, rows);
    object
}

/// The object `$262.agent` of an agent that may start others.
pub fn make_agent_object(agent: &mut Agent) -> Gc<Object> {
    object_of(agent, MEMBERS_OF_PARENT)
}

/// Ends the agents that this one has started, and waits for them.
pub fn end_agents(agent: &mut Agent) {
    agent.set_state(Rc::new(Children::default()));
}

fn start(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let source = args.get(0).to_rust_string(agent)?;
    let children = agent.state::<Children>();
    let (broadcasts, inbox) = channel();
    let (running, is_running) = channel();
    let reports = children.reports.clone();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let options = AgentOptions { native_stack_size: 4 << 20, heap_limit: 1 << 30, ..AgentOptions::default() };
        let mut agent = Agent::new(options, Box::new(AgentHost::new(true)));
        agent.set_state(Rc::new(ChildState { broadcasts: inbox, reports }));
        let small_loop = SmallLoop::install(&mut agent);
        let global = agent.realm().global_object();
        install_rows(&mut agent, global, CHILD_GLOBALS);
        let _ = running.send(agent.interrupt_handle());
        let source = SourceText::new("agent", source);
        if jenny_engine::script::evaluate_script(&mut agent, source, false).is_err() && !agent.is_terminating() {
            report_uncaught(&mut agent);
        }
        small_loop.run(&mut agent, &mut || false);
    });
    let Ok(thread) = thread else { return Err(agent.throw_plain_error("The thread could not be started")) };
    let Ok(interrupts) = is_running.recv() else {
        return Err(agent.throw_plain_error("The agent ended before it ran"));
    };
    children.list.borrow_mut().push(Child { broadcasts, interrupts, thread: Some(thread) });
    Ok(Value::UNDEFINED)
}

/// An error that nothing caught ends the agent; a report says so, since the test waits for one.
fn report_uncaught(agent: &mut Agent) {
    let exception = agent.take_pending_exception();
    let text = exception.to_rust_string(agent).unwrap_or_default();
    let state = agent.existing_state::<ChildState>();
    if let Some(state) = state {
        state.reports.lock().unwrap_or_else(PoisonError::into_inner).push_back(format!("uncaught: {text}"));
    }
}

fn broadcast(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let buffer = args.get(0).as_kind::<ArrayBufferObject>().filter(|buffer| buffer.is_shared());
    let Some((buffer, store)) = buffer.and_then(|buffer| Some((buffer, buffer.store()?))) else {
        return Err(agent.throw_type_error("broadcast: the argument must be a SharedArrayBuffer"));
    };
    let children = agent.state::<Children>();
    let (received, receipts) = channel();
    let message = Broadcast { store, growable: buffer.is_resizable(), received };
    let sent = children.list.borrow().iter().filter(|child| child.broadcasts.send(message.clone()).is_ok()).count();
    // The channel closes when every agent that is left without it has ended.
    drop(message);
    for _ in 0..sent {
        loop {
            match receipts.recv_timeout(POLL) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => agent.poll_interrupts()?,
            }
        }
    }
    Ok(Value::UNDEFINED)
}

fn get_report(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let reports = agent.state::<Children>().reports.clone();
    let report = reports.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
    Ok(report.map_or(Value::NULL, |text| agent.string_value(&text)))
}

/// Blocks until a broadcast comes, then calls the argument with a buffer over the same memory.
fn receive_broadcast(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let Some(state) = agent.existing_state::<ChildState>() else { return Ok(Value::UNDEFINED) };
    loop {
        match state.broadcasts.recv_timeout(POLL) {
            Ok(Broadcast { store, growable, received }) => {
                let prototype = agent.intrinsic(Intrinsic::SharedArrayBufferPrototype);
                let buffer = agent.new_array_buffer_from_store(store, prototype, growable, true);
                // The sender may have stopped waiting.
                let _ = received.send(());
                return agent.call(args.get(0), Value::UNDEFINED, &[buffer.as_object().into()]);
            }
            Err(RecvTimeoutError::Timeout) => agent.poll_interrupts()?,
            Err(RecvTimeoutError::Disconnected) => return Ok(Value::UNDEFINED),
        }
    }
}

fn report(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    if let Some(state) = agent.existing_state::<ChildState>() {
        state.reports.lock().unwrap_or_else(PoisonError::into_inner).push_back(text);
    }
    Ok(Value::UNDEFINED)
}

fn sleep(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let milliseconds = args.get(0).to_number(agent)?.clamp(0.0, 1e9);
    let mut left = Duration::from_secs_f64(if milliseconds.is_nan() { 0.0 } else { milliseconds } / 1000.0);
    while !left.is_zero() {
        let slice = left.min(POLL);
        std::thread::sleep(slice);
        left -= slice;
        agent.poll_interrupts()?;
    }
    Ok(Value::UNDEFINED)
}

/// The clock of all agents: their readings can be compared.
fn monotonic_now(_: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    static CLOCK: Mutex<Option<RealOracle>> = Mutex::new(None);
    let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let now = clock.get_or_insert_with(RealOracle::new).now(Clock::Monotonic);
    Ok(Value::number(now as f64 / MILLISECOND as f64))
}
