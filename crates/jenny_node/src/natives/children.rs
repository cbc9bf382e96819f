//! Natives of child processes and of the channel to a parent.

use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jenny_engine::embed::{Gc, HeldValue, PropertySpec, RootVec, method};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, JsResult, Object, Value};
use jenny_runtime::binding::callbacks::ScheduledAt;
use jenny_runtime::binding::operations::outside_value;
use jenny_runtime::binding::state_of;
use jenny_runtime::child::{self, ChildEnd, ChildSetup, ChildStdio, PipeEnd, SyncEnd, SyncLimits};
use jenny_runtime::event_loop::{OperationId, OperationKind, TaskSource};
use jenny_runtime::fs_ops::FsError;
use jenny_runtime::process as machine;
use rustc_hash::FxHashMap;

use super::bytes::array_argument;
use super::{failure, throw_failure, unwrap};

pub static NATIVES: &[PropertySpec] = &[
    method("childSpawn", child_spawn, 2),
    method("childKill", child_kill, 2),
    method("childRef", child_ref, 2),
    method("childRun", child_run, 2),
    method("pipeRead", pipe_read, 2),
    method("pipeWrite", pipe_write, 3),
    method("pipeRef", pipe_ref, 2),
    method("pipeEnd", pipe_end, 1),
    method("pipeClose", pipe_close, 1),
    method("pipeAdopt", pipe_adopt, 1),
];

struct Pipe {
    end: Arc<PipeEnd>,
    reading: Option<OperationId>,
    referenced: bool,
}

struct Child {
    pid: u32,
    /// Set as soon as the system has let go of its number.
    ended: Arc<AtomicBool>,
    operation: OperationId,
}

/// The children that an agent has started, and the pipes to them.
#[derive(Default)]
struct Children {
    next: Cell<u32>,
    pipes: RefCell<FxHashMap<u32, Pipe>>,
    running: RefCell<FxHashMap<u32, Child>>,
}

impl Children {
    fn number(&self) -> u32 {
        self.next.set(self.next.get() + 1);
        self.next.get()
    }

    fn add_pipe(&self, end: PipeEnd) -> u32 {
        let number = self.number();
        self.pipes.borrow_mut().insert(number, Pipe { end: Arc::new(end), reading: None, referenced: true });
        number
    }

    fn pipe(&self, number: u32) -> Option<Arc<PipeEnd>> {
        self.pipes.borrow().get(&number).map(|pipe| pipe.end.clone())
    }
}

fn number_argument(args: &Args, at: usize) -> u32 {
    args.get(at).as_number().unwrap_or(0.0) as u32
}

fn texts(agent: &mut Agent, setup: Gc<Object>, name: &str) -> JsResult<Vec<OsString>> {
    let list = setup.get_str(agent, name)?;
    let mut texts = Vec::new();
    if let Some(list) = list.as_object() {
        for at in 0..list.length_of_array_like(agent)? {
            texts.push(list.get_index(agent, at)?.to_rust_string(agent)?.into());
        }
    }
    Ok(texts)
}

fn id_of(agent: &mut Agent, setup: Gc<Object>, name: &str) -> JsResult<Option<u32>> {
    Ok(setup.get_str(agent, name)?.as_number().map(|id| id as i64 as u32))
}

