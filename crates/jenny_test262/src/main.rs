//! The worker that `cargo x test262` feeds: runs each test in an agent of its own.

mod modules;

use jenny_bytecode::SourceText;
use jenny_engine::builtins::array_buffer::ArrayBufferObject;
use jenny_engine::module::ScriptRecord;
use jenny_engine::realm::Realm;
use jenny_engine::{Agent, AgentOptions, Args, AsObject, Intrinsic, JsResult, Object, Value};
use jenny_gc::Gc;
use jenny_runtime::conformance_agents::{AgentHost, SmallLoop, end_agents, make_agent_object};
use jenny_test262::left_out;
use jenny_test262::metadata::Phase;
use jenny_test262::peer::{self, Peer};
use jenny_test262::run::{Completion, Ended, Mode, Run};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Native stack of the thread that runs tests; the agent may use nearly all of it.
const STACK: usize = 64 << 20;

thread_local! {
    static PRINTED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

const USAGE: &str =
    "usage: jenny_test262 SUITE [--gc-stress=N | --peer PROGRAM [FLAG...]]   (requests come on standard input)";

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(suite) = args.next().map(PathBuf::from) else {
        eprintln!("{USAGE}");
        std::process::exit(2);
    };
    let option = args.next();
    let stress = option.as_deref().and_then(|o| o.strip_prefix("--gc-stress=")).and_then(|n| n.parse().ok());
    let ended = match (option.as_deref(), stress) {
        (Some("--peer"), _) => serve_peer(&suite, args.collect()),
        (None, _) => serve(suite, 0),
        (_, Some(gc_stress)) => serve(suite, gc_stress),
        _ => {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    };
    if let Err(error) = ended {
        eprintln!("{error}");
        std::process::exit(1);
    }
}

/// Runs tests in this engine, on a thread of a large stack.
fn serve(suite: PathBuf, gc_stress: u32) -> std::io::Result<()> {
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let stdin = std::io::stdin().lock();
        let execute = |run: &Run| execute(run, gc_stress);
        jenny_test262::serve::serve(&suite, stdin, std::io::stdout().lock(), left_out::reason, execute)
    })?;
    worker.join().unwrap_or_else(|_| Err(std::io::Error::other("the thread that runs tests panicked")))
}

/// Runs tests in another runtime.
fn serve_peer(suite: &Path, command: Vec<String>) -> std::io::Result<()> {
    let peer = Peer::new(command)?;
    let (stdin, stdout) = (std::io::stdin().lock(), std::io::stdout().lock());
    jenny_test262::serve::serve(suite, stdin, stdout, peer::left_out, |run| peer.execute(run))
}

fn execute(run: &Run, gc_stress: u32) -> Ended {
    PRINTED.with_borrow_mut(Vec::clear);
    let options =
        AgentOptions { gc_stress, native_stack_size: 4 << 20, heap_limit: 1 << 30, ..AgentOptions::default() };
    let mut agent = Agent::new(options, Box::new(AgentHost::new(run.can_block)));
    let small_loop = SmallLoop::install(&mut agent);
    install(&mut agent);
    let completion = complete(&mut agent, run);
    if completion == Completion::Normal {
        let mut done = || PRINTED.with_borrow(|lines| run.is_over(lines));
        small_loop.run(&mut agent, &mut done);
    }
    end_agents(&mut agent);
    let printed = PRINTED.with_borrow_mut(std::mem::take);
    Ended { completion, printed }
}

fn complete(agent: &mut Agent, run: &Run) -> Completion {
    for prelude in &run.preludes {
        let source = SourceText::new(prelude.name.clone(), prelude.source.to_string());
        if jenny_engine::script::evaluate_script(agent, source, false).is_err() {
            return threw(agent, Phase::Runtime);
        }
    }
    let loader = Rc::new(modules::FileLoader::default());
    agent.module_loader = Some(loader.clone());
    if run.mode == Mode::Module {
        return match modules::run_module(agent, &loader, &run.file, &run.source) {
            Ok(()) => Completion::Normal,
            Err((phase, thrown)) => describe(agent, phase, thrown),
        };
    }
    let name = run.file.display().to_string();
    let source = SourceText::new(name.as_str(), run.source.as_str());
    let template = match jenny_engine::script::parse_script(agent, source) {
        Ok(template) => template,
        Err(_) => return threw(agent, Phase::Parse),
    };
    let record = ScriptRecord::create(agent, &name);
    if jenny_engine::script::run_script(agent, template, Value::cell(record)).is_err() {
        return threw(agent, Phase::Runtime);
    }
    Completion::Normal
}

/// Describes the pending exception.
fn threw(agent: &mut Agent, phase: Phase) -> Completion {
    let exception = agent.take_pending_exception();
    describe(agent, phase, exception)
}

fn describe(agent: &mut Agent, phase: Phase, exception: Value) -> Completion {
    let (error, message) = match exception.as_object() {
        Some(object) => {
            let constructor = object.get_str(agent, "constructor").ok().and_then(|c| c.as_object());
            let name =
                constructor.and_then(|c| c.get_str(agent, "name").ok()).and_then(|n| n.to_rust_string(agent).ok());
            let message = object.get_str(agent, "message").ok().and_then(|m| m.to_rust_string(agent).ok());
            (name.unwrap_or_default(), message.unwrap_or_default())
        }
        None => (exception.type_of().to_owned(), exception.to_rust_string(agent).unwrap_or_default()),
    };
    Completion::Threw { phase, error, message }
}

/// `print` and `$262` on the current realm's global object.
fn install(agent: &mut Agent) -> Gc<Object> {
    let global = agent.realm().global_object();
    let host = agent.new_object();
    let rows: [(&str, u32, jenny_engine::NativeFunction); 5] = [
        ("createRealm", 0, create_realm),
        ("evalScript", 1, eval_script),
        ("detachArrayBuffer", 1, detach_array_buffer),
        ("gc", 0, gc),
        ("IsHTMLDDA", 0, |_, _, _| Ok(Value::NULL)),
    ];
    for (name, length, function) in rows {
        let native = agent.new_native(name, length, function, &[]).as_object();
        if name == "IsHTMLDDA" {
            native.set_flag(jenny_engine::object::flags::IS_HTMLDDA);
        }
        let _ = host.set_str(agent, name, native);
    }
    let _ = host.set_str(agent, "global", global);
    let source = agent.intrinsic(Intrinsic::AbstractModuleSource);
    let _ = host.set_str(agent, "AbstractModuleSource", source);
    let agents = make_agent_object(agent);
    let _ = host.set_str(agent, "agent", agents);
    let _ = global.set_str(agent, "$262", host);
    let print = agent.new_native("print", 1, print, &[]).as_object();
    let _ = global.set_str(agent, "print", print);
    host
}

fn print(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_rust_string(agent)?;
    PRINTED.with_borrow_mut(|lines| lines.push(text));
    Ok(Value::UNDEFINED)
}

fn create_realm(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    let realm = Realm::create(agent);
    Ok(agent.with_realm(realm, install).into())
}

fn eval_script(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let text = args.get(0).to_js_string(agent)?;
    let source = jenny_engine::script::source_text("evalScript", text);
    jenny_engine::script::evaluate_script(agent, source, true)
}

fn detach_array_buffer(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    match args.get(0).as_kind::<ArrayBufferObject>() {
        Some(buffer) if buffer.is_plain() => buffer.detach(),
        _ => return Err(agent.throw_type_error("not an ArrayBuffer")),
    };
    Ok(Value::NULL)
}

fn gc(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    agent.heap.collect(true);
    Ok(Value::UNDEFINED)
}
