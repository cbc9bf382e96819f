//! RuntimeState: what natives reach from their agent.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use jenny_engine::embed::HeldValue;
use jenny_engine::{Agent, JsResult, Value};

use super::callbacks::{Callback, Callbacks};
use super::rejections::Rejections;
use crate::event_loop::{EventLoop, ImmediateId, Payload, TaskId, TaskSource, TimerId, timer_duration};
use crate::inspection::{Inspection, InspectionOptions};
use crate::loader::Loader;
use crate::oracle::Input;
use crate::process::{Diversion, Environment, Output, StandardStream};
use crate::recording::{AgentRecording, Recorder, Replay};

/// How a runtime is set up.
#[derive(Clone, Debug, Default)]
pub struct RuntimeOptions {
    /// What follows the program's name on the command line.
    pub arguments: Vec<String>,
    /// The entry as named on the command line, made absolute; None for `-e` and the REPL.
    pub entry: Option<PathBuf>,
    /// The source given with `-e` or `-p`.
    pub eval_source: Option<String>,
    /// Flags of the runtime itself, for `process.execArgv`.
    pub flags: Vec<String>,
    /// Conditions for resolution besides Node's own.
    pub conditions: Vec<String>,
    /// Uncaught errors are printed and the program goes on, as in a REPL.
    pub survive_errors: bool,
    /// The URL of a Worker's script; None in a program's own agent.
    pub worker_url: Option<String>,
    /// The agent's number: 0 for the program's own, from 1 for Workers.
    pub agent: u16,
    /// Who gets the record of the run, if it is recorded.
    pub recorder: Option<Arc<Recorder>>,
    /// The record that the run answers from, if it is a replay.
    pub replays: Option<Arc<jenny_trace::Trace>>,
    /// Clicks and keys may come from a page, or from the record of a run that had one: listeners for them keep the program alive.
    pub has_stage: bool,
    /// What is to be told of the run while it runs and at its end.
    pub inspection: InspectionOptions,
}

/// The modules that the runtime itself provides.
pub trait BuiltinModules {
    /// The exports of a module by its name without `node:`, evaluated once.
    fn exports(&self, agent: &mut Agent, name: &str) -> JsResult<Value>;
    /// Evaluates a CommonJS file, or finds it evaluated: its `module.exports`. `main`: it is the program's entry.
    fn require_file(&self, agent: &mut Agent, path: &str, main: bool) -> JsResult<Value>;
    /// The text of a value as the console prints it; None if that failed.
    fn inspect(&self, agent: &mut Agent, value: Value, colors: bool) -> Option<String>;
}

/// What a dispatcher of `unhandledrejection` answers: whether a listener took the error.
pub type ErrorListener = Rc<dyn Fn(&mut Agent, Value, Value) -> JsResult<bool>>;

/// Told of an error that nobody caught, in place of its printing and the program's end; it may end the agent.
pub type FatalListener = Rc<dyn Fn(&mut Agent, Value)>;

/// Dispatches an input to the program's listeners.
pub type InputListener = Rc<dyn Fn(&mut Agent, &Input) -> JsResult<()>>;

/// Lists the listeners of an event target.
pub type ListenerList = Rc<dyn Fn(&mut Agent, Value, Value) -> JsResult<Value>>;

