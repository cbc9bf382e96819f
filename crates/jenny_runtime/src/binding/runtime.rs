//! Runtime: an agent with its event loop, from its making to the end of its program.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::rc::Rc;

use jenny_engine::embed::{HeldValue, PromiseObject, PromiseState};
use jenny_engine::{Agent, AgentOptions, JsResult, Value};

use super::async_waits::LoopWaits;
use super::callbacks::Callback;
use super::compile::{SourceUnit, throw_load_error};
use super::host_hooks::RuntimeHooks;
use super::loop_host::LoopHost;
use super::rejections::Rejections;
use super::state::{RuntimeOptions, RuntimeState};
use super::uncaught::{self, Origin};
use crate::event_loop::{AgentId, EventLoop, Flow};
use crate::inspection::Inspection;
use crate::loader::{Loader, ModuleFormat};
use crate::oracle::Oracle;
use crate::recording::{AgentEar, AgentRecording, LoopEar, RecordingOracle, Replay, ReplayOracle};
use crate::watch::WatchOracle;

/// The exit code of a program whose top-level await can never settle.
pub const UNSETTLED_TOP_LEVEL_AWAIT: i32 = 13;

/// One agent, its loop and what they share. Lives on one thread.
pub struct Runtime {
    pub agent: Box<Agent>,
    pub state: Rc<RuntimeState>,
}

impl Runtime {
    /// A runtime with the language's own globals. `is_builtin` tells the runtime's modules by their names without `node:`.
    ///
    /// # Errors
    /// The system has no address space for the heap.
    pub fn new(
        engine: AgentOptions,
        options: RuntimeOptions,
        oracle: Box<dyn Oracle>,
        is_builtin: fn(&str) -> bool,
    ) -> io::Result<Runtime> {
        let recording = options.recorder.clone().map(|recorder| {
            let entry = options.entry.as_ref().map(|entry| entry.display().to_string()).unwrap_or_default();
            AgentRecording::start(recorder, options.agent, &entry)
        });
        let replay = options.replays.clone().map(Replay::new);
        let watch = options.recorder.as_ref().and_then(|recorder| recorder.watch().cloned());
        // Only the program's own agent has a stage.
        let oracle: Box<dyn Oracle> = match watch.clone().filter(|_| options.agent == 0) {
            Some(watch) => Box::new(WatchOracle { world: oracle, watch }),
            None => oracle,
        };
        let number = options.agent;
        let oracle: Box<dyn Oracle> = match (&recording, &replay) {
            (_, Some(replay)) => Box::new(ReplayOracle(replay.clone())),
            (Some(recording), None) => Box::new(RecordingOracle { world: oracle, recording: recording.clone() }),
            (None, None) => oracle,
        };
        let event_loop = EventLoop::new(AgentId(options.agent), oracle);
        let rejections = Rc::new(Rejections::default());
        let hooks = RuntimeHooks::new(event_loop.clone(), rejections.clone());
        let loader = Loader::new(is_builtin, options.conditions.clone());
        let mut agent = Agent::try_new(engine, Box::new(hooks))?;
        rejections.start(&agent);
        let inspection = Inspection::open(&mut agent, &event_loop, options.inspection.clone());
        let state = Rc::new(RuntimeState::new(event_loop, loader, options, rejections, recording, replay, inspection));
        agent.set_state(state.clone());
        if let Some(watch) = watch {
            watch.join(number, agent.interrupt_handle(), state.event_loop.waker());
        }
        if let Some(recorder) = &state.options.recorder
            && number != 0
        {
            recorder.join(number, agent.interrupt_handle(), state.event_loop.waker());
        }
        agent.async_waits = Some(Rc::new(LoopWaits));
        if let Some(replay) = &state.replay {
            replay.attach(&state);
        }
        if let Some(recording) = &state.recording {
            state.event_loop.set_observer(Some(Box::new(LoopEar(recording.clone()))));
            agent.set_observer(Some(Box::new(AgentEar(recording.clone()))));
        }
        Ok(Runtime { agent, state })
    }

