//! Workers: starting their threads, and what their own agents ask for.

use super::message_tape::NEWS;
use super::ports;
use super::structured::{message_of, open_message};
use super::{Row, row};
use jenny_engine::embed::HeldValue;
use jenny_engine::structured::Serialized;
use jenny_engine::{Agent, Args, AsObject, JsResult, Object, Value};
use jenny_runtime::binding::compile::SourceUnit;
use jenny_runtime::binding::runtime::{self, evaluate_script};
use jenny_runtime::binding::{FatalListener, RuntimeOptions, RuntimeState, modules, report, state_of, uncaught};
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::oracle;
use jenny_runtime::parallel::{
    Audience, Hearing, Port, Recipe, Shared, SharedHold, SharedKey, WorkerHandle, WorkerLimits, WorkerNews,
    WorkerSetup, forget_shared, hear_as, post_to_thread, share, spawn,
};
use jenny_runtime::process::{Diversion, Environment, StandardStream, write_all};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use url::Url;

pub static ROWS: &[Row] = &[
    row("workerStart", 2, worker_start),
    row("workerShare", 3, worker_share),
    row("workerTerminate", 1, worker_terminate),
    row("workerRef", 2, worker_ref),
    row("workerTimes", 1, worker_times),
    row("loopTimes", 0, loop_times),
    row("threadListen", 0, thread_listen),
    row("threadPost", 3, thread_post),
    row("workerSelf", 0, worker_self),
    row("workerClose", 0, worker_close),
    row("workerUrl", 0, worker_url),
    row("readScript", 1, read_script),
    row("runScript", 2, run_script),
    row("workerGlobals", 0, worker_globals),
];

/// What the owner of a Worker without time is told.
const OUT_OF_TIME: &str = "The Worker was terminated since it had used its limit of";

/// Numbers of Workers, from 1, in the whole process.
static NEXT: AtomicU32 = AtomicU32::new(1);

struct Entry {
    handle: WorkerHandle,
    operation: OperationId,
}

/// The Workers that an agent has started and that have not ended.
#[derive(Default)]
struct Workers(RefCell<BTreeMap<u32, Entry>>);

impl Drop for Workers {
    /// Workers end with their owner (HTML 10.2.4).
    fn drop(&mut self) {
        for entry in self.0.borrow().values() {
            entry.handle.terminate();
        }
    }
}

/// Which of the Workers it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Dedicated,
    /// It ends at an uncaught error.
    Node,
    /// With its name in the registry of the process.
    Shared(SharedKey, u64),
}

/// How a Worker's program begins, on its way to the Worker's thread.
struct Start {
    url: String,
    /// The text, where the URL is no file.
    source: Option<String>,
    is_module: bool,
    kind: Kind,
    name: String,
    number: u32,
    port: Port,
    data: Serialized,
    environment: Environment,
    /// whether its owner reads its standard output, its standard error
    reads: [bool; 2],
}

/// What a Worker's agent knows of itself.
#[derive(Default)]
struct Own {
    /// undefined or an object: number, name, port, data, isNode, url
    description: RefCell<Option<HeldValue>>,
    closing: Cell<bool>,
    /// 0 for the program's own agent
    number: Cell<u32>,
    /// a SharedWorker's name in the registry
    shared: RefCell<Option<(SharedKey, u64)>>,
}

/// The SharedWorkers that an agent owns with others.
#[derive(Default)]
struct Holds(RefCell<Vec<SharedHold>>);

fn text_of(agent: &mut Agent, setup: jenny_engine::embed::Gc<Object>, name: &str) -> JsResult<Option<String>> {
    let value = setup.get_str(agent, name)?;
    if value.is_undefined() { Ok(None) } else { value.to_rust_string(agent).map(Some) }
}

/// The script of a Worker, as the members of a setup tell it.
struct Script {
    url: String,
    source: Option<String>,
    name: String,
    is_module: bool,
}

fn script_of(agent: &mut Agent, setup: jenny_engine::embed::Gc<Object>) -> JsResult<Script> {
    Ok(Script {
        url: text_of(agent, setup, "url")?.unwrap_or_default(),
        source: text_of(agent, setup, "source")?,
        name: text_of(agent, setup, "name")?.unwrap_or_default(),
        is_module: setup.get_str(agent, "module")?.to_boolean(),
    })
}

