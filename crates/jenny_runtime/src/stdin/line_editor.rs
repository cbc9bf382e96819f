//! Reads whole inputs of a prompt on a thread of its own: with a line editor on a terminal, line by line elsewhere.

use std::borrow::Cow;
use std::cell::Cell;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::time::Duration;

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, ExternalPrinter, Helper};

use crate::process::{Diversion, StandardStream, write_all};
use crate::reactor::Poster;

/// What the user did. Each is one result of the operation behind the poster.
#[derive(Debug)]
pub enum Typed {
    /// A whole input, maybe of several lines.
    Input(String),
    /// TAB: the answer is what can stand there.
    Complete { text: String, position: usize, answer: SyncSender<Completion> },
    /// Ctrl-C. `empty`: nothing was typed before it.
    Interrupted { empty: bool },
    /// Ctrl-D, or the end of the input.
    End,
}

/// What can stand at a place of a text.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// Where the completed word begins.
    pub start: usize,
    pub words: Vec<String>,
}

/// How inputs are read.
#[derive(Clone, Debug)]
pub struct LineEditorOptions {
    /// A terminal is at the other end.
    pub terminal: bool,
    /// Where inputs are remembered.
    pub history: Option<PathBuf>,
    /// Whether an input goes on in the next line.
    pub is_incomplete: fn(&str) -> bool,
    /// Shown before the lines after the first, without a terminal.
    pub continuation: &'static str,
}

/// The reading thread. It reads one input for each [`LineEditor::ask`]; dropping it ends the thread.
#[derive(Debug)]
pub struct LineEditor {
    prompts: Sender<String>,
}

/// Most inputs that are remembered.
const HISTORY: usize = 1000;
/// How long a completion may take before the key is given back.
const PATIENCE: Duration = Duration::from_secs(1);

impl LineEditor {
    /// Starts the thread. The answer besides it is where output must go so that the line being edited stays whole.
    pub fn start(poster: Poster, options: LineEditorOptions) -> io::Result<(LineEditor, Option<Diversion>)> {
        let (prompts, asked) = mpsc::channel();
        let (ready, printer) = mpsc::sync_channel::<Option<Box<dyn ExternalPrinter + Send>>>(1);
        std::thread::Builder::new().name("jenny-prompt".to_owned()).spawn(move || {
            if options.terminal {
                edit(poster, &asked, &options, &ready);
            } else {
                let _ = ready.send(None);
                read_lines(&poster, &asked, &options);
            }
        })?;
        let diversion = printer.recv().ok().flatten().map(|mut printer| -> Diversion {
            Box::new(move |bytes| {
                let text = String::from_utf8_lossy(bytes).into_owned();
                printer.print(text).map_err(io::Error::other)
            })
        });
        Ok((LineEditor { prompts }, diversion))
    }

    /// Asks for the next input.
    pub fn ask(&self, prompt: &str) {
        // If the thread is gone, its operation has ended.
        let _ = self.prompts.send(prompt.to_owned());
    }
}

fn edit(
    poster: Poster,
    asked: &Receiver<String>,
    options: &LineEditorOptions,
    ready: &SyncSender<Option<Box<dyn ExternalPrinter + Send>>>,
) {
    let poster = Arc::new(poster);
    let Some(mut editor) = new_editor(poster.clone(), options) else { return };
    let printer = editor.create_external_printer().ok();
    let _ = ready.send(printer.map(|printer| Box::new(printer) as Box<dyn ExternalPrinter + Send>));
    while let Ok(prompt) = asked.recv() {
        if let Some(helper) = editor.helper() {
            helper.empty.set(true);
        }
        match editor.readline(prompt.as_str()) {
            Ok(text) => {
                if !text.trim().is_empty()
                    && editor.add_history_entry(text.as_str()).unwrap_or(false)
                    && let Some(path) = &options.history
                {
                    // A history that cannot be written is none.
                    let _ = editor.append_history(path);
                }
                poster.post(Typed::Input(text));
            }
            Err(ReadlineError::Interrupted) => {
                let empty = editor.helper().is_some_and(|helper| helper.empty.get());
                poster.post(Typed::Interrupted { empty });
            }
            Err(_) => poster.post(Typed::End),
        }
    }
}

fn new_editor(poster: Arc<Poster>, options: &LineEditorOptions) -> Option<Editor<PromptHelper, FileHistory>> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .max_history_size(HISTORY)
        .ok()?
        .history_ignore_dups(true)
        .ok()?
        .build();
    let mut editor = Editor::with_history(config.clone(), FileHistory::with_config(&config)).ok()?;
    if let Some(path) = &options.history {
        // There is none yet, or it cannot be read.
        let _ = editor.load_history(path);
    }
    editor.set_helper(Some(PromptHelper {
        poster,
        is_incomplete: options.is_incomplete,
        hinter: HistoryHinter::new(),
        empty: Cell::new(true),
    }));
    Some(editor)
}

struct PromptHelper {
    poster: Arc<Poster>,
    is_incomplete: fn(&str) -> bool,
    hinter: HistoryHinter,
    /// Nothing is typed.
    empty: Cell<bool>,
}

impl Helper for PromptHelper {}

impl Validator for PromptHelper {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let incomplete = (self.is_incomplete)(context.input());
        Ok(if incomplete { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Hinter for PromptHelper {
    type Hint = String;

    fn hint(&self, line: &str, position: usize, context: &Context<'_>) -> Option<String> {
        self.empty.set(line.is_empty());
        self.hinter.hint(line, position, context)
    }
}

impl Highlighter for PromptHelper {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(format!("\x1b[90m{hint}\x1b[39m"))
    }
}

impl Completer for PromptHelper {
    type Candidate = String;

    fn complete(&self, text: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let (answer, answered) = mpsc::sync_channel(1);
        self.poster.post(Typed::Complete { text: text.to_owned(), position, answer });
        let found = answered.recv_timeout(PATIENCE).unwrap_or_default();
        Ok((found.start, found.words))
    }
}

/// Inputs from a pipe or a file. The prompt is written, so that a transcript shows what was asked for.
fn read_lines(poster: &Poster, asked: &Receiver<String>, options: &LineEditorOptions) {
    while let Ok(prompt) = asked.recv() {
        let mut input = String::new();
        let mut shown = prompt.as_str();
        loop {
            // Output that nobody reads is no reason to stop reading.
            let _ = write_all(StandardStream::Output, shown.as_bytes());
            let Ok(Some(line)) = super::read_line_blocking() else {
                if !input.trim().is_empty() {
                    poster.post(Typed::Input(std::mem::take(&mut input)));
                }
                poster.post(Typed::End);
                break;
            };
            input.push_str(&line);
            let text = input.as_str();
            if text.ends_with("\n.break") {
                input.clear();
                shown = &prompt;
            } else if (options.is_incomplete)(text) {
                shown = options.continuation;
                input.push('\n');
            } else {
                poster.post(Typed::Input(text.to_owned()));
                break;
            }
        }
    }
}
