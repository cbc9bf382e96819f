//! Promises that Rust code settles later.

use crate::agent::Agent;
use crate::agent::observer::PromiseOrigin;
use crate::builtins::promise::{PromiseObject, new_promise_from, reject_promise, resolve_promise};
use crate::object::AsObject;
use crate::{JsResult, Value};
use jenny_gc::{Gc, Root};

/// A promise and the right to settle it, held from the Rust heap. Dropping it leaves the promise pending.
pub struct PendingPromise(Root<PromiseObject>);

impl PendingPromise {
    /// A new promise of the current realm.
    pub fn new(agent: &mut Agent) -> PendingPromise {
        let promise = new_promise_from(agent, PromiseOrigin::Host);
        PendingPromise(Root::new(&agent.heap, promise))
    }
    /// The promise, to hand to the program.
    pub fn promise(&self) -> Gc<PromiseObject> {
        self.0.get()
    }
    /// The promise as a value.
    pub fn value(&self) -> Value {
        self.0.get().as_object().into()
    }
    /// Resolves it, as its resolve function would.
    pub fn resolve(self, agent: &mut Agent, value: impl Into<Value>) {
        resolve_promise(agent, self.0.get(), value.into());
    }
    /// Rejects it.
    pub fn reject(self, agent: &mut Agent, reason: impl Into<Value>) {
        reject_promise(agent, self.0.get(), reason.into());
    }
    /// Resolves it with a value or rejects it with what was thrown.
    pub fn settle(self, agent: &mut Agent, result: JsResult<Value>) {
        match result {
            Ok(value) => self.resolve(agent, value),
            Err(thrown) => {
                let reason = agent.take_exception(thrown);
                self.reject(agent, reason);
            }
        }
    }
}
