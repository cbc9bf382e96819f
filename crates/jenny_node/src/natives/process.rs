//! Natives of the process: arguments, environment, exit, signals, resource use.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::path::Path;

use jenny_engine::embed::{HeldValue, PropertySpec, RootVec, SpecValue, method, value};
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, Attributes, JsResult, Value};
use jenny_runtime::binding::operations::outside_value;
use jenny_runtime::binding::{Callback, state_of};
use jenny_runtime::event_loop::{OperationId, OperationKind, OperationSpec, TaskSource};
use jenny_runtime::process as machine;
use rustc_hash::FxHashMap;

use super::{throw_failure, unwrap};

const fn constant(name: &'static str, make: fn(&mut Agent) -> JsResult<Value>) -> PropertySpec {
    value(name, SpecValue::Make(make), Attributes::BUILTIN)
}

pub static NATIVES: &[PropertySpec] = &[
    constant("version", |agent| Ok(agent.string_value(env!("CARGO_PKG_VERSION")))),
    constant("versions", versions),
    constant("platform", |agent| Ok(agent.string_value(machine::platform().0))),
    constant("arch", |agent| Ok(agent.string_value(machine::platform().1))),
    constant("argv", argv),
    constant("execArgv", exec_argv),
    constant("execPath", |agent| Ok(agent.string_value(&exec_path(agent)))),
    constant("argv0", |agent| Ok(agent.string_value("jenny"))),
    constant("pid", |agent| outside_value(agent, "pid", |_| Ok(machine::process_ids().0.into()))),
    constant("evalSource", eval_source),
    constant("noWarnings", |_| Ok(Value::FALSE)),
    method("ppid", |agent, _, _| outside_value(agent, "ppid", |_| Ok(machine::process_ids().1.into())), 0),
    method("cwd", cwd, 0),
    method("chdir", chdir, 1),
    method("envGet", env_get, 1),
    method("envSet", env_set, 2),
    method("envDelete", env_delete, 1),
    method("envKeys", env_keys, 0),
    method("exit", exit, 1),
    method("abort", abort, 0),
    method("kill", kill, 2),
    method("umask", umask, 1),
    method("userIds", user_ids, 0),
    method("memoryUsage", memory_usage, 0),
    method("cpuUsage", cpu_usage, 0),
    method("resourceUsage", resource_usage, 0),
    method("signalWatch", signal_watch, 2),
    method("signalUnwatch", signal_unwatch, 1),
    method("setProcessHooks", set_process_hooks, 1),
];

fn versions(agent: &mut Agent) -> JsResult<Value> {
    let object = agent.new_object();
    let version = agent.string_value(env!("CARGO_PKG_VERSION"));
    object.create_str(agent, "jenny", version)?;
    Ok(object.into())
}

fn exec_path(agent: &Agent) -> String {
    state_of(agent).outside_call("path of jenny", own_path)
}

fn own_path() -> String {
    machine::executable_path().map(|path| path.display().to_string()).unwrap_or_else(|| "jenny".into())
}

fn strings(agent: &mut Agent, list: impl IntoIterator<Item = String>) -> JsResult<Value> {
    let mut all = RootVec::new(&agent.heap);
    for text in list {
        all.push(agent.string_value(&text).bits());
    }
    Ok(agent.new_array(values(&all))?.as_object().into())
}

fn argv(agent: &mut Agent) -> JsResult<Value> {
    let state = state_of(agent);
    let mut list = vec![exec_path(agent)];
    list.extend(crate::require::entry_path(agent));
    list.extend(state.options.arguments.iter().cloned());
    strings(agent, list)
}

fn exec_argv(agent: &mut Agent) -> JsResult<Value> {
    let flags = state_of(agent).options.flags.clone();
    strings(agent, flags)
}

fn eval_source(agent: &mut Agent) -> JsResult<Value> {
    match state_of(agent).options.eval_source.clone() {
        Some(text) => Ok(agent.try_string(&text)?.into()),
        None => Ok(Value::UNDEFINED),
    }
}

fn cwd(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "working directory", ask_cwd)
}

fn ask_cwd(agent: &mut Agent) -> JsResult<Value> {
    let directory = unwrap(agent, machine::working_directory())?;
    Ok(agent.string_value(&directory.to_string_lossy()))
}

fn chdir(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    outside_value(agent, "change of the directory", |agent| ask_chdir(agent, &args))
}

fn ask_chdir(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let path = args.get(0).to_rust_string(agent)?;
    unwrap(agent, machine::change_directory(Path::new(&path)))?;
    Ok(Value::UNDEFINED)
}

fn env_get(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    outside_value(agent, "environment", |agent| ask_env_get(agent, &args))
}

fn ask_env_get(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    let state = state_of(agent);
    let value = state.environment.borrow().get(OsStr::new(&name)).map(|value| value.to_string_lossy().into_owned());
    match value {
        Some(value) => Ok(agent.try_string(&value)?.into()),
        None => Ok(Value::UNDEFINED),
    }
}

fn env_set(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (name, value) = (args.get(0).to_rust_string(agent)?, args.get(1).to_rust_string(agent)?);
    state_of(agent).environment.borrow_mut().set(OsStr::new(&name), OsStr::new(&value));
    Ok(Value::UNDEFINED)
}

fn env_delete(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = args.get(0).to_rust_string(agent)?;
    state_of(agent).environment.borrow_mut().remove(OsStr::new(&name));
    Ok(Value::UNDEFINED)
}

fn env_keys(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "names of the environment", ask_env_keys)
}