    fn host(&mut self) -> LoopHost<'_> {
        LoopHost { agent: &mut self.agent, state: self.state.clone() }
    }

    /// Runs `entry` as the entry task, with its checkpoint.
    pub fn run_entry(&mut self, entry: impl FnOnce(&mut Agent) -> JsResult<()> + 'static) -> Flow {
        let payload = self.state.add_callback(Callback::once(move |agent, _| entry(agent)));
        let event_loop = self.state.event_loop.clone();
        event_loop.run_entry(&mut self.host(), payload)
    }

    /// Turns the loop until nothing keeps it alive; the exit code.
    pub fn run_to_end(&mut self, entry: Flow) -> i32 {
        let event_loop = self.state.event_loop.clone();
        let flow = match entry {
            Flow::Continue(()) => event_loop.run(&mut self.host()),
            broke => broke,
        };
        let code = match flow {
            Flow::Break(code) => code,
            Flow::Continue(()) => self.end(),
        };
        let code = self.state.code_with_output(code);
        self.state.inspection.clone().ends(&mut self.agent, &self.state, code);
        self.state.tell_end(code);
        code
    }

    /// Turns the loop until `done` holds or nothing keeps it alive; answers what `done` last said.
    pub fn run_until(&mut self, mut done: impl FnMut(&mut Agent) -> bool) -> ControlFlow<i32, bool> {
        let event_loop = self.state.event_loop.clone();
        event_loop.run_until(&mut self.host(), |host| done(host.agent))
    }

    fn end(&mut self) -> i32 {
        let entry = self.state.entry.borrow().as_ref().map(HeldValue::get);
        let pending = entry
            .and_then(|entry| entry.as_kind::<PromiseObject>())
            .is_some_and(|promise| promise.state() == PromiseState::Pending);
        if pending {
            let text = super::awaiting::describe(&mut self.agent);
            // Standard error may be closed: then there is nobody to tell.
            let _ = self.state.write_stderr(text.as_bytes());
        }
        let code = pending.then_some(UNSETTLED_TOP_LEVEL_AWAIT);
        uncaught::exit_code(&mut self.agent, &self.state, code)
    }

    /// Runs a file as the program: whatever kind of module it is.
    pub fn run_file(&mut self, path: &Path) -> i32 {
        let directory = crate::process::working_directory().unwrap_or_default();
        if let Err(error) = self.state.loader.resolve_entry(path, &directory) {
            let message = match path.is_dir() {
                true => format!(
                    "{} is a directory without a program (no package.json names one, no index.js)",
                    path.display()
                ),
                false => error.to_string(),
            };
            // Standard error may be closed: then there is nobody to tell.
            let _ = self.state.write_stderr(format!("jenny: {message}\n").as_bytes());
            return 1;
        }
        let path = path.to_owned();
        let flow = self.run_entry(move |agent| start_file(agent, &path));
        self.run_to_end(flow)
    }

    /// Runs a source text as a classic script in the global scope.
    pub fn run_script(&mut self, unit: SourceUnit) -> i32 {
        let flow = self.run_entry(move |agent| evaluate_script(agent, &unit, false).map(|_| ()));
        self.run_to_end(flow)
    }

    /// Reports an error as uncaught.
    pub fn report(&mut self, error: Value) {
        uncaught::report_uncaught(&mut self.agent, error, Origin::Exception);
    }
}

/// Starts a file as the entry: a CommonJS module is evaluated, a module begins its evaluation.
pub fn start_file(agent: &mut Agent, path: &Path) -> JsResult<()> {
    let state = super::state_of(agent);
    let directory = crate::process::working_directory().unwrap_or_default();
    let resolved = match state.loader.resolve_entry(path, &directory) {
        Ok(resolved) => resolved,
        Err(error) => return Err(throw_load_error(agent, &error)),
    };
    let source = match super::required::load_entry(&state, &resolved) {
        Ok(source) => source,
        Err(error) => return Err(throw_load_error(agent, &error)),
    };
    if source.format == ModuleFormat::Module {
        let promise = super::modules::start_module(agent, &resolved.url(), Some(source))?;
        let held = HeldValue::new(agent, promise);
        *state.entry.borrow_mut() = Some(held);
        finish_entry_module(agent);
        return Ok(());
    }
    let Some(builtins) = state.builtin_modules() else {
        let compiled = state.compiled_entry.take();
        let unit = compiled.map_or_else(|| super::modules::unit_of(&source), |(_, unit, _)| unit);
        return evaluate_script(agent, &unit, false).map(|_| ());
    };
    let path = resolved.path().map(|path| path.display().to_string()).unwrap_or_default();
    builtins.require_file(agent, &path, true).map(|_| ())
}

/// As in Node, a module that is the entry is itself run by a job: the jobs that it queued go on before the ticks.
pub(super) fn finish_entry_module(agent: &mut Agent) {
    super::loop_host::run_jobs(agent);
}

/// Makes `promise` the one that the program's end is held to: if it never settles, the program ends with
/// [`UNSETTLED_TOP_LEVEL_AWAIT`].
pub fn hold_to(agent: &mut Agent, promise: Value) {
    let held = HeldValue::new(agent, promise);
    *super::state_of(agent).entry.borrow_mut() = Some(held);
}

/// Why the entry module was rejected, if it is already.
pub fn rejection_of_entry(agent: &mut Agent) -> Option<Value> {
    let entry = super::state_of(agent).entry.borrow().as_ref().map(HeldValue::get);
    let promise = entry.and_then(|entry| entry.as_kind::<PromiseObject>())?;
    (promise.state() == PromiseState::Rejected).then(|| promise.result())
}

/// Compiles and runs a Script in the global scope; `loaded` runs between the two.
pub fn evaluate_loaded_script(agent: &mut Agent, unit: &SourceUnit, loaded: impl FnOnce()) -> JsResult<()> {
    unit.record(agent);
    let template = match unit.script(false) {
        Ok(template) => template,
        Err(error) => return Err(unit.throw(agent, &error)),
    };
    loaded();
    let referrer = super::modules::referrer_for(agent, &unit.text.name);
    jenny_engine::script::run_script(agent, template, referrer).map(|_| ())
}

/// Compiles and runs a Script in the global scope; its completion value if that is asked for.
pub fn evaluate_script(agent: &mut Agent, unit: &SourceUnit, completion_value: bool) -> JsResult<Value> {
    unit.record(agent);
    let template = match unit.script(completion_value) {
        Ok(template) => template,
        Err(error) => return Err(unit.throw(agent, &error)),
    };
    let referrer = super::modules::referrer_for(agent, &unit.text.name);
    jenny_engine::script::run_script(agent, template, referrer)
}