/// Reads { file, args, cwd, env, uid, gid, detached, stdio }: `args` begins with the name, `env` is names and values in turn,
/// `stdio` holds 'ignore', 'pipe', 'socket' and descriptors.
fn setup_of(agent: &mut Agent, value: Value) -> JsResult<ChildSetup> {
    let setup = value.to_object(agent)?;
    let file = setup.get_str(agent, "file")?.to_rust_string(agent)?.into();
    let arguments = texts(agent, setup, "args")?;
    let directory = match setup.get_str(agent, "cwd")? {
        directory if directory.is_undefined() => None,
        directory => Some(PathBuf::from(directory.to_rust_string(agent)?)),
    };
    let environment = texts(agent, setup, "env")?;
    let environment = environment.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    let (uid, gid) = (id_of(agent, setup, "uid")?, id_of(agent, setup, "gid")?);
    let detached = setup.get_str(agent, "detached")?.to_boolean();
    let mut stdio = Vec::new();
    if let Some(list) = setup.get_str(agent, "stdio")?.as_object() {
        for at in 0..list.length_of_array_like(agent)? {
            let entry = list.get_index(agent, at)?;
            stdio.push(match entry.as_number() {
                Some(descriptor) => ChildStdio::Inherit(descriptor as i32),
                None => match entry.to_rust_string(agent)?.as_str() {
                    "pipe" => ChildStdio::Pipe,
                    "socket" => ChildStdio::Socket,
                    _ => ChildStdio::Ignore,
                },
            });
        }
    }
    Ok(ChildSetup { file, arguments, directory, environment, uid, gid, detached, stdio })
}

/// What a child that shares our output writes comes behind what was written before it began.
fn start(agent: &mut Agent, setup: &ChildSetup) -> io::Result<child::StartedChild> {
    let state = state_of(agent);
    state.flush();
    child::start(state.event_loop.reactor()?.handle(), setup)
}

fn child_spawn(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let setup = setup_of(agent, args.get(0))?;
    let state = state_of(agent);
    let mut live = None;
    let started = state.outside_call("child", || {
        let started = start(agent, &setup).map_err(|error| FsError::from_io(&error, "spawn"))?;
        let told = (started.pid, started.ends.iter().map(Option::is_some).collect::<Vec<bool>>());
        live = Some(started);
        Ok(told)
    });
    let (pid, piped) = unwrap(agent, started)?;
    let (process, ends) = match live {
        Some(started) => (Some(started.process), started.ends),
        // A replay starts none.
        None => (None, piped.into_iter().map(|piped| piped.then_some(PipeEnd::Nowhere)).collect()),
    };
    let children = agent.state::<Children>();
    let number = children.number();
    let ended = Arc::new(AtomicBool::new(false));
    let state = state_of(agent);
    let (ending, callback) = (ended.clone(), HeldValue::new(agent, args.get(1)));
    let origin = ScheduledAt::now(agent, &state);
    let waiting = async move {
        let Some(mut process) = process else { return std::future::pending().await };
        let status = process.wait().await;
        ending.store(true, Ordering::Release);
        status.map(ChildEnd::from)
    };
    let operation = state.spawn(OperationKind::Child, TaskSource::ChildProcess, waiting, move |agent, result| {
        agent.state::<Children>().running.borrow_mut().remove(&number);
        let end = match result {
            Some(Ok(end)) => end,
            // Somebody else took its end away.
            _ => ChildEnd { code: Some(-1), signal: None },
        };
        origin.resume(agent);
        let arguments = end_values(agent, end);
        agent.call(callback.get(), Value::UNDEFINED, &arguments).map(|_| ())
    });
    match operation {
        Ok(operation) => drop(children.running.borrow_mut().insert(number, Child { pid, ended, operation })),
        Err(error) => return throw_failure(agent, &FsError::from_io(&error, "spawn")),
    }
    let mut answer = vec![Value::from(pid), Value::from(number)];
    answer.extend(ends.into_iter().map(|end| match end {
        Some(end) => Value::from(children.add_pipe(end)),
        None => Value::NULL,
    }));
    Ok(agent.new_array(&answer)?.as_object().into())
}

/// The exit code or null, and the name of the signal or null.
fn end_values(agent: &mut Agent, end: ChildEnd) -> [Value; 2] {
    let code = end.code.map_or(Value::NULL, Value::int);
    let signal = match end.signal {
        None => Value::NULL,
        Some(number) => match machine::signal_name(number) {
            Some(name) => agent.string_value(name),
            None => agent.string_value(&format!("SIG{number}")),
        },
    };
    [code, signal]
}

/// Throws `ESRCH` if the child has ended.
fn child_kill(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    outside_value(agent, "kill of a child", |agent| kill_child(agent, &args))
}