/// What one agent's natives share. Reached by [`state_of`].
pub struct RuntimeState {
    pub event_loop: EventLoop,
    pub loader: Loader,
    pub options: RuntimeOptions,
    pub environment: RefCell<Environment>,
    pub stdout: RefCell<Output>,
    /// Where standard error goes instead, for a Worker whose owner reads it.
    pub error_diversion: RefCell<Option<Diversion>>,
    /// What is told of the run, if it is recorded.
    pub recording: Option<Rc<AgentRecording>>,
    /// What is asked instead of the world, if a record is replayed.
    pub replay: Option<Rc<Replay>>,
    /// What those see who look at the running program.
    pub inspection: Rc<Inspection>,
    pub(crate) callbacks: RefCell<Callbacks>,
    pub(super) rejections: Rc<Rejections>,
    /// The object that `process` registers; see the functions of [`super::uncaught`].
    pub process_hooks: RefCell<Option<HeldValue>>,
    /// Runs the queue of `process.nextTick`.
    pub tick_callback: RefCell<Option<HeldValue>>,
    /// What timers are that are objects of the program's.
    pub timer_class: RefCell<Option<Rc<super::timers::TimerClass>>>,
    pub builtins: RefCell<Option<Rc<dyn BuiltinModules>>>,
    /// Set by the crate of Web APIs: fires `unhandledrejection` (promise, reason) and `rejectionhandled` at the global object.
    pub on_unhandled_rejection: RefCell<Option<ErrorListener>>,
    pub on_rejection_handled: RefCell<Option<ErrorListener>>,
    /// Set by the crate of Web APIs: fires `error` (error, undefined) at the global object.
    pub on_error: RefCell<Option<ErrorListener>>,
    /// How Workers of this program are made; without it there are none.
    pub worker_recipe: RefCell<Option<crate::parallel::Recipe>>,
    /// Set in a Worker.
    pub on_fatal_error: RefCell<Option<FatalListener>>,
    /// Set by the crate of Web APIs: gives an input to the target that it is for.
    pub on_input: RefCell<Option<InputListener>>,
    /// Event targets that have a number in the record.
    pub event_targets: Cell<u64>,
    /// Set by the crate of Web APIs: the listeners of an EventTarget (target, type), as an array.
    pub event_target_listeners: RefCell<Option<ListenerList>>,
    /// The last syntax error made from a source, with its frame of source text.
    pub(super) syntax_error: RefCell<Option<(HeldValue, String)>>,
    /// The entry, compiled to find out that it is CommonJS.
    pub(super) compiled_entry: super::required::CompiledEntry,
    /// The entry's promise while it is a module.
    pub(super) entry: RefCell<Option<HeldValue>>,
    /// An uncaught error has ended the program with this code.
    pub(super) failed: Cell<Option<i32>>,
    /// The program ends with this code once the running callback has returned; its errors are told until then.
    pub(super) closing: Cell<Option<i32>>,
    /// What was printed could not be written out.
    output_lost: Cell<bool>,
    /// Where the running task was scheduled.
    pub(crate) scheduled_at: RefCell<Option<Rc<super::callbacks::ScheduledAt>>>,
    /// The last record of such a place.
    pub(super) last_scheduled_at: RefCell<Option<Rc<super::callbacks::ScheduledAt>>>,
    /// Where event listeners were added.
    pub(super) listeners: RefCell<super::listeners::Listeners>,
    /// `hooks.exit` has run.
    pub(super) exiting: Cell<bool>,
    /// How often the loop has waited; counted only as far as somebody asks.
    pub(super) parks: Cell<u8>,
    /// The monotonic clock at the start of the program, in nanoseconds.
    pub started: u64,
}

/// The runtime's state behind an agent. It panics in an agent without a [`super::Runtime`], which runs no natives of ours.
pub fn state_of(agent: &Agent) -> Rc<RuntimeState> {
    match agent.existing_state::<RuntimeState>() {
        Some(state) => {
            if let Some(recording) = &state.recording {
                recording.locate(agent);
            }
            state.inspection.locate(agent);
            state
        }
        None => unreachable!("an agent that runs natives of the runtime belongs to one"),
    }
}

impl RuntimeState {
    pub(super) fn new(
        event_loop: EventLoop,
        loader: Loader,
        options: RuntimeOptions,
        rejections: Rc<Rejections>,
        recording: Option<Rc<AgentRecording>>,
        replay: Option<Rc<Replay>>,
        inspection: Rc<Inspection>,
    ) -> Self {
        let started = event_loop.now(crate::oracle::Clock::Monotonic);
        RuntimeState {
            event_loop,
            loader,
            recording,
            replay,
            inspection,
            // A Worker gets its owner's, or a copy.
            environment: RefCell::new(match options.worker_url {
                Some(_) => Environment::default(),
                None => Environment::of_process(),
            }),
            stdout: RefCell::new(Output::new(StandardStream::Output)),
            error_diversion: RefCell::new(None),
            callbacks: RefCell::default(),
            rejections,
            process_hooks: RefCell::default(),
            tick_callback: RefCell::default(),
            timer_class: RefCell::default(),
            builtins: RefCell::default(),
            on_unhandled_rejection: RefCell::default(),
            on_rejection_handled: RefCell::default(),
            on_error: RefCell::default(),
            worker_recipe: RefCell::default(),
            on_fatal_error: RefCell::default(),
            on_input: RefCell::default(),
            event_targets: Cell::new(0),
            event_target_listeners: RefCell::default(),
            syntax_error: RefCell::default(),
            compiled_entry: RefCell::default(),
            entry: RefCell::default(),
            failed: Cell::new(None),
            closing: Cell::new(None),
            output_lost: Cell::new(false),
            scheduled_at: RefCell::default(),
            last_scheduled_at: RefCell::default(),
            listeners: RefCell::default(),
            exiting: Cell::new(false),
            parks: Cell::new(0),
            started,
            options,
        }
    }

    /// The runtime's own modules.
    pub fn builtin_modules(&self) -> Option<Rc<dyn BuiltinModules>> {
        self.builtins.borrow().clone()
    }