/// How Workers are made here. Errors: TypeError where they are not.
fn recipe_of(agent: &mut Agent, state: &RuntimeState) -> JsResult<Recipe> {
    let recipe = state.worker_recipe.borrow().clone();
    recipe.ok_or_else(|| agent.throw_type_error("Workers cannot be started here"))
}

/// Megabytes as bytes; undefined and what is no size mean no limit of its own.
fn megabytes(agent: &mut Agent, setup: jenny_engine::embed::Gc<Object>, name: &str) -> JsResult<Option<usize>> {
    let number = setup.get_str(agent, name)?.as_number();
    Ok(number.filter(|size| *size > 0.0).map(|size| (size.min(1e6) * 1_048_576.0) as usize))
}

fn strings_of(agent: &mut Agent, value: Value) -> JsResult<Vec<String>> {
    let mut list = Vec::new();
    if let Some(array) = value.as_object() {
        for i in 0..array.length_of_array_like(agent)? {
            list.push(array.get_index(agent, i)?.to_rust_string(agent)?);
        }
    }
    Ok(list)
}

/// workerStart({ url, source, module, node, name, port, data, transfer, env, argv, heap, stack, cpu, stdout, stderr }, callback): the number of a Worker.
/// callback('error', message, filename, line, column, error or undefined), callback('outoftime', message), callback('stdout' or 'stderr', bytes), and at the end callback('exit', code).
fn worker_start(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let recipe = recipe_of(agent, &state)?;
    let setup = args.get(0).to_object(agent)?;
    let Script { url, source, name, is_module } = script_of(agent, setup)?;
    let is_node = setup.get_str(agent, "node")?.to_boolean();
    let time = setup.get_str(agent, "cpu")?.as_number().filter(|ms| *ms > 0.0);
    let time = time.map(|ms| Duration::from_micros((ms.min(1e12) * 1000.0) as u64));
    let limits =
        WorkerLimits { heap: megabytes(agent, setup, "heap")?, stack: megabytes(agent, setup, "stack")?, time };
    let environment = match setup.get_str(agent, "env")? {
        pairs if pairs.is_object() => {
            let mut environment = Environment::default();
            for pair in strings_of(agent, pairs)?.chunks_exact(2) {
                environment.set(OsStr::new(&pair[0]), OsStr::new(&pair[1]));
            }
            environment
        }
        // "share"
        shared if shared.is_string() => state.environment.borrow().share(),
        _ => state.environment.borrow().clone(),
    };
    let reads = [setup.get_str(agent, "stdout")?.to_boolean(), setup.get_str(agent, "stderr")?.to_boolean()];
    let argv = setup.get_str(agent, "argv")?;
    let arguments = strings_of(agent, argv)?;
    let (data, transfer) = (setup.get_str(agent, "data")?, setup.get_str(agent, "transfer")?);
    let data = message_of(agent, data, transfer)?;
    let port = setup.get_str(agent, "port")?;
    let Some(port) = ports::take(agent, port) else { return Err(agent.throw_type_error("The port is gone")) };
    // Other agents start Workers too, so it is not the program alone that decides its number.
    let number = state.outside_call("Worker", || NEXT.fetch_add(1, Ordering::Relaxed));
    let options = options_for(&state, &url, arguments, number);
    let kind = if is_node { Kind::Node } else { Kind::Dedicated };
    let start = Start { url, source, is_module, kind, name, number, port, data, environment, reads };
    let setup = WorkerSetup {
        options,
        limits,
        name: format!("worker-{number}"),
        run: Box::new(move |runtime, audience| run(runtime, audience, start)),
    };
    let callback = HeldValue::new(agent, args.get(1));
    let (operation, poster) =
        state.start_external_as(OperationKind::Worker, TaskSource::Worker, true, NEWS, move |agent, news, _| {
            heard(agent, number, news, &callback)
        });
    let started = match state.is_replay() {
        true => {
            // It does not run: what it said is in the record. Its port stays open.
            std::mem::forget(setup);
            Ok(WorkerHandle::default())
        }
        false => spawn(recipe, setup, poster),
    };
    match started {
        Ok(handle) => {
            agent.state::<Workers>().0.borrow_mut().insert(number, Entry { handle, operation });
            Ok(Value::number(f64::from(number)))
        }
        Err(error) => {
            state.cancel(operation);
            Err(agent.throw_plain_error(format!("The Worker's thread could not be started: {error}")))
        }
    }
}

