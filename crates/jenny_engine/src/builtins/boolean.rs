//! Boolean (ECMA-262 20.3).

use crate::object::wrapper::PrimitiveWrapper;
use crate::object::{AsObject, Object};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_gc::Gc;

pub static BOOLEAN: ClassSpec =
    ClassSpec::new("Boolean", Intrinsic::Boolean, Intrinsic::BooleanPrototype, boolean_constructor, 1)
        .methods(&[method("toString", boolean_to_string, 0), method("valueOf", boolean_value_of, 0)])
        .make_prototype(make_boolean_prototype);

/// %Boolean.prototype% is itself a Boolean object whose value is false (20.3.3).
fn make_boolean_prototype(agent: &mut Agent, _parent: Value) -> Gc<Object> {
    let parent = agent.intrinsic(Intrinsic::ObjectPrototype);
    agent.new_wrapper(Value::FALSE, parent).as_object()
}

/// Boolean ( value ) (20.3.1.1)
fn boolean_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let value = Value::bool(args.get(0).to_boolean());
    if args.new_target().is_undefined() {
        return Ok(value);
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::BooleanPrototype)?;
    Ok(agent.new_wrapper(value, prototype).into())
}

/// ThisBooleanValue (20.3.3.3.1)
fn this_boolean_value(agent: &mut Agent, this: Value, method: &str) -> JsResult<bool> {
    if let Some(b) = this.as_bool() {
        return Ok(b);
    }
    if let Some(b) = this.as_kind::<PrimitiveWrapper>().and_then(|w| w.primitive().as_bool()) {
        return Ok(b);
    }
    Err(agent.throw_type_error(format!("{method} requires that 'this' be a Boolean")))
}

/// Boolean.prototype.toString ( ) (20.3.3.2)
fn boolean_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let b = this_boolean_value(agent, this, "Boolean.prototype.toString")?;
    let name = if b { agent.names.true_ } else { agent.names.false_ };
    Ok(agent.key_to_value(name))
}

/// Boolean.prototype.valueOf ( ) (20.3.3.3)
fn boolean_value_of(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_boolean_value(agent, this, "Boolean.prototype.valueOf")?.into())
}
