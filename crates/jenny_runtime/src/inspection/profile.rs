//! Samples of a run on their way to a `.cpuprofile`.
//!
//! A sample is taken where the agent looks up: at calls and at the ends of loops, and after what does not look up. The time since
//! the sample before is that of the place that is seen.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jenny_bytecode::FunctionTemplate;
use jenny_engine::interpreter::{CodePosition, Running};
use jenny_engine::{Agent, Value};
use jenny_trace::export::cpuprofile::{Function, IDLE, PROGRAM, Profile};
use rustc_hash::FxHashMap;

/// Calls of a stack that are kept: the innermost.
const CALLS: usize = 256;

/// Where collections are counted.
const COLLECTOR: &str = "(garbage collector)";

#[derive(Debug)]
struct State {
    profile: Profile,
    last: u64,
    /// Nanoseconds of all collections so far.
    collected: u64,
    functions: FxHashMap<usize, (Function, Arc<FunctionTemplate>)>,
}

/// The profile of one agent's run.
#[derive(Debug)]
pub(super) struct RunProfile {
    path: PathBuf,
    state: RefCell<State>,
}

enum Call {
    Compiled(CodePosition),
    Native(Value),
}

impl RunProfile {
    pub fn new(path: PathBuf) -> RunProfile {
        let now = super::desk::now();
        let state = State { profile: Profile::new(now), last: now, collected: 0, functions: FxHashMap::default() };
        RunProfile { path, state: RefCell::new(state) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The agent has waited until now.
    pub fn idle(&self, now: u64) {
        let state = &mut *self.state.borrow_mut();
        let idle = state.profile.named(IDLE);
        state.profile.sample(idle, now, None);
        state.last = now;
    }

    /// The agent is where its stack says.
    pub fn sample(&self, agent: &mut Agent, now: u64) {
        let mut calls: Vec<Call> = Vec::new();
        agent.visit_running(|running| {
            calls.push(match running {
                Running::Compiled(code, pc) => Call::Compiled(CodePosition { template: code.template().clone(), pc }),
                Running::Native(function) => Call::Native(function),
            });
            calls.len() < CALLS
        });
        let state = &mut *self.state.borrow_mut();
        let collected = agent.heap.stats().total_pause.as_nanos() as u64;
        let collecting = collected.saturating_sub(state.collected).min(now.saturating_sub(state.last));
        state.collected = collected;
        if collecting > 0 {
            let collector = state.profile.named(COLLECTOR);
            let until = state.last + collecting;
            state.profile.sample(collector, until, None);
        }
        state.last = now;
        if calls.is_empty() {
            let program = state.profile.named(PROGRAM);
            return state.profile.sample(program, now, None);
        }
        let (mut node, mut line) = (0, None);
        for call in calls.iter().rev() {
            let function = match call {
                Call::Compiled(at) => {
                    line = Some(at.line_column().0);
                    state.function(&at.template)
                }
                Call::Native(function) => {
                    line = None;
                    let name = jenny_engine::interpreter::native_name(*function);
                    Function { name, file: String::new(), line: 0, column: 0 }
                }
            };
            node = state.profile.node(node, function);
        }
        state.profile.sample(node, now, line);
    }

    /// Writes the file.
    ///
    /// # Errors
    /// The disk's.
    pub fn write(&self) -> io::Result<()> {
        let mut out = BufWriter::new(File::create(&self.path)?);
        self.state.borrow().profile.write(&mut out)?;
        out.flush()
    }
}

impl State {
    fn function(&mut self, template: &Arc<FunctionTemplate>) -> Function {
        // The template is held, so that an address stands for one only.
        let (function, _) = self.functions.entry(Arc::as_ptr(template) as usize).or_insert_with(|| {
            let (line, column) = template.source.line_column(template.source_range.0);
            let function = Function {
                name: template.name.to_display(),
                file: template.source.name.trim_start_matches("file://").to_owned(),
                line,
                column,
            };
            (function, template.clone())
        });
        function.clone()
    }
}