/// What the agent of a Worker is started with.
fn options_for(state: &RuntimeState, url: &str, arguments: Vec<String>, number: u32) -> RuntimeOptions {
    RuntimeOptions {
        arguments,
        entry: Url::parse(url).ok().and_then(|url| url.to_file_path().ok()).or_else(|| Some(PathBuf::from("[worker]"))),
        flags: state.options.flags.clone(),
        conditions: state.options.conditions.clone(),
        worker_url: Some(url.to_owned()),
        agent: number as u16,
        ..RuntimeOptions::default()
    }
}

/// workerShare({ url, source, module, credentials, name }, port, callback): connects the port to the SharedWorker of that address and
/// name, which is started if there is none; false if one runs with another type or other credentials. callback('error') if its
/// script cannot be loaded. Until that is known the Worker keeps the agent alive.
fn worker_share(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let recipe = recipe_of(agent, &state)?;
    let setup = args.get(0).to_object(agent)?;
    let Script { url, source, name, is_module } = script_of(agent, setup)?;
    let credentials = text_of(agent, setup, "credentials")?.unwrap_or_default();
    let manner = format!("{is_module} {credentials}");
    let transfer = agent.new_array(&[args.get(1)])?;
    let connection = message_of(agent, Value::UNDEFINED, transfer.as_object().into())?;
    let data = message_of(agent, Value::UNDEFINED, Value::UNDEFINED)?;
    let environment = state.environment.borrow().clone();
    let callback = HeldValue::new(agent, args.get(2));
    let operation = Rc::new(Cell::new(None));
    let mine = operation.clone();
    let (started, poster) =
        state.start_external_as(OperationKind::Worker, TaskSource::Worker, true, NEWS, move |agent, news, _| {
            let unreferenced = || {
                if let Some(operation) = mine.get() {
                    state_of(agent).event_loop.set_operation_ref(operation, false);
                }
            };
            match news {
                Some(WorkerNews::Error { .. }) => {
                    unreferenced();
                    let kind = agent.string_value("error");
                    agent.call(callback.get(), Value::UNDEFINED, &[kind]).map(|_| ())
                }
                Some(_) => {
                    unreferenced();
                    Ok(())
                }
                None => Ok(()),
            }
        });
    operation.set(Some(started));
    if state.is_replay() {
        // The record tells what came of it; nobody else may end the operation.
        std::mem::forget((connection, poster));
        let connected = state.outside_call("SharedWorker", || false);
        if !connected {
            state.cancel(started);
        }
        return Ok(Value::bool(connected));
    }
    let key = SharedKey { url: url.clone(), name: name.clone() };
    let owner = state.options.agent;
    let shared = share(recipe, key.clone(), manner, (connection, owner), poster, |port, id| {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let options = options_for(&state, &url, Vec::new(), number);
        let kind = Kind::Shared(key, id);
        let start = Start { url, source, is_module, kind, name, number, port, data, environment, reads: [false; 2] };
        WorkerSetup {
            options,
            limits: WorkerLimits::default(),
            name: format!("worker-{number}"),
            run: Box::new(move |runtime, audience| run(runtime, audience, start)),
        }
    });
    let connected = match shared {
        Ok(Shared::Connected(hold)) => {
            agent.state::<Holds>().0.borrow_mut().push(hold);
            true
        }
        Ok(Shared::Mismatch) => {
            state.cancel(started);
            false
        }
        Err(error) => {
            state.cancel(started);
            return Err(agent.throw_plain_error(format!("The Worker's thread could not be started: {error}")));
        }
    };
    Ok(Value::bool(state.outside_call("SharedWorker", || connected)))
}