fn ask_env_keys(agent: &mut Agent) -> JsResult<Value> {
    let state = state_of(agent);
    let names: Vec<String> =
        state.environment.borrow().iter().map(|(name, _)| name.to_string_lossy().into_owned()).collect();
    strings(agent, names)
}

fn exit(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let code = args.get(0).to_int32(agent)?;
    Err(state_of(agent).exit(agent, code))
}

/// Ends as a program does that was told to abort: by that signal, with what was printed written out.
fn abort(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let state = state_of(agent);
    state.flush();
    let own = machine::process_ids().0 as i32;
    // If the signal does not end it, the exit code of a shell for it does.
    let _ = machine::kill(own, 6);
    state.exit_process(134)
}

fn kill(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    outside_value(agent, "kill", |agent| ask_kill(agent, &args))
}

fn ask_kill(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let (pid, number) = (args.get(0).to_int32(agent)?, args.get(1).to_int32(agent)?);
    unwrap(agent, machine::kill(pid, number))?;
    Ok(Value::UNDEFINED)
}

fn umask(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    outside_value(agent, "umask", |agent| ask_umask(agent, &args))
}

fn ask_umask(agent: &mut Agent, args: &Args) -> JsResult<Value> {
    let mask = if args.get(0).is_undefined() { None } else { Some(args.get(0).to_uint32(agent)?) };
    Ok(machine::file_mode_mask(mask).into())
}

fn numbers(agent: &mut Agent, fields: &[(&str, f64)]) -> JsResult<Value> {
    let object = agent.new_object();
    for &(name, number) in fields {
        object.create_str(agent, name, Value::number(number))?;
    }
    Ok(object.into())
}

fn user_ids(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "user", ask_user_ids)
}

fn ask_user_ids(agent: &mut Agent) -> JsResult<Value> {
    let ids = machine::user_ids();
    let fields = [("uid", ids.uid), ("euid", ids.euid), ("gid", ids.gid), ("egid", ids.egid)];
    let object = agent.new_object();
    for (name, id) in fields {
        object.create_str(agent, name, id)?;
    }
    let groups: Vec<Value> = ids.groups.iter().map(|&group| group.into()).collect();
    let groups = agent.new_array(&groups)?;
    object.create_str(agent, "groups", groups.as_object())?;
    Ok(object.into())
}

fn memory_usage(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "memory", ask_memory_usage)
}

fn ask_memory_usage(agent: &mut Agent) -> JsResult<Value> {
    let stats = agent.heap.stats();
    let external = stats.external as f64;
    numbers(
        agent,
        &[
            ("rss", machine::resident_memory() as f64),
            ("heapTotal", stats.blocks as f64),
            ("heapUsed", stats.used as f64),
            ("external", external),
            ("arrayBuffers", external),
        ],
    )
}

fn cpu_usage(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "processor time", ask_cpu_usage)
}

fn ask_cpu_usage(agent: &mut Agent) -> JsResult<Value> {
    let usage = machine::resource_usage();
    numbers(agent, &[("user", usage.user_microseconds as f64), ("system", usage.system_microseconds as f64)])
}

fn resource_usage(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    outside_value(agent, "resources", ask_resource_usage)
}

fn ask_resource_usage(agent: &mut Agent) -> JsResult<Value> {
    let usage = machine::resource_usage();
    numbers(
        agent,
        &[
            ("userCPUTime", usage.user_microseconds as f64),
            ("systemCPUTime", usage.system_microseconds as f64),
            ("maxRSS", usage.most_memory_kilobytes as f64),
            ("sharedMemorySize", 0.0),
            ("unsharedDataSize", 0.0),
            ("unsharedStackSize", 0.0),
            ("minorPageFault", usage.minor_faults as f64),
            ("majorPageFault", usage.major_faults as f64),
            ("swappedOut", 0.0),
            ("fsRead", 0.0),
            ("fsWrite", 0.0),
            ("ipcSent", 0.0),
            ("ipcReceived", 0.0),
            ("signalsCount", 0.0),
            ("voluntaryContextSwitches", usage.voluntary_switches as f64),
            ("involuntaryContextSwitches", usage.involuntary_switches as f64),
        ],
    )
}

/// Signals being watched, by their handle.
#[derive(Default)]
struct Signals(RefCell<FxHashMap<u64, OperationId>>);

fn signal_watch(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let number = args.get(0).to_int32(agent)?;
    let function = HeldValue::new(agent, args.get(1));
    let state = state_of(agent);
    let payload = state.add_callback(Callback::native(move |agent, _| {
        let function = function.get();
        agent.call(function, Value::UNDEFINED, &[]).map(|_| ())
    }));
    let spec = OperationSpec::new(OperationKind::Signal, TaskSource::Signal, payload).unreferenced();
    let watched = match state.is_replay() {
        true => Ok(state.event_loop.start_external(spec).0),
        false => machine::watch_signal(&state.event_loop, spec, number),
    };
    match watched {
        Ok(operation) => {
            agent.state::<Signals>().0.borrow_mut().insert(operation.bits(), operation);
            Ok(Value::number(operation.bits() as f64))
        }
        Err(error) => throw_failure(agent, &jenny_runtime::fs_ops::FsError::from_io(&error, "uv_signal_start")),
    }
}

fn signal_unwatch(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let handle = args.get(0).as_number().unwrap_or(-1.0) as u64;
    let operation = agent.state::<Signals>().0.borrow_mut().remove(&handle);
    if let Some(operation) = operation {
        state_of(agent).cancel(operation);
    }
    Ok(Value::UNDEFINED)
}

fn set_process_hooks(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let held = HeldValue::new(agent, args.get(0));
    *state_of(agent).process_hooks.borrow_mut() = Some(held);
    Ok(Value::UNDEFINED)
}
