//! Where operations were started, noted while a flag asks for it.

use std::cell::{Cell, RefCell};

use jenny_engine::Agent;
use jenny_engine::interpreter::CodePosition;
use rustc_hash::FxHashMap;
use std::rc::Rc;

use crate::event_loop::OperationId;

/// Entries that are kept without looking which of them are over.
const MANY: usize = 4096;

/// How an operation began.
#[derive(Clone, Debug, Default)]
pub(super) struct Started {
    pub name: Option<Box<str>>,
    pub calls: Option<Rc<Vec<CodePosition>>>,
}

/// What is noted of an agent's natives and operations.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Where the native that ran last was called, and when.
    calls: RefCell<Option<Rc<Vec<CodePosition>>>>,
    called: Cell<u64>,
    name: RefCell<Option<Box<str>>>,
    started: RefCell<FxHashMap<OperationId, Started>>,
}

impl Places {
    /// The program's code stands here: a native is about to use the runtime.
    pub fn locate(&self, agent: &Agent) {
        self.called.set(super::desk::now());
        let known = self.calls.borrow().clone();
        let Some(calls) = agent.call_sites(known.as_ref().map(|known| &known[..])) else { return };
        *self.calls.borrow_mut() = Some(Rc::new(calls));
    }

    /// Where the last native was called, and when.
    pub fn last_native(&self) -> (u64, Option<CodePosition>) {
        (self.called.get(), self.calls.borrow().as_ref().and_then(|calls| calls.first().cloned()))
    }

    /// A task begins: the program's code stands nowhere yet.
    pub fn clear(&self) {
        self.called.set(0);
        *self.calls.borrow_mut() = None;
    }

    /// The next operation is called so.
    pub fn name(&self, name: &str) {
        *self.name.borrow_mut() = Some(name.chars().take(200).collect());
    }

    /// An operation began.
    pub fn start(&self, operation: OperationId, is_pending: impl Fn(OperationId) -> bool) {
        let mut started = self.started.borrow_mut();
        if started.len() >= MANY && started.len().is_power_of_two() {
            started.retain(|&operation, _| is_pending(operation));
        }
        let entry = Started { name: self.name.borrow_mut().take(), calls: self.calls.borrow().clone() };
        started.insert(operation, entry);
    }

    /// How it began, if that was noted.
    pub fn of(&self, operation: OperationId) -> Option<Started> {
        self.started.borrow().get(&operation).cloned()
    }
}
