//! The captured stack of an error: frames as they were, formatted when something first reads `stack`.

use super::ErrorObject;
use crate::Value;
use crate::agent::Agent;
use crate::function::Code;
use crate::object::Object;
use jenny_gc::{Gc, Trace, Tracer};

/// One frame.
#[derive(Clone, Copy, Debug)]
pub struct CapturedFrame {
    /// the compiled function; None for a native
    pub code: Option<Gc<Code>>,
    /// word index of the instruction being executed
    pub pc: u32,
    /// the function object
    pub function: Value,
    pub this: Value,
    pub is_construct: bool,
    /// reached through an await: the frame is suspended
    pub is_async: bool,
}

/// Frames, innermost first.
#[derive(Clone, Default, Debug)]
pub struct CapturedStack {
    pub frames: Vec<CapturedFrame>,
}

impl CapturedStack {
    pub(super) fn trace(&self, tracer: &mut Tracer<'_>) {
        for frame in &self.frames {
            frame.code.trace(tracer);
            frame.function.trace(tracer);
            frame.this.trace(tracer);
        }
    }
}

/// Captures the stack of now into an error and gives it its `stack` property. `above`: leave out frames above and including
/// the topmost call of that function (Error.captureStackTrace).
pub fn capture(agent: &mut Agent, error: Gc<ErrorObject>, above: Option<Gc<Object>>) {
    let stack = crate::interpreter::capture_frames(agent, 10, above);
    error.set_stack(stack);
}
