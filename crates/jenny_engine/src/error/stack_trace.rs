//! The captured stack of an error: frames as they were, formatted when something first reads `stack`.

use super::ErrorObject;
use crate::agent::Agent;
use crate::builtins::error::call_site::new_call_site;
use crate::function::Code;
use crate::object::internal_methods::*;
use crate::object::property::{Attributes, OwnProperty, PropertyDescriptor};
use crate::object::{AsObject, Object, flags};
use crate::operations::values;
use crate::string::PropertyKey;
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::{Gc, RootVec, Trace, Tracer};

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

/// The error's `stack` property stands in its shape, but its text is not made yet.
const STACK_PENDING: u16 = flags::TYPE_A;
/// Longest stack taken, whatever Error.stackTraceLimit says.
const MAX_FRAMES: f64 = 10_000.0;

/// Error.stackTraceLimit of the current realm; None if it is no number: then no stack is taken.
pub fn stack_trace_limit(agent: &mut Agent) -> Option<usize> {
    // An error thrown while the realm is made has no Error constructor yet.
    let Some(constructor) = agent.realm().existing_intrinsic(Intrinsic::Error) else { return Some(10) };
    let limit = constructor.own_data_value(agent, agent.names.stack_trace_limit)?.as_number()?;
    Some(limit.clamp(0.0, MAX_FRAMES) as usize)
}

/// Captures the stack of now into an error and gives it its `stack` property. `above`: leave out frames above and including
/// the topmost call of that function (Error.captureStackTrace).
pub fn capture(agent: &mut Agent, error: Gc<ErrorObject>, above: Option<Gc<Object>>) {
    if let Some(limit) = stack_trace_limit(agent) {
        // A fresh extensible object: only memory can be short, and then there is no stack.
        let _ = capture_with_limit(agent, error, above, limit);
    }
}

/// As `capture`, with a number of frames.
pub fn capture_with_limit(
    agent: &mut Agent,
    error: Gc<ErrorObject>,
    above: Option<Gc<Object>>,
    limit: usize,
) -> JsResult<()> {
    let stack = crate::interpreter::capture_frames(agent, limit, above);
    error.set_stack(stack);
    let object = error.as_object();
    let key = agent.names.stack;
    match object.shape().find(key) {
        None => agent.add_property(object, key, Value::UNDEFINED, Attributes::BUILTIN)?,
        Some(_) => {
            let desc = PropertyDescriptor::data(Value::UNDEFINED, Attributes::BUILTIN);
            object.define_or_throw(agent, key, &desc)?;
        }
    }
    object.set_flag(STACK_PENDING);
    Ok(())
}

/// The text of an error's `stack` as captured; undefined if nothing was.
pub fn stack_of(agent: &mut Agent, error: Gc<ErrorObject>) -> JsResult<Value> {
    let object = error.as_object();
    materialize(agent, object)?;
    match ordinary_own_property(agent, object, agent.names.stack) {
        Some(own) if !own.attributes.is_accessor() => Ok(own.value),
        _ => Ok(Value::UNDEFINED),
    }
}

/// Makes the text of a pending `stack` property.
fn materialize(agent: &mut Agent, object: Gc<Object>) -> JsResult<()> {
    if !object.has_flag(STACK_PENDING) {
        return Ok(());
    }
    object.clear_flag(STACK_PENDING);
    // SAFETY: only errors have these methods.
    let error = unsafe { object.cast::<ErrorObject>() };
    let text = format(agent, object.into(), error)?;
    // What prepareStackTrace did to the property stands.
    let key = agent.names.stack;
    if let Some(found) = object.shape().find(key)
        && !found.attributes.is_accessor()
        && !object.has_flag(STACK_PENDING)
    {
        object.set_raw_slot(found.slot, text);
    }
    Ok(())
}

/// What `stack` of `target` is: what Error.prepareStackTrace returns for the frames of `holder`, else V8's text.
pub fn format(agent: &mut Agent, target: Value, holder: Gc<ErrorObject>) -> JsResult<Value> {
    let count = holder.with_stack(|stack| stack.map_or(0, |s| s.frames.len()));
    let frame_at = |i: usize| holder.with_stack(|stack| stack.and_then(|s| s.frames.get(i).copied()));
    let constructor = agent.intrinsic(Intrinsic::Error);
    let prepare = constructor.get(agent, agent.names.prepare_stack_trace)?;
    if prepare.is_callable() {
        agent.check_native_stack()?;
        let mut sites = RootVec::with_capacity(&agent.heap, count);
        for i in 0..count {
            if let Some(frame) = frame_at(i) {
                sites.push(new_call_site(agent, frame).bits());
            }
        }
        let sites = agent.new_array(values(&sites))?;
        return agent.call(prepare, constructor.into(), &[target, sites.into()]);
    }
    let mut text = header(agent, target);
    for i in 0..count {
        if let Some(frame) = frame_at(i) {
            text.push_str("\n    at ");
            let line = match frame_at(i + 1) {
                Some(caller) if frame.is_eval() => frame.to_eval_text(agent, &caller),
                _ => frame.to_text(agent),
            };
            text.push_str(&line);
        }
    }
    Ok(agent.try_string(&text)?.into())
}

/// The first line: ErrorUtils::ToString, or what stands for it if that throws.
fn header(agent: &mut Agent, target: Value) -> String {
    match header_text(agent, target) {
        Ok(text) => text,
        Err(thrown) => {
            agent.take_exception(thrown);
            "<error>".into()
        }
    }
}

fn header_text(agent: &mut Agent, target: Value) -> JsResult<String> {
    let Some(object) = target.as_object() else { return target.to_rust_string(agent) };
    let name = object.get(agent, agent.names.name)?;
    let name = if name.is_undefined() { "Error".to_owned() } else { name.to_rust_string(agent)? };
    let message = object.get(agent, agent.names.message)?;
    let message = if message.is_undefined() { String::new() } else { message.to_rust_string(agent)? };
    Ok(match (name.is_empty(), message.is_empty()) {
        (true, _) => message,
        (_, true) => name,
        _ => format!("{name}: {message}"),
    })
}

/// Errors: ordinary but for the lazily made `stack`.
pub static ERROR_METHODS: InternalMethods = InternalMethods {
    get_own_property: error_get_own_property,
    define_own_property: error_define_own_property,
    set: error_set,
    delete: error_delete,
    // Inline caches read slots without asking whether `stack` is made.
    named_properties_are_ordinary: false,
    ..ORDINARY
};

fn error_get_own_property(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<Option<OwnProperty>> {
    if key == agent.names.stack {
        materialize(agent, object)?;
    }
    Ok(ordinary_own_property(agent, object, key))
}

fn error_define_own_property(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    desc: &PropertyDescriptor,
) -> JsResult<bool> {
    forget_if_replaced(agent, object, key, desc.value.is_some() || desc.is_accessor());
    ordinary_define_own_property(agent, object, key, desc)
}

fn error_set(agent: &mut Agent, object: Gc<Object>, key: PropertyKey, value: Value, receiver: Value) -> JsResult<bool> {
    forget_if_replaced(agent, object, key, receiver == Value::from(object));
    ordinary_set(agent, object, key, value, receiver)
}

fn error_delete(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    forget_if_replaced(agent, object, key, true);
    ordinary_delete(agent, object, key)
}

/// A stack that is overwritten before anybody read it is never made.
fn forget_if_replaced(agent: &Agent, object: Gc<Object>, key: PropertyKey, replaced: bool) {
    if replaced && key == agent.names.stack {
        object.clear_flag(STACK_PENDING);
    }
}