fn kill_child(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let (number, signal) = (number_argument(args, 0), args.get(1).to_int32(agent)?);
    let children = agent.state::<Children>();
    let pid =
        children.running.borrow().get(&number).filter(|child| !child.ended.load(Ordering::Acquire)).map(|c| c.pid);
    match pid {
        Some(pid) => unwrap(agent, machine::kill(pid as i32, signal))?,
        None => return throw_failure(agent, &FsError::from_number(NO_SUCH_PROCESS, "kill")),
    }
    Ok(Value::UNDEFINED)
}

/// `ESRCH`, the same number on every system here.
const NO_SUCH_PROCESS: i32 = 3;

fn child_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (number, on) = (number_argument(&args, 0), args.get(1).to_boolean());
    let operation = agent.state::<Children>().running.borrow().get(&number).map(|child| child.operation);
    if let Some(operation) = operation {
        state_of(agent).event_loop.set_operation_ref(operation, on);
    }
    Ok(Value::UNDEFINED)
}

/// childRun(setup, { inputs, timeout, maxBuffer, killSignal }): [pid, code, signal, failure or null, output ...], once the child has ended.
fn child_run(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    outside_value(agent, "run of a child", |agent| run_child(agent, &args))
}

fn run_child(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let setup = setup_of(agent, args.get(0))?;
    let options = args.get(1).to_object(agent)?;
    let mut inputs = Vec::new();
    if let Some(list) = options.get_str(agent, "inputs")?.as_object() {
        for at in 0..list.length_of_array_like(agent)? {
            let input = list.get_index(agent, at)?;
            inputs.push(match input.is_object() {
                true => Some(array_argument(agent, input)?.to_vec()),
                false => None,
            });
        }
    }
    let positive = |value: Value| value.as_number().filter(|number| *number > 0.0 && number.is_finite());
    let limits = SyncLimits {
        timeout: positive(options.get_str(agent, "timeout")?).map(|ms| Duration::from_millis(ms.min(1e15) as u64)),
        most_output: positive(options.get_str(agent, "maxBuffer")?).map(|most| most as usize),
        kill_signal: options.get_str(agent, "killSignal")?.to_int32(agent)?,
    };
    let started = start(agent, &setup);
    let started = unwrap(agent, started.map_err(|error| FsError::from_io(&error, "spawn")))?;
    let handle = match state_of(agent).event_loop.reactor() {
        Ok(reactor) => reactor.handle().clone(),
        Err(error) => return throw_failure(agent, &FsError::from_io(&error, "spawn")),
    };
    let mut interrupted = Ok(());
    let ended = child::run_here(&handle, started, inputs, limits, || {
        interrupted = agent.poll_interrupts();
        interrupted.is_ok()
    });
    interrupted?;
    let SyncEnd { pid, end, output, passed } =
        unwrap(agent, ended.map_err(|error| FsError::from_io(&error, "spawnSync")))?;
    let mut answer = RootVec::new(&agent.heap);
    answer.push(Value::from(pid).bits());
    for value in end_values(agent, end) {
        answer.push(value.bits());
    }
    let passed = match passed {
        Some(number) => failure(agent, &FsError::from_number(number, "spawnSync"))?,
        None => Value::NULL,
    };
    answer.push(passed.bits());
    for bytes in output {
        let bytes = match bytes {
            Some(bytes) => agent.uint8_array_from_vec(bytes)?.as_object().into(),
            None => Value::NULL,
        };
        answer.push(bytes.bits());
    }
    Ok(agent.new_array(values(&answer))?.as_object().into())
}

