//! DataView (ECMA-262 25.3).

use super::array_buffer::{ArrayBufferObject, racy, throw_immutable};
use super::typed_array::ElementType;
use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{Gc, GcCell, Trace, Tracer};

pub static DATA_VIEW: ClassSpec =
    ClassSpec::new("DataView", Intrinsic::DataView, Intrinsic::DataViewPrototype, data_view_constructor, 1)
        .methods(METHODS);

/// A view of a part of a buffer.
#[repr(C)]
pub struct DataViewObject {
    object: Object,
    buffer: Gc<ArrayBufferObject>,
    byte_offset: usize,
    /// None is auto: as long as the buffer allows
    fixed_length: Option<usize>,
}

// SAFETY: visits the object part and the buffer.
unsafe impl Trace for DataViewObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.buffer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for DataViewObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for DataViewObject {
    const KIND: Kind = Kind::DataView;
}

impl DataViewObject {
    pub fn buffer(&self) -> Gc<ArrayBufferObject> {
        self.buffer
    }
    /// [[ByteOffset]]
    pub fn byte_offset(&self) -> usize {
        self.byte_offset
    }
    /// Whether [[ByteLength]] is auto.
    pub fn is_length_tracking(&self) -> bool {
        self.fixed_length.is_none()
    }
    /// GetViewByteLength (25.3.1.4); None when out of bounds or detached.
    pub fn byte_length(&self) -> Option<usize> {
        if self.buffer.is_detached() {
            return None;
        }
        let available = self.buffer.byte_length().checked_sub(self.byte_offset)?;
        match self.fixed_length {
            None => Some(available),
            Some(length) => (length <= available).then_some(length),
        }
    }
}

impl Agent {
    /// A DataView of a part of a buffer, which the caller checked. `length` None: as long as the buffer allows.
    pub fn new_data_view(
        &mut self,
        prototype: Gc<Object>,
        buffer: Gc<ArrayBufferObject>,
        byte_offset: usize,
        length: Option<usize>,
    ) -> Gc<DataViewObject> {
        let shape = self.root_shape(prototype.into(), 0);
        let object = Object::new(Kind::DataView, shape);
        self.alloc(DataViewObject { object, buffer, byte_offset, fixed_length: length })
    }
}

/// 25.3.2.1
fn data_view_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("DataView"));
    }
    let Some(buffer) = args.get(0).as_kind::<ArrayBufferObject>() else {
        return Err(agent.throw_type_error("First argument to DataView constructor must be an ArrayBuffer"));
    };
    let (offset_argument, length_argument) = (args.get(1), args.get(2));
    let n = offset_argument.to_integer_or_infinity(agent)?;
    if !(0.0..=9007199254740991.0).contains(&n) {
        return Err(throw_offset(agent, n));
    }
    let offset = n as u64;
    if buffer.is_detached() {
        return Err(throw_detached(agent));
    }
    let buffer_length = buffer.byte_length() as u64;
    if offset > buffer_length {
        return Err(throw_offset(agent, n));
    }
    let fixed_length = if length_argument.is_undefined() {
        (!buffer.is_resizable()).then(|| buffer_length - offset)
    } else {
        let n = length_argument.to_integer_or_infinity(agent)?;
        if !(0.0..=9007199254740991.0).contains(&n) || offset + n as u64 > buffer_length {
            return Err(throw_length(agent, n));
        }
        Some(n as u64)
    };
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::DataViewPrototype)?;
    // Reading the prototype may have run user code.
    if buffer.is_detached() {
        return Err(throw_detached(agent));
    }
    let buffer_length = buffer.byte_length() as u64;
    if offset > buffer_length {
        return Err(throw_offset(agent, n));
    }
    if let Some(length) = fixed_length
        && offset + length > buffer_length
    {
        return Err(throw_length(agent, length as f64));
    }
    let shape = agent.root_shape(prototype.into(), 0);
    let view = DataViewObject {
        object: Object::new(Kind::DataView, shape),
        buffer,
        byte_offset: offset as usize,
        fixed_length: fixed_length.map(|l| l as usize),
    };
    Ok(agent.alloc(view).into())
}

fn throw_offset(agent: &mut Agent, n: f64) -> crate::Throw {
    let text = agent.number_to_string(n).to_rust_string();
    agent.throw_range_error(format!("Start offset {text} is outside the bounds of the buffer"))
}
fn throw_length(agent: &mut Agent, n: f64) -> crate::Throw {
    let text = agent.number_to_string(n).to_rust_string();
    agent.throw_range_error(format!("Invalid DataView length {text}"))
}
fn throw_detached(agent: &mut Agent) -> crate::Throw {
    agent.throw_type_error("Cannot perform DataView on a detached ArrayBuffer")
}

fn this_view(agent: &mut Agent, this: Value, name: &str) -> JsResult<Gc<DataViewObject>> {
    match this.as_kind::<DataViewObject>() {
        Some(view) => Ok(view),
        None => Err(agent.throw_incompatible_receiver(&format!("DataView.prototype.{name}"), this)),
    }
}

/// The length of now. Errors: TypeError when detached or out of bounds.
fn length_in_bounds(agent: &mut Agent, view: Gc<DataViewObject>, name: &str) -> JsResult<usize> {
    match view.byte_length() {
        Some(length) => Ok(length),
        None => {
            let message = format!("Cannot perform DataView.prototype.{name} on a detached ArrayBuffer");
            Err(agent.throw_type_error(message))
        }
    }
}

