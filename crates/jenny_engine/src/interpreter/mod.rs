//! The interpreter: dispatch, frames, unwinding and the handlers of each family of instructions.

use crate::agent::Agent;
use crate::error::stack_trace::CapturedStack;
use crate::object::Object;
use crate::{JsResult, Value};
use jenny_gc::{Gc, Tracer};

/// What the interpreter keeps in the agent.
#[derive(Default)]
pub struct InterpreterState {}

impl InterpreterState {
    pub(crate) fn trace(&self, _: &mut Tracer<'_>) {}
}

/// Marks what frames outside the register stack hold.
pub(crate) fn trace_frames(_agent: &Agent, _tracer: &mut Tracer<'_>) {}

/// The frames of now, innermost first, at most `limit`.
pub fn capture_frames(_agent: &mut Agent, _limit: usize, _above: Option<Gc<Object>>) -> CapturedStack {
    CapturedStack::default()
}

impl Agent {
    /// Call(F, V, args). Errors: TypeError if `function` is not callable, and what it throws.
    pub fn call(&mut self, function: Value, this: Value, args: &[Value]) -> JsResult<Value> {
        let _ = (this, args);
        Err(self.throw_not_callable(function))
    }
    /// Construct(F, args, new_target): `new_target` must be a constructor.
    pub fn construct(
        &mut self,
        constructor: Gc<Object>,
        args: &[Value],
        new_target: Gc<Object>,
    ) -> JsResult<Gc<Object>> {
        let _ = (args, new_target);
        Err(self.throw_not_callable(constructor.into()))
    }
}