/// pipeRead(pipe, callback): callback(bytes) with none at the end, or callback(null, failure).
fn pipe_read(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = number_argument(&args, 0);
    let children = agent.state::<Children>();
    let Some(end) = children.pipe(number) else { return Ok(Value::UNDEFINED) };
    let callback = HeldValue::new(agent, args.get(1));
    let state = state_of(agent);
    let reading = async move { end.read().await };
    let started = state.spawn(OperationKind::Child, TaskSource::ChildProcess, reading, move |agent, result| {
        if let Some(pipe) = agent.state::<Children>().pipes.borrow_mut().get_mut(&number) {
            pipe.reading = None;
        }
        let arguments = match result {
            Some(Ok(bytes)) => [agent.uint8_array_from_vec(bytes)?.as_object().into(), Value::UNDEFINED],
            Some(Err(error)) => [Value::NULL, failure(agent, &FsError::from_io(&error, "read"))?],
            None => return Ok(()),
        };
        agent.call(callback.get(), Value::UNDEFINED, &arguments).map(|_| ())
    });
    match started {
        Ok(operation) => {
            if let Some(pipe) = children.pipes.borrow_mut().get_mut(&number) {
                pipe.reading = Some(operation);
                state.event_loop.set_operation_ref(operation, pipe.referenced);
            }
            Ok(Value::UNDEFINED)
        }
        Err(error) => throw_failure(agent, &FsError::from_io(&error, "read")),
    }
}

/// pipeWrite(pipe, bytes, callback): true if all is written; else callback(failure or undefined) comes when it is.
fn pipe_write(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let array = array_argument(agent, args.get(1))?;
    let Some(end) = agent.state::<Children>().pipe(number_argument(&args, 0)) else {
        return throw_failure(agent, &FsError::from_io(&io::ErrorKind::BrokenPipe.into(), "write"));
    };
    let bytes = array.read_bytes();
    let written = state_of(agent).outside_call("pipe", || {
        let written = end.write_now(&bytes).map_err(|error| FsError::from_io(&error, "write"))?;
        Ok(written as u64)
    });
    let written = unwrap(agent, written)? as usize;
    let rest = bytes[written..].to_vec();
    if rest.is_empty() {
        return Ok(Value::TRUE);
    }
    let callback = HeldValue::new(agent, args.get(2));
    let writing = async move { end.write(&rest).await };
    let started =
        state_of(agent).spawn(OperationKind::Child, TaskSource::ChildProcess, writing, move |agent, result| {
            let argument = match result {
                Some(Ok(())) => Value::UNDEFINED,
                Some(Err(error)) => failure(agent, &FsError::from_io(&error, "write"))?,
                None => return Ok(()),
            };
            agent.call(callback.get(), Value::UNDEFINED, &[argument]).map(|_| ())
        });
    match started {
        Ok(_) => Ok(Value::FALSE),
        Err(error) => throw_failure(agent, &FsError::from_io(&error, "write")),
    }
}

fn pipe_ref(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let on = args.get(1).to_boolean();
    let children = agent.state::<Children>();
    let mut pipes = children.pipes.borrow_mut();
    if let Some(pipe) = pipes.get_mut(&number_argument(&args, 0)) {
        pipe.referenced = on;
        if let Some(operation) = pipe.reading {
            state_of(agent).event_loop.set_operation_ref(operation, on);
        }
    }
    Ok(Value::UNDEFINED)
}

/// pipeEnd(pipe): nothing more is written; a socket can still be read.
fn pipe_end(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(end) = agent.state::<Children>().pipe(number_argument(&args, 0)) {
        end.end_writing();
    }
    Ok(Value::UNDEFINED)
}

/// pipeClose(pipe): a read under way is forgotten.
fn pipe_close(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let pipe = agent.state::<Children>().pipes.borrow_mut().remove(&number_argument(&args, 0));
    if let Some(operation) = pipe.and_then(|pipe| pipe.reading) {
        state_of(agent).cancel(operation);
    }
    Ok(Value::UNDEFINED)
}

/// pipeAdopt(descriptor): the number of the pipe for a socket that the process was started with.
fn pipe_adopt(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let descriptor = args.get(0).to_int32(agent)?;
    let adopted = state_of(agent).event_loop.reactor().and_then(|reactor| {
        let _context = reactor.handle().enter();
        child::adopt(descriptor)
    });
    match adopted {
        Ok(end) => Ok(Value::from(agent.state::<Children>().add_pipe(end))),
        Err(error) => throw_failure(agent, &FsError::from_io(&error, "open")),
    }
}