/// News of a Worker, in its owner's agent.
fn heard(agent: &mut Agent, number: u32, news: Option<WorkerNews>, callback: &HeldValue) -> JsResult<()> {
    let arguments = match news {
        Some(WorkerNews::Error { message, filename, line, column, error }) => {
            let error = match error {
                Some(error) => open_message(agent, error)?.0,
                None => Value::UNDEFINED,
            };
            let texts = [agent.string_value("error"), agent.string_value(&message), agent.string_value(&filename)];
            [texts[0], texts[1], texts[2], Value::number(f64::from(line)), Value::number(f64::from(column)), error]
        }
        Some(WorkerNews::Online) => {
            let mut arguments = [Value::UNDEFINED; 6];
            arguments[0] = agent.string_value("online");
            arguments
        }
        Some(WorkerNews::Output { is_error, bytes }) => {
            let mut arguments = [Value::UNDEFINED; 6];
            arguments[0] = agent.string_value(if is_error { "stderr" } else { "stdout" });
            arguments[1] = agent.uint8_array_from_vec(bytes)?.as_object().into();
            arguments
        }
        Some(WorkerNews::OutOfTime(limit)) => {
            let mut arguments = [Value::UNDEFINED; 6];
            arguments[0] = agent.string_value("outoftime");
            let milliseconds = limit.as_secs_f64() * 1000.0;
            arguments[1] = agent.string_value(&format!("{OUT_OF_TIME} {milliseconds} ms of processor time"));
            arguments
        }
        Some(WorkerNews::Exit(code)) => {
            agent.state::<Workers>().0.borrow_mut().remove(&number);
            let mut arguments = [Value::UNDEFINED; 6];
            arguments[0] = agent.string_value("exit");
            arguments[1] = Value::int(code);
            arguments
        }
        None => return Ok(()),
    };
    agent.call(callback.get(), Value::UNDEFINED, &arguments).map(|_| ())
}

/// The program of a Worker, on its own thread.
fn run(runtime: &mut jenny_runtime::binding::Runtime, audience: Audience, start: Start) -> i32 {
    *runtime.state.environment.borrow_mut() = start.environment.share();
    let recording = runtime.state.recording.clone();
    if start.reads.contains(&true) || recording.is_some() {
        let divert = |is_error: bool| -> Diversion {
            if !start.reads[usize::from(is_error)] {
                let stream = if is_error { StandardStream::Error } else { StandardStream::Output };
                let recording = recording.clone();
                return Box::new(move |bytes| {
                    if let Some(recording) = &recording {
                        recording.wrote(stream, bytes);
                    }
                    write_all(stream, bytes)
                });
            }
            let audience = audience.clone();
            Box::new(move |bytes| {
                audience.tell(WorkerNews::Output { is_error, bytes: bytes.to_vec() });
                Ok(())
            })
        };
        runtime.state.stdout.borrow_mut().divert(Some(divert(false)));
        *runtime.state.error_diversion.borrow_mut() = Some(divert(true));
    }
    let kind = start.kind.clone();
    if !matches!(kind, Kind::Shared(..)) {
        audience.tell(WorkerNews::Online);
    }
    let told = audience.clone();
    let listener: FatalListener = match &kind {
        Kind::Dedicated => Rc::new(move |agent, error| tell_of_error(agent, &told, error)),
        Kind::Node => Rc::new(move |agent, error| {
            tell_of_error(agent, &told, error);
            let state = state_of(agent);
            state.exit(agent, 1);
        }),
        // Its owners are told of nothing but a script that cannot be loaded (HTML 10.2.5); the rest is printed.
        Kind::Shared(..) => Rc::new(|agent, error| {
            let text = report::describe_uncaught(agent, error);
            // Standard error may be closed: then there is nobody to tell.
            let _ = state_of(agent).write_stderr(text.as_bytes());
        }),
    };
    *runtime.state.on_fatal_error.borrow_mut() = Some(listener);
    let entry = runtime.run_entry(move |agent| begin(agent, start, &audience));
    let code = runtime.run_to_end(entry);
    *runtime.state.on_fatal_error.borrow_mut() = None;
    if let Kind::Shared(key, id) = kind {
        forget_shared(&key, id);
    }
    code
}

/// Tells the owner of an error that nobody caught.
fn tell_of_error(agent: &mut Agent, audience: &Audience, error: Value) {
    let message = format!("Uncaught {}", report::headline(agent, error));
    let place = uncaught::syntax_error_place(agent, error).or_else(|| report::place_of(error));
    let (filename, line, column) = place.unwrap_or_default();
    // What cannot be cloned is told by its message alone.
    let copy = match message_of(agent, error, Value::UNDEFINED) {
        Ok(copy) => Some(copy),
        Err(thrown) => {
            if !agent.is_terminating() {
                agent.take_exception(thrown);
            }
            None
        }
    };
    audience.tell(WorkerNews::Error { message, filename, line, column, error: copy });
}

/// A Worker whose program is one of the runtime's own modules; no program's URL begins so.
const OWN_PROGRAM: &str = "jenny:worker/";