/// 25.3.4.1
fn data_view_buffer(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_view(agent, this, "buffer")?.buffer.into())
}
/// 25.3.4.2
fn data_view_byte_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let view = this_view(agent, this, "byteLength")?;
    Ok(Value::from(length_in_bounds(agent, view, "byteLength")?))
}
/// 25.3.4.3
fn data_view_byte_offset(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let view = this_view(agent, this, "byteOffset")?;
    length_in_bounds(agent, view, "byteOffset")?;
    Ok(Value::from(view.byte_offset))
}

fn index_argument(agent: &mut Agent, value: Value) -> JsResult<u64> {
    let n = value.to_integer_or_infinity(agent)?;
    if !(0.0..=9007199254740991.0).contains(&n) {
        return Err(agent.throw_range_error("Offset is outside the bounds of the DataView"));
    }
    Ok(n as u64)
}

/// The address of an element. Errors: TypeError, RangeError.
fn place(
    agent: &mut Agent,
    view: Gc<DataViewObject>,
    index: u64,
    element_type: ElementType,
    name: &str,
) -> JsResult<*mut u8> {
    let length = length_in_bounds(agent, view, name)? as u64;
    if index + element_type.size() as u64 > length {
        return Err(agent.throw_range_error("Offset is outside the bounds of the DataView"));
    }
    Ok(view.buffer.data().wrapping_add(view.byte_offset + index as usize))
}

/// The bits with their bytes in the other order.
fn swapped(bits: u64, element_type: ElementType) -> u64 {
    bits.swap_bytes() >> (64 - 8 * element_type.size())
}

/// GetViewValue (25.3.1.5)
fn get_view_value(
    agent: &mut Agent,
    this: Value,
    args: Args,
    element_type: ElementType,
    name: &str,
) -> JsResult<Value> {
    let view = this_view(agent, this, name)?;
    let index = index_argument(agent, args.get(0))?;
    let little_endian = args.get(1).to_boolean();
    let at = place(agent, view, index, element_type, name)?;
    // SAFETY: the place was checked against the length of now.
    let bits =
        unsafe { if view.buffer.is_shared() { racy::read(at, element_type.size()) } else { element_type.read(at) } };
    let bits = if little_endian == cfg!(target_endian = "little") { bits } else { swapped(bits, element_type) };
    Ok(element_type.value_of_bits(agent, bits))
}

/// SetViewValue (25.3.1.6)
fn set_view_value(
    agent: &mut Agent,
    this: Value,
    args: Args,
    element_type: ElementType,
    name: &str,
) -> JsResult<Value> {
    let view = this_view(agent, this, name)?;
    if view.buffer.is_immutable() {
        return Err(throw_immutable(agent, &format!("DataView.prototype.{name}")));
    }
    let index = index_argument(agent, args.get(0))?;
    let bits = element_type.bits_of_value(agent, args.get(1))?;
    let little_endian = args.get(2).to_boolean();
    let at = place(agent, view, index, element_type, name)?;
    let bits = if little_endian == cfg!(target_endian = "little") { bits } else { swapped(bits, element_type) };
    // SAFETY: the place was checked against the length of now.
    unsafe {
        if view.buffer.is_shared() {
            racy::write(at, element_type.size(), bits);
        } else {
            element_type.write(at, bits);
        }
    }
    Ok(Value::UNDEFINED)
}

macro_rules! accessors {
    ($($get:ident $get_name:literal $set:ident $set_name:literal $element:ident;)*) => {
        $(
            #[doc = concat!("DataView.prototype.", $get_name)]
            fn $get(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
                get_view_value(agent, this, args, ElementType::$element, $get_name)
            }
            #[doc = concat!("DataView.prototype.", $set_name)]
            fn $set(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
                set_view_value(agent, this, args, ElementType::$element, $set_name)
            }
        )*
        static METHODS: &[PropertySpec] = &[
            getter("buffer", data_view_buffer),
            getter("byteLength", data_view_byte_length),
            getter("byteOffset", data_view_byte_offset),
            $(method($get_name, $get, 1), method($set_name, $set, 2),)*
            to_string_tag("DataView"),
        ];
    };
}

accessors! {
    data_view_get_int8 "getInt8" data_view_set_int8 "setInt8" Int8;
    data_view_get_uint8 "getUint8" data_view_set_uint8 "setUint8" Uint8;
    data_view_get_int16 "getInt16" data_view_set_int16 "setInt16" Int16;
    data_view_get_uint16 "getUint16" data_view_set_uint16 "setUint16" Uint16;
    data_view_get_int32 "getInt32" data_view_set_int32 "setInt32" Int32;
    data_view_get_uint32 "getUint32" data_view_set_uint32 "setUint32" Uint32;
    data_view_get_float16 "getFloat16" data_view_set_float16 "setFloat16" Float16;
    data_view_get_float32 "getFloat32" data_view_set_float32 "setFloat32" Float32;
    data_view_get_float64 "getFloat64" data_view_set_float64 "setFloat64" Float64;
    data_view_get_big_int64 "getBigInt64" data_view_set_big_int64 "setBigInt64" BigInt64;
    data_view_get_big_uint64 "getBigUint64" data_view_set_big_uint64 "setBigUint64" BigUint64;
}
