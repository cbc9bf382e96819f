//! Runs a file, a text or standard input.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jenny_engine::embed::{Gc, PromiseObject};
use jenny_engine::{Agent, AgentOptions, AsObject, JsResult, Value};
use jenny_runtime::binding::compile::SourceUnit;
use jenny_runtime::binding::prompt::{self, Evaluated};
use jenny_runtime::binding::runtime::{evaluate_script, hold_to};
use jenny_runtime::binding::{BuiltinModules, Runtime, RuntimeOptions, modules, state_of};
use jenny_runtime::compile_source::{Language, has_module_syntax};
use jenny_runtime::loader::{decode_source, file_url, language_of_extension, read_source_text};
use jenny_runtime::oracle::RealOracle;
use jenny_runtime::parallel::WorkerLimits;

use crate::flags::Flags;
use crate::{dump, host_objects, ps, repl, trace, view, watch};

/// Runs what the command line asks for; the exit code.
pub fn run(flags: Flags) -> i32 {
    let flags = flags.settle();
    if !flags.no_code_cache {
        jenny_runtime::code_cache::turn_on();
    }
    let plain = flags.eval.is_none() && flags.print.is_none() && !flags.check && flags.dump.is_none();
    match (flags.file.as_deref().filter(|_| plain), &flags.arguments[..]) {
        (Some("trace"), arguments @ [_, ..]) => trace::run(&flags, arguments),
        (Some("view"), arguments @ [_, ..]) => view::run(arguments),
        (Some("watch"), arguments @ [_, ..]) => watch::run(&flags, arguments),
        (Some("ps"), []) if !Path::new("ps").exists() => ps::list(),
        (Some("ps"), [pid]) => ps::show(pid),
        (Some("replay"), arguments @ [_, ..]) if !Path::new("replay").exists() => trace::run_replay(&flags, arguments),
        _ => run_settled(flags),
    }
}

/// The same, with the words of the command line where they belong.
pub fn run_settled(flags: Flags) -> i32 {
    if flags.check || flags.dump.is_some() {
        return dump::run(&flags);
    }
    if flags.interactive && flags.print.is_none() {
        return repl::run(&flags, options(&flags));
    }
    if let Some(code) = flags.print.clone() {
        return run_text(&flags, "[eval]", code, true);
    }
    if let Some(code) = flags.eval.clone() {
        return run_text(&flags, "[eval]", code, false);
    }
    match flags.file.as_deref() {
        Some("-") => run_standard_input(&flags),
        Some("run") if !Path::new("run").exists() => fail("run: which FILE?"),
        None if jenny_runtime::stdin::is_terminal() => repl::run(&flags, options(&flags)),
        None => run_standard_input(&flags),
        Some(name) => run_file(&flags, Path::new(name)),
    }
}

/// A runtime with all that programs find in it.
pub fn new_runtime(flags: &Flags, options: RuntimeOptions) -> Runtime {
    build(flags, options, WorkerLimits::default()).unwrap_or_else(|error| {
        say(&format!("there is no memory for the program: {error}"));
        jenny_runtime::process::exit(1)
    })
}

/// The recipe of the program's own runtime and of every Worker's.
///
/// # Errors
/// The system has no address space for its heap.
fn build(flags: &Flags, mut options: RuntimeOptions, limits: WorkerLimits) -> std::io::Result<Runtime> {
    options.recorder = flags.recorder.clone();
    options.replays = flags.replays.clone();
    options.has_stage = flags.has_stage && options.agent == 0;
    options.inspection = flags.inspection();
    let mut engine = AgentOptions { gc_stress: flags.gc_stress, ..AgentOptions::default() };
    if let Some(megabytes) = flags.max_heap {
        engine.heap_limit = megabytes.max(1) << 20;
    }
    if let Some(bytes) = limits.heap {
        engine.heap_limit = bytes.min(engine.heap_limit);
    }
    if let Some(bytes) = limits.stack {
        // The rest is for natives that do not look at the limit.
        engine.native_stack_size = bytes - bytes / 4;
    }
    let mut runtime = Runtime::new(engine, options, Box::new(RealOracle::new()), jenny_node::is_builtin)?;
    if flags.quiet {
        runtime.state.stdout.borrow_mut().divert(Some(Box::new(|_| Ok(()))));
    }
    let recipe_flags = flags.clone();
    *runtime.state.worker_recipe.borrow_mut() =
        Some(Arc::new(move |options, limits| build(&recipe_flags, options, limits)));
    jenny_web::install(&mut runtime);
    jenny_node::install(&mut runtime);
    host_objects::install(&mut runtime.agent, flags);
    Ok(runtime)
}

fn options(flags: &Flags) -> RuntimeOptions {
    let mut arguments = flags.arguments.clone();
    if flags.file.as_deref() == Some("-") {
        // As Node: what stands for the program's name keeps its place.
        arguments.insert(0, "-".to_owned());
    }
    RuntimeOptions {
        arguments,
        flags: flags.given(),
        conditions: flags.conditions.clone(),
        ..RuntimeOptions::default()
    }
}

fn absolute(name: &Path) -> PathBuf {
    jenny_runtime::process::working_directory().unwrap_or_default().join(name)
}

