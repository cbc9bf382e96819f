//! One conversation at the prompt: what was typed, what it came to, and when the next input is asked for.

use std::cell::{Cell, RefCell};
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jenny_engine::agent::interrupt;
use jenny_engine::embed::{Gc, HeldValue, PromiseObject, perform_promise_then};
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::operations::Codec;
use jenny_runtime::binding::prompt::{self, Evaluated};
use jenny_runtime::binding::report::without_repeated_frames;
use jenny_runtime::binding::{state_of, uncaught};
use jenny_runtime::event_loop::{OperationId, OperationKind, OperationSpec, TaskSource};
use jenny_runtime::process::{StandardStream, is_terminal, signal_number, watch_signal_with};
use jenny_runtime::recording::Malformed;
use jenny_runtime::stdin::{LineEditor, LineEditorOptions, Typed, remember_terminal};

use super::{commands, completion, define, inspect};

const PROMPT: &str = "> ";

/// The conversation of an agent.
pub struct Session {
    terminal: bool,
    colors: bool,
    editor: RefCell<Option<LineEditor>>,
    reading: Cell<Option<OperationId>>,
    /// JavaScript runs on behalf of an input.
    evaluating: Arc<AtomicBool>,
    /// The number of the input that is awaited; what others come to is not printed.
    awaited: Cell<Option<i32>>,
    inputs: RefCell<Vec<String>>,
    /// The values of `_` and `_error` as they were set last: another value there is the user's own.
    last: RefCell<[Option<HeldValue>; 2]>,
    /// The last thing typed was Ctrl-C at an empty line.
    about_to_exit: Cell<bool>,
}

/// Opens the conversation and asks for the first input. `first` is evaluated before it.
pub fn start(agent: &mut Agent, terminal: bool, first: Option<String>) -> io::Result<()> {
    let state = state_of(agent);
    let colors = is_terminal(StandardStream::Output) && state.environment.borrow().get("NO_COLOR".as_ref()).is_none();
    // A conversation is not replayed.
    let codec = Codec { write: |_, _| {}, read: |_| Err(Malformed) };
    let (operation, poster) = state.start_external_as::<Typed>(
        OperationKind::Stdin,
        TaskSource::UserInteraction,
        true,
        codec,
        |agent, typed, _| {
            if let (Some(session), Some(typed)) = (agent.existing_state::<Session>(), typed) {
                session.typed(agent, typed)?;
            }
            Ok(())
        },
    );
    let options = LineEditorOptions {
        terminal,
        history: if terminal { history_file(agent) } else { None },
        is_incomplete: |text| !commands::is_command(text) && prompt::is_incomplete(text),
        continuation: "| ",
    };
    if terminal {
        remember_terminal();
    }
    let (editor, diversion) = LineEditor::start(poster, options)?;
    state.stdout.borrow_mut().divert(diversion);
    let session = Rc::new(Session {
        terminal,
        colors,
        editor: RefCell::new(Some(editor)),
        reading: Cell::new(Some(operation)),
        evaluating: Arc::default(),
        awaited: Cell::new(None),
        inputs: RefCell::default(),
        last: RefCell::default(),
        about_to_exit: Cell::new(false),
    });
    agent.set_state(session.clone());
    if terminal {
        watch_interrupts(agent, &session)?;
        session.say(agent, &format!("Jenny {}, .help tells more\n", env!("CARGO_PKG_VERSION")));
    }
    match first {
        Some(text) => session.evaluate(agent, &text),
        None => session.ask(agent),
    }
    Ok(())
}

/// Where inputs are remembered: `JENNY_REPL_HISTORY` (empty: nowhere), else a file of the home folder.
fn history_file(agent: &Agent) -> Option<std::path::PathBuf> {
    let state = state_of(agent);
    let environment = state.environment.borrow();
    match environment.get("JENNY_REPL_HISTORY".as_ref()) {
        Some(path) if path.is_empty() => None,
        Some(path) => Some(path.into()),
        None => Some(std::path::Path::new(&environment.get("HOME".as_ref())?).join(".jenny_repl_history")),
    }
}

