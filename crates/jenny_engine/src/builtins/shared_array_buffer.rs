//! SharedArrayBuffer (ECMA-262 25.2): an ArrayBuffer whose memory other agents may hold too; it may grow and is never detached.

use super::array_buffer::{
    ArrayBufferObject, allocate_with_prototype, max_byte_length_option, racy, relative_position, to_index,
};
use crate::realm::property_spec::*;
use crate::{Agent, Args, AsObject, Intrinsic, JsResult, Value};
use jenny_gc::Gc;

pub static SHARED_ARRAY_BUFFER: ClassSpec = ClassSpec::new(
    "SharedArrayBuffer",
    Intrinsic::SharedArrayBuffer,
    Intrinsic::SharedArrayBufferPrototype,
    shared_array_buffer_constructor,
    1,
)
.statics(&[species()])
.methods(&[
    getter("byteLength", shared_array_buffer_byte_length),
    method("grow", shared_array_buffer_grow, 1),
    getter("growable", shared_array_buffer_growable),
    getter("maxByteLength", shared_array_buffer_max_byte_length),
    method("slice", shared_array_buffer_slice, 2),
    to_string_tag("SharedArrayBuffer"),
]);

/// 25.2.3.1
fn shared_array_buffer_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("SharedArrayBuffer"));
    }
    let length = to_index(agent, args.get(0), "Invalid array buffer length")?;
    let max = max_byte_length_option(agent, args.get(1))?;
    let default = Intrinsic::SharedArrayBufferPrototype;
    Ok(allocate_with_prototype(agent, args.new_target(), default, length, max)?.into())
}

/// The receiver, which must be a SharedArrayBuffer.
fn this_buffer(agent: &mut Agent, this: Value, name: &str) -> JsResult<Gc<ArrayBufferObject>> {
    match this.as_kind::<ArrayBufferObject>() {
        Some(buffer) if buffer.is_shared() => Ok(buffer),
        _ => Err(agent.throw_incompatible_receiver(&format!("SharedArrayBuffer.prototype.{name}"), this)),
    }
}

/// 25.2.5.1
fn shared_array_buffer_byte_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::from(this_buffer(agent, this, "byteLength")?.byte_length()))
}

/// 25.2.5.3
fn shared_array_buffer_grow(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "grow")?;
    if !buffer.is_resizable() {
        return Err(agent.throw_incompatible_receiver("SharedArrayBuffer.prototype.grow", this));
    }
    let length = to_index(agent, args.get(0), "SharedArrayBuffer.prototype.grow: Invalid length parameter")?;
    let more = length.saturating_sub(buffer.byte_length() as u64);
    // Another agent may have made it longer in the meantime.
    let has_room = length <= buffer.max_byte_length() as u64 && agent.heap.has_room(more as usize);
    if !has_room || !buffer.grow(length as usize) {
        return Err(agent.throw_range_error("SharedArrayBuffer.prototype.grow: Invalid length parameter"));
    }
    Ok(Value::UNDEFINED)
}

/// 25.2.5.4
fn shared_array_buffer_growable(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::bool(this_buffer(agent, this, "growable")?.is_resizable()))
}

/// 25.2.5.5
fn shared_array_buffer_max_byte_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "maxByteLength")?;
    Ok(Value::from(if buffer.is_resizable() { buffer.max_byte_length() } else { buffer.byte_length() }))
}

/// 25.2.5.6
fn shared_array_buffer_slice(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "slice")?;
    let length = buffer.byte_length();
    let first = relative_position(agent, args.get(0), length, 0)?;
    let last = relative_position(agent, args.get(1), length, length)?;
    let count = last.saturating_sub(first);
    let default = agent.intrinsic(Intrinsic::SharedArrayBuffer);
    let constructor = buffer.as_object().species_constructor(agent, default)?;
    let made = agent.construct(constructor, &[Value::from(count)], constructor)?;
    let new = this_buffer(agent, made.into(), "slice")?;
    if new.data() == buffer.data() {
        return Err(agent.throw_type_error("SharedArrayBuffer subclass returned this from species constructor"));
    }
    if new.byte_length() < count {
        return Err(agent.throw_type_error("Species constructor returned a too small SharedArrayBuffer"));
    }
    // SAFETY: shared memory never shrinks, and `first + count` was within the length of the source.
    unsafe { racy::copy(buffer.data().add(first), new.data(), count) };
    Ok(made.into())
}