/// Sets the Worker's scope up and starts its script.
fn begin(agent: &mut Agent, start: Start, audience: &Audience) -> JsResult<()> {
    let description = agent.new_object();
    let number = Value::number(f64::from(start.number));
    let port = ports::add(agent, start.port);
    let (data, _) = open_message(agent, start.data)?;
    let name = agent.string_value(&start.name);
    let url = agent.string_value(&start.url);
    let members = [
        ("number", number),
        ("port", port),
        ("data", data),
        ("name", name),
        ("url", url),
        ("isNode", Value::bool(start.kind == Kind::Node)),
        ("isShared", Value::bool(matches!(start.kind, Kind::Shared(..)))),
        ("isModule", Value::bool(start.is_module)),
    ];
    for (key, value) in members {
        description.create_str(agent, key, value)?;
    }
    let own = agent.state::<Own>();
    own.number.set(start.number);
    *own.description.borrow_mut() = Some(HeldValue::new(agent, description));
    let scope = crate::modules::export(agent, "worker_scope", "start")?;
    agent.call(scope, Value::UNDEFINED, &[description.into()])?;
    // What is known here are the names of the runtime itself, which the next Workers need as well.
    agent.share_atoms();
    let is_node = start.kind == Kind::Node;
    let Kind::Shared(key, id) = start.kind else {
        return start_script(agent, start.url, start.source, start.is_module, is_node, || {});
    };
    *own.shared.borrow_mut() = Some((key.clone(), id));
    let loaded = Cell::new(false);
    let tell_loaded = || {
        loaded.set(true);
        audience.tell(WorkerNews::Online);
    };
    let started = start_script(agent, start.url, start.source, start.is_module, is_node, tell_loaded);
    let failure = match started {
        Err(thrown) if loaded.get() || agent.is_terminating() => return Err(thrown),
        Err(thrown) => Some(agent.take_exception(thrown)),
        Ok(()) if loaded.get() => None,
        // Loading a module gives a promise, which is settled where something of it could not be loaded.
        Ok(()) => runtime::rejection_of_entry(agent),
    };
    match failure {
        Some(error) => {
            forget_shared(&key, id);
            tell_of_error(agent, audience, error);
            state_of(agent).end_after_callback(1);
        }
        None if !loaded.get() => audience.tell(WorkerNews::Online),
        None => {}
    }
    Ok(())
}

/// Starts a Worker's script. `loaded` runs before a classic script does.
fn start_script(
    agent: &mut Agent,
    url: String,
    source: Option<String>,
    is_module: bool,
    is_node: bool,
    loaded: impl FnOnce(),
) -> JsResult<()> {
    let text = match source {
        Some(text) if is_module => {
            return modules::start_entry_text(agent, &SourceUnit::javascript(url.clone(), text), &url);
        }
        Some(text) if is_node => return run_as_commonjs(agent, &url, &text),
        Some(text) => text,
        None if url.starts_with(OWN_PROGRAM) => {
            let Some(builtins) = state_of(agent).builtin_modules() else { return Ok(()) };
            return builtins.exports(agent, &url[OWN_PROGRAM.len()..]).map(|_| ());
        }
        None => {
            let path = Url::parse(&url).ok().and_then(|url| url.to_file_path().ok());
            let Some(path) = path else {
                return Err(agent.throw_type_error(format!("A Worker cannot be loaded from '{url}'")));
            };
            if is_module || is_node {
                return runtime::start_file(agent, &path);
            }
            match jenny_runtime::loader::read_source_text(&path) {
                Ok(text) => text,
                Err(error) => return Err(agent.throw_plain_error(error.to_string())),
            }
        }
    };
    runtime::evaluate_loaded_script(agent, &SourceUnit::javascript(url, text), loaded)
}

/// Runs a text as the CommonJS module `name`, which finds `require` and the rest.
fn run_as_commonjs(agent: &mut Agent, name: &str, text: &str) -> JsResult<()> {
    let Some(builtins) = state_of(agent).builtin_modules() else { return Ok(()) };
    let Some(class) = builtins.exports(agent, "module")?.as_object() else { return Ok(()) };
    let name = agent.string_value(name);
    let module = agent.construct(class, &[name], class)?;
    let (compile, text) = (agent.key("_compile"), agent.string_value(text));
    module.invoke(agent, compile, &[text, name]).map(|_| ())
}

/// workerGlobals(): adds the classes of a Worker's global object that are made at their first touch.
fn worker_globals(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let global = agent.realm().global_object();
    jenny_engine::embed::install(agent, global, crate::globals::WORKER_GLOBALS);
    Ok(Value::UNDEFINED)
}

fn number_argument(agent: &mut Agent, args: &Args) -> JsResult<u32> {
    Ok(args.get(0).to_index(agent)? as u32)
}