    // Timers, immediates, tasks

    /// Sets a timer of `delay` milliseconds.
    pub fn set_timer(&self, callback: Callback, delay: f64, repeats: bool) -> TimerId {
        let payload = self.callbacks.borrow_mut().add(callback);
        self.event_loop.set_timer(timer_duration(delay), repeats, payload)
    }

    /// Clears a timer. An unknown one is ignored.
    pub fn clear_timer(&self, timer: TimerId) {
        if let Some(payload) = self.event_loop.clear_timer(timer) {
            self.callbacks.borrow_mut().remove(payload);
        }
    }

    /// Queues a callback for the next check phase.
    pub fn set_immediate(&self, callback: Callback) -> ImmediateId {
        let payload = self.callbacks.borrow_mut().add(callback);
        self.event_loop.set_immediate(payload)
    }

    /// Clears an immediate. An unknown one is ignored.
    pub fn clear_immediate(&self, immediate: ImmediateId) {
        if let Some(payload) = self.event_loop.clear_immediate(immediate) {
            self.callbacks.borrow_mut().remove(payload);
        }
    }

    /// Queues a task. Tasks of one source and channel run in this order.
    pub fn queue_task(
        &self,
        source: TaskSource,
        channel: u64,
        run: impl FnOnce(&mut Agent) -> JsResult<()> + 'static,
    ) -> TaskId {
        let payload = self.add_callback(Callback::once(move |agent, _| run(agent)));
        self.event_loop.queue_task(source, channel, payload)
    }

    /// The next operation that starts is called so in a record.
    pub fn name_operation(&self, name: &str) {
        if let Some(recording) = &self.recording {
            recording.name_operation(name);
        }
        self.inspection.name_operation(name);
    }

    /// Keeps a callback for a payload of the loop.
    pub fn add_callback(&self, callback: Callback) -> Payload {
        self.callbacks.borrow_mut().add(callback)
    }

    // Output

    /// Writes to standard output, in the order of the writes to both streams. Errors: the system's; a pipe without a reader
    /// is reported once.
    pub fn write_stdout(&self, bytes: &[u8]) -> std::io::Result<()> {
        if let Some(recording) = &self.recording {
            recording.output(StandardStream::Output, bytes);
        }
        self.stdout.borrow_mut().write(bytes)
    }

    /// Writes to standard error, after what went to standard output before.
    pub fn write_stderr(&self, bytes: &[u8]) -> std::io::Result<()> {
        self.flush();
        if let Some(recording) = &self.recording {
            recording.output(StandardStream::Error, bytes);
        }
        if let Some(divert) = &mut *self.error_diversion.borrow_mut() {
            return divert(bytes);
        }
        let diverted = self.stdout.borrow_mut().write_diverted(bytes);
        diverted.unwrap_or_else(|| crate::process::write_all(StandardStream::Error, bytes))
    }

    /// Writes out what standard output has gathered.
    pub fn flush(&self) {
        let result = self.stdout.borrow_mut().flush();
        if let Err(error) = result
            && error.kind() != std::io::ErrorKind::BrokenPipe
            && !self.output_lost.replace(true)
        {
            crate::process::tell(&format!("jenny: standard output cannot be written: {error}\n"));
        }
    }

    /// The exit code when the program would end with `code`: output that was lost is a failure.
    pub(super) fn code_with_output(&self, code: i32) -> i32 {
        self.flush();
        if code == 0 && self.output_lost.get() { 1 } else { code }
    }

    /// `process.exit`: ends the process, or the Worker, at once; what was printed is written out. `return Err(state.exit(agent, code))`
    pub fn exit(&self, agent: &mut Agent, code: i32) -> jenny_engine::Throw {
        if self.options.worker_url.is_none() {
            self.flush();
            self.inspection.ends(agent, self, code);
            self.exit_process(code)
        }
        self.failed.set(Some(code));
        agent.terminate()
    }

    /// Ends the agent's program with this code when the running callback has returned; nothing queued runs.
    pub fn end_after_callback(&self, code: i32) {
        self.closing.set(Some(code));
    }

    /// The agent's program has ended: a record is told, a replay compares.
    pub(super) fn tell_end(&self, code: i32) {
        if let Some(recording) = &self.recording {
            recording.end(code);
        }
        if let Some(replay) = &self.replay {
            replay.end(code);
        }
    }

    /// Ends the process at once, with what was printed written out.
    pub fn exit_process(&self, code: i32) -> ! {
        let code = self.code_with_output(code);
        self.tell_end(code);
        if let Some(recording) = &self.recording {
            recording.finish();
        }
        crate::process::exit(code)
    }
}