/// Ctrl-C while an input is evaluated or awaited. While a line is edited the editor gets the key itself.
fn watch_interrupts(agent: &mut Agent, session: &Session) -> io::Result<()> {
    let state = state_of(agent);
    let evaluating = session.evaluating.clone();
    let handle = agent.interrupt_handle();
    let payload = state.add_callback(jenny_runtime::binding::Callback::native(|agent, _| {
        if let Some(session) = agent.existing_state::<Session>()
            && session.awaited.take().is_some()
        {
            session.say(agent, "Interrupted\n");
            session.ask(agent);
        }
        Ok(())
    }));
    let spec = OperationSpec::new(OperationKind::Signal, TaskSource::Signal, payload).unreferenced();
    let number = signal_number("SIGINT").unwrap_or(2);
    watch_signal_with(&state.event_loop, spec, number, move |_| {
        let running = evaluating.load(Ordering::SeqCst);
        if running {
            handle.request(interrupt::TERMINATE);
        }
        !running
    })
    .map(|_| ())
}

impl Session {
    /// Prints for the user. A reader that has gone away shows at the next input.
    pub fn say(&self, agent: &Agent, text: &str) {
        let _ = state_of(agent).write_stdout(text.as_bytes());
    }

    pub fn inputs(&self) -> Vec<String> {
        self.inputs.borrow().clone()
    }

    /// Asks for the next input, once what the last one queued as jobs and ticks has run.
    pub fn ask(&self, agent: &Agent) {
        state_of(agent).queue_task(TaskSource::UserInteraction, u64::MAX, |agent| {
            let Some(session) = agent.existing_state::<Session>() else { return Ok(()) };
            state_of(agent).flush();
            if let Some(editor) = &*session.editor.borrow() {
                editor.ask(PROMPT);
            }
            Ok(())
        });
    }

    fn typed(&self, agent: &mut Agent, typed: Typed) -> JsResult<()> {
        if let Typed::Complete { text, position, answer } = typed {
            // The editor has stopped waiting if nobody takes it.
            let _ = answer.try_send(completion::complete(agent, &text, position));
            return Ok(());
        }
        let repeated = self.about_to_exit.take();
        match typed {
            Typed::Input(text) => self.input(agent, &text),
            Typed::Interrupted { empty } => {
                if empty && repeated {
                    self.end(agent);
                } else {
                    if empty {
                        self.about_to_exit.set(true);
                        self.say(agent, "(Ctrl-C again, Ctrl-D or .exit ends)\n");
                    }
                    self.ask(agent);
                }
            }
            _ => self.end(agent),
        }
        Ok(())
    }

    fn input(&self, agent: &mut Agent, text: &str) {
        if text.trim().is_empty() {
            return self.ask(agent);
        }
        if commands::is_command(text) {
            return commands::run(agent, self, text.trim());
        }
        self.inputs.borrow_mut().push(text.to_owned());
        self.evaluate(agent, text);
    }

    /// Evaluates an input and prints what it comes to, now or once it has come.
    pub fn evaluate(&self, agent: &mut Agent, text: &str) {
        let number = self.awaited.get().unwrap_or(0).max(self.inputs.borrow().len() as i32);
        let name = format!("REPL{number}");
        self.evaluating.store(true, Ordering::SeqCst);
        let result = prompt::evaluate(agent, &name, text);
        match result {
            Ok(Evaluated::Value(value)) => self.show(agent, value),
            Ok(Evaluated::Awaiting(promise)) => {
                self.evaluating.store(false, Ordering::SeqCst);
                self.awaited.set(Some(number));
                if let Err(thrown) = show_when_settled(agent, promise, number) {
                    self.show_error(agent, thrown);
                    self.ask(agent);
                }
                return;
            }
            Err(thrown) => self.show_error(agent, thrown),
        }
        self.evaluating.store(false, Ordering::SeqCst);
        self.ask(agent);
    }