/// workerTerminate(worker)
fn worker_terminate(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    if let Some(entry) = agent.state::<Workers>().0.borrow().get(&number) {
        entry.handle.terminate();
    }
    Ok(Value::UNDEFINED)
}

/// workerRef(worker, on): whether it keeps its owner's loop alive.
fn worker_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    if let Some(entry) = agent.state::<Workers>().0.borrow().get(&number) {
        state_of(agent).event_loop.set_operation_ref(entry.operation, args.get(1).to_boolean());
    }
    Ok(Value::UNDEFINED)
}

/// Milliseconds: [waiting, not waiting].
fn times_array(agent: &mut Agent, (idle, active): (Duration, Duration)) -> JsResult<Value> {
    let state = state_of(agent);
    let taped = |time: Duration| state.outside_call("event loop's time", || time.as_nanos() as u64);
    let times = [taped(idle), taped(active)].map(|nanoseconds| Value::number(nanoseconds as f64 / 1e6));
    Ok(agent.new_array(&times)?.as_object().into())
}

/// workerTimes(worker): how long its event loop has waited, and how long it has not.
fn worker_times(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let handle = agent.state::<Workers>().0.borrow().get(&number).map(|entry| entry.handle.clone());
    times_array(agent, handle.map_or_else(Default::default, |handle| handle.loop_times()))
}

/// loopTimes(): the same of this agent's own loop.
fn loop_times(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let times = oracle::loop_times(&state_of(agent).event_loop.waker());
    times_array(agent, times)
}

/// An agent's place among those that hear `postMessageToThread`.
#[derive(Default)]
struct Hears(RefCell<Option<Hearing>>);

/// threadListen(): the port at which other agents' messages arrive.
fn thread_listen(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let own = agent.state::<Own>().number.get();
    let (hearing, port) = hear_as(own);
    *agent.state::<Hears>().0.borrow_mut() = Some(hearing);
    Ok(ports::add(agent, port))
}

/// threadPost(thread, value, transfer array): false if no such thread hears.
fn thread_post(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(agent, &args)?;
    let message = message_of(agent, args.get(1), args.get(2))?;
    let (state, own) = (state_of(agent), agent.state::<Own>().number.get());
    // In a replay there is no other thread: whether one heard is in the record.
    let posts = number == own || !state.is_replay();
    let heard = posts && post_to_thread(number, message, state.options.agent);
    Ok(Value::bool(state.outside_call("postMessageToThread", || heard)))
}

/// workerSelf(): what this agent's Worker is; undefined in a program's own agent.
fn worker_self(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let own = agent.state::<Own>();
    let description = own.description.borrow().as_ref().map_or(Value::UNDEFINED, HeldValue::get);
    Ok(description)
}

/// workerClose(): the Worker ends when the running callback has returned.
fn worker_close(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let own = agent.state::<Own>();
    if let Some((key, id)) = own.shared.take() {
        // An owner that comes later gets another.
        forget_shared(&key, id);
    }
    if !own.closing.replace(true) {
        state_of(agent).end_after_callback(0);
    }
    Ok(Value::UNDEFINED)
}

/// workerUrl(): the URL that a Worker's URL is relative to: that of the program's or Worker's own script.
fn worker_url(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let state = state_of(agent);
    let url = match (&state.options.worker_url, &state.options.entry) {
        (Some(url), _) => url.clone(),
        (None, Some(entry)) => jenny_runtime::loader::file_url(entry).to_string(),
        (None, None) => {
            let directory = jenny_runtime::process::working_directory().unwrap_or_default();
            jenny_runtime::loader::file_url(&directory.join("[eval]")).to_string()
        }
    };
    Ok(agent.string_value(&url))
}

/// readScript(url): the text of a file; undefined if there is none to read.
fn read_script(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let url = args.get(0).to_rust_string(agent)?;
    let path = Url::parse(&url).ok().and_then(|url| url.to_file_path().ok());
    match path.and_then(|path| jenny_runtime::loader::read_source_text(&path).ok()) {
        Some(text) => Ok(agent.try_string(&text)?.into()),
        None => Ok(Value::UNDEFINED),
    }
}

/// runScript(url, text): what `importScripts` does with the text of one URL.
fn run_script(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (url, text) = (args.get(0).to_rust_string(agent)?, args.get(1).to_rust_string(agent)?);
    evaluate_script(agent, &SourceUnit::javascript(url, text), false)
}