fn run_file(flags: &Flags, name: &Path) -> i32 {
    let path = absolute(name);
    let mut runtime = new_runtime(flags, RuntimeOptions { entry: Some(path.clone()), ..options(flags) });
    if !flags.script {
        return runtime.run_file(&path);
    }
    match read_source_text(&path) {
        Ok(text) => runtime.run_script(unit_of_file(&path, text)),
        Err(error) => fail(&error.to_string()),
    }
}

/// A source as its file's name says that it is to be read.
pub fn unit_of_file(path: &Path, text: String) -> SourceUnit {
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned());
    let language = extension.as_deref().and_then(language_of_extension).unwrap_or(Language::JavaScript);
    SourceUnit { language, ..SourceUnit::javascript(path.display().to_string(), text) }
}

/// Tells of a failure before any program runs; the exit code.
pub fn fail(message: &str) -> i32 {
    say(message);
    1
}

/// Prints a line of the command's own on standard error.
pub fn say(message: &str) {
    jenny_runtime::process::tell(&format!("jenny: {message}\n"));
}

fn run_standard_input(flags: &Flags) -> i32 {
    let mut bytes = Vec::new();
    if let Err(error) = std::io::stdin().lock().read_to_end(&mut bytes) {
        return fail(&format!("standard input cannot be read: {error}"));
    }
    match decode_source(bytes, "[stdin]") {
        Ok(text) => run_text(flags, "[stdin]", text, false),
        Err(error) => fail(&error.to_string()),
    }
}

/// Runs a text that is no file: a module if it uses a module's syntax, else a script that finds `require` and `module`.
fn run_text(flags: &Flags, name: &'static str, text: String, print: bool) -> i32 {
    let mut runtime = new_runtime(flags, RuntimeOptions { eval_source: Some(text.clone()), ..options(flags) });
    let language = language_of_text(&text);
    let is_module = !print && !flags.script && has_module_syntax(&text, language);
    let entry = runtime.run_entry(move |agent| {
        if is_module {
            let url = file_url(&absolute(Path::new(name))).to_string();
            let unit = SourceUnit { language, ..SourceUnit::javascript(url.clone(), text) };
            return modules::start_entry_text(agent, &unit, &url);
        }
        define_commonjs_globals(agent, name)?;
        if print {
            return match prompt::evaluate(agent, name, &text)? {
                Evaluated::Value(value) => print_value(agent, value),
                Evaluated::Awaiting(promise) => print_awaited(agent, promise),
            };
        }
        let unit = SourceUnit { language, ..SourceUnit::javascript(name, text) };
        evaluate_script(agent, &unit, false).map(|_| ())
    });
    runtime.run_to_end(entry)
}

/// JavaScript, unless it is none and would be TypeScript.
fn language_of_text(text: &str) -> Language {
    let compiles = |language: Language| {
        let unit = SourceUnit { language, ..SourceUnit::javascript("[eval]", text) };
        unit.script(false).is_ok() || unit.module().is_ok()
    };
    match !compiles(Language::JavaScript) && compiles(Language::TypeScript) {
        true => Language::TypeScript,
        false => Language::JavaScript,
    }
}

/// Prints what an awaiting text comes to, which its promise holds in an array.
fn print_awaited(agent: &mut Agent, promise: Gc<PromiseObject>) -> JsResult<()> {
    let print = agent.new_native(
        "print",
        1,
        |agent, _, args| {
            let value = args.get(0).to_object(agent)?.get_str(agent, "0")?;
            print_value(agent, value).map(|()| Value::UNDEFINED)
        },
        &[],
    );
    let then = agent.key("then");
    let printed = promise.as_object().invoke(agent, then, &[print.as_object().into()])?;
    hold_to(agent, printed);
    Ok(())
}

fn print_value(agent: &mut Agent, value: Value) -> JsResult<()> {
    let console = jenny_node::require::require_builtin(agent, "console")?;
    let Some(console) = console.as_object() else { return Ok(()) };
    let log = agent.key("log");
    console.invoke(agent, log, &[value]).map(|_| ())
}

/// `require`, `module`, `exports`, `__filename` and `__dirname` as globals, relative to the working directory.
pub fn define_commonjs_globals(agent: &mut Agent, name: &str) -> JsResult<()> {
    let Some(builtins) = state_of(agent).builtin_modules() else { return Ok(()) };
    let global = agent.realm().global_object();
    let Some(module_class) = BuiltinModules::exports(&*builtins, agent, "module")?.as_object() else { return Ok(()) };
    let path = agent.string_value(&absolute(Path::new(name)).display().to_string());
    let key = agent.key("createRequire");
    let require = module_class.invoke(agent, key, &[path])?;
    let module = agent.construct(module_class, &[path], module_class)?;
    let exports = module.get_str(agent, "exports")?;
    let filename = agent.string_value(name);
    let directory = agent.string_value(".");
    let members = [
        ("require", require),
        ("module", module.into()),
        ("exports", exports),
        ("__filename", filename),
        ("__dirname", directory),
    ];
    for (name, member) in members {
        let key = agent.key(name);
        global.define_builtin(agent, key, member, jenny_engine::Attributes::BUILTIN)?;
    }
    Ok(())
}