    /// Prints a value and keeps it as `_`.
    fn show(&self, agent: &mut Agent, value: Value) {
        let held = HeldValue::new(agent, value);
        let text = inspect(agent, value, self.colors);
        self.say(agent, &(text + "\n"));
        self.keep(agent, 0, "_", held);
    }

    /// Prints what was thrown and keeps it as `_error`.
    fn show_error(&self, agent: &mut Agent, thrown: jenny_engine::Throw) {
        if agent.is_terminating() && agent.recover_from_termination() {
            return self.say(agent, "Interrupted\n");
        }
        let error = agent.take_exception(thrown);
        let error = HeldValue::new(agent, error);
        let frame = uncaught::syntax_error_frame(agent, error.get());
        let shown = without_own_frames(&inspect(agent, error.get(), self.colors));
        let (shown, note) = match agent.stack_overflow_note(error.get()) {
            Some(note) => (without_repeated_frames(&shown), format!("{note}\n")),
            None => (shown, String::new()),
        };
        let frame = frame.map_or_else(String::new, |frame| frame + "\n");
        self.say(agent, &format!("{frame}Uncaught {shown}\n{note}"));
        self.keep(agent, 1, "_error", error);
    }

    /// Sets a global unless the user gave it another value.
    fn keep(&self, agent: &mut Agent, which: usize, name: &str, value: HeldValue) {
        let global = agent.realm().global_object();
        let key = agent.key(name);
        let current = global.own_data_value(agent, key);
        let last = self.last.borrow()[which].as_ref().map(HeldValue::get);
        if current.is_some() && current != last {
            return;
        }
        // Only memory can be short.
        if define(agent, name, value.get()).is_ok() {
            self.last.borrow_mut()[which] = Some(value);
        }
    }

    /// Ends the conversation. On a terminal the program ends with it; elsewhere what was started may finish.
    pub fn end(&self, agent: &mut Agent) {
        *self.editor.borrow_mut() = None;
        let state = state_of(agent);
        state.flush();
        state.stdout.borrow_mut().divert(None);
        if let Some(operation) = self.reading.take() {
            state.cancel(operation);
        }
        let _ = state.write_stdout(b"\n");
        if self.terminal {
            let code = uncaught::exit_code(agent, &state, None);
            state.exit_process(code);
        }
    }
}

/// Takes away the frames of inputs themselves: where they begin says nothing.
fn without_own_frames(text: &str) -> String {
    let is_own = |line: &str| {
        line.trim_start().strip_prefix("at REPL").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    text.split('\n').filter(|line| !is_own(line)).collect::<Vec<_>>().join("\n")
}

fn show_when_settled(agent: &mut Agent, promise: Gc<PromiseObject>, number: i32) -> JsResult<()> {
    let number = Value::int(number);
    let fulfilled = agent.new_native("", 1, awaited_value, &[number]).as_object();
    let rejected = agent.new_native("", 1, awaited_error, &[number]).as_object();
    perform_promise_then(agent, promise, fulfilled.into(), rejected.into(), None).map(|_| ())
}

/// The session, if it is this input that it waits for.
fn session_awaiting(agent: &Agent, args: &Args) -> Option<Rc<Session>> {
    let session = agent.existing_state::<Session>()?;
    let awaited = session.awaited.get().map(Value::int);
    (awaited == Some(args.data(0))).then(|| {
        session.awaited.set(None);
        session
    })
}

fn awaited_value(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(session) = session_awaiting(agent, &args) {
        let value = match args.get(0).as_object() {
            Some(array) => array.get_str(agent, "0")?,
            None => Value::UNDEFINED,
        };
        session.show(agent, value);
        session.ask(agent);
    }
    Ok(Value::UNDEFINED)
}

fn awaited_error(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(session) = session_awaiting(agent, &args) {
        let thrown = agent.throw(args.get(0));
        session.show_error(agent, thrown);
        session.ask(agent);
    }
    Ok(Value::UNDEFINED)
}
