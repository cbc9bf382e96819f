//! Error and its kin (ECMA-262 20.5, SuppressedError), with V8's captureStackTrace, stackTraceLimit and prepareStackTrace.

pub mod call_site;

use crate::error::stack_trace;
use crate::error::{ErrorObject, install_error_cause};
use crate::object::property::{Attributes, PropertyDescriptor};
use crate::object::{AsObject, Object};
use crate::operations::values;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value};
use jenny_gc::{Gc, RootVec};

pub static ERROR: ClassSpec =
    ClassSpec::new("Error", Intrinsic::Error, Intrinsic::ErrorPrototype, error_constructor, 1)
        .statics(&[
            method("captureStackTrace", error_capture_stack_trace, 2),
            method("isError", error_is_error, 1),
            value("stackTraceLimit", SpecValue::Number(10.0), Attributes::ALL),
        ])
        .methods(&[
            value("name", SpecValue::Text("Error"), Attributes::BUILTIN),
            value("message", SpecValue::Text(""), Attributes::BUILTIN),
            method("toString", error_to_string, 0),
            accessor("stack", error_get_stack, error_set_stack),
        ]);

macro_rules! native_error {
    ($static:ident, $constructor:ident, $name:literal, $which:ident, $prototype:ident) => {
        pub static $static: ClassSpec =
            ClassSpec::new($name, Intrinsic::$which, Intrinsic::$prototype, $constructor, 1)
                .parents(Intrinsic::Error, Intrinsic::ErrorPrototype)
                .methods(&[
                    value("name", SpecValue::Text($name), Attributes::BUILTIN),
                    value("message", SpecValue::Text(""), Attributes::BUILTIN),
                ]);

        /// NativeError ( message [ , options ] ) (20.5.6.1.1)
        fn $constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
            let error = begin(agent, args, Intrinsic::$prototype, args.get(0))?;
            install_error_cause(agent, error, args.get(1))?;
            Ok(error.into())
        }
    };
}

native_error!(TYPE_ERROR, type_error_constructor, "TypeError", TypeError, TypeErrorPrototype);
native_error!(RANGE_ERROR, range_error_constructor, "RangeError", RangeError, RangeErrorPrototype);
native_error!(REFERENCE_ERROR, reference_error_constructor, "ReferenceError", ReferenceError, ReferenceErrorPrototype);
native_error!(SYNTAX_ERROR, syntax_error_constructor, "SyntaxError", SyntaxError, SyntaxErrorPrototype);
native_error!(EVAL_ERROR, eval_error_constructor, "EvalError", EvalError, EvalErrorPrototype);
native_error!(URI_ERROR, uri_error_constructor, "URIError", URIError, URIErrorPrototype);

pub static AGGREGATE_ERROR: ClassSpec = ClassSpec::new(
    "AggregateError",
    Intrinsic::AggregateError,
    Intrinsic::AggregateErrorPrototype,
    aggregate_error_constructor,
    2,
)
.parents(Intrinsic::Error, Intrinsic::ErrorPrototype)
.methods(&[
    value("name", SpecValue::Text("AggregateError"), Attributes::BUILTIN),
    value("message", SpecValue::Text(""), Attributes::BUILTIN),
]);

pub static SUPPRESSED_ERROR: ClassSpec = ClassSpec::new(
    "SuppressedError",
    Intrinsic::SuppressedError,
    Intrinsic::SuppressedErrorPrototype,
    suppressed_error_constructor,
    3,
)
.parents(Intrinsic::Error, Intrinsic::ErrorPrototype)
.methods(&[
    value("name", SpecValue::Text("SuppressedError"), Attributes::BUILTIN),
    value("message", SpecValue::Text(""), Attributes::BUILTIN),
]);

/// What all Error constructors begin with: the object, its stack, its message.
fn begin(agent: &mut Agent, args: Args, default: Intrinsic, message: Value) -> JsResult<Gc<Object>> {
    let new_target = if args.new_target().is_undefined() { Value::from(args.callee()) } else { args.new_target() };
    let prototype = agent.get_prototype_from_constructor(new_target, default)?;
    let error = agent.alloc_error(prototype);
    // Frames of the constructors themselves are left out, those of derived classes too.
    stack_trace::capture(agent, error, new_target.as_object());
    let error = error.as_object();
    if !message.is_undefined() {
        let message = message.to_js_string(agent)?;
        error.define_builtin(agent, agent.names.message, message, Attributes::BUILTIN)?;
    }
    Ok(error)
}

/// Error ( message [ , options ] ) (20.5.1.1)
fn error_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let error = begin(agent, args, Intrinsic::ErrorPrototype, args.get(0))?;
    install_error_cause(agent, error, args.get(1))?;
    Ok(error.into())
}

/// AggregateError ( errors, message [ , options ] ) (20.5.7.1.1)
fn aggregate_error_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let error = begin(agent, args, Intrinsic::AggregateErrorPrototype, args.get(1))?;
    install_error_cause(agent, error, args.get(2))?;
    let mut list = RootVec::new(&agent.heap);
    agent.iterate(args.get(0), |_, value| {
        list.push(value.bits());
        Ok(())
    })?;
    let errors = agent.new_array(values(&list))?;
    error.define_builtin(agent, agent.names.errors, errors, Attributes::BUILTIN)?;
    Ok(error.into())
}

/// SuppressedError ( error, suppressed, message )
fn suppressed_error_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let error = begin(agent, args, Intrinsic::SuppressedErrorPrototype, args.get(2))?;
    error.define_builtin(agent, agent.names.error, args.get(0), Attributes::BUILTIN)?;
    error.define_builtin(agent, agent.names.suppressed, args.get(1), Attributes::BUILTIN)?;
    Ok(error.into())
}

/// A SuppressedError as DisposeResources makes it: an error that hid an earlier one.
pub fn new_suppressed_error(agent: &mut Agent, error: Value, suppressed: Value) -> JsResult<Value> {
    let message = "An error was suppressed during disposal.";
    let object = agent.new_error(Intrinsic::SuppressedErrorPrototype, message).as_object();
    object.define_builtin(agent, agent.names.error, error, Attributes::BUILTIN)?;
    object.define_builtin(agent, agent.names.suppressed, suppressed, Attributes::BUILTIN)?;
    Ok(object.into())
}

/// Error.isError ( arg ) (20.5.2.1)
fn error_is_error(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(args.get(0).is_kind(crate::Kind::Error).into())
}

/// Error.prototype.toString ( ) (20.5.3.4)
fn error_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        return Err(agent.throw_incompatible_receiver("Error.prototype.toString", this));
    };
    let name = object.get(agent, agent.names.name)?;
    let name = if name.is_undefined() { agent.string("Error") } else { name.to_js_string(agent)? };
    let message = object.get(agent, agent.names.message)?;
    let message = if message.is_undefined() { agent.names.empty_string() } else { message.to_js_string(agent)? };
    if name.is_empty() {
        return Ok(message.into());
    }
    if message.is_empty() {
        return Ok(name.into());
    }
    let colon = agent.string(": ");
    let head = agent.concat(name, colon)?;
    Ok(agent.concat(head, message)?.into())
}

/// get Error.prototype.stack (the accessor proposal): undefined for objects without [[ErrorData]].
fn error_get_stack(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if !this.is_object() {
        return Err(agent.throw_incompatible_receiver("get Error.prototype.stack", this));
    }
    match this.as_kind::<ErrorObject>() {
        Some(error) => {
            let text = stack_trace::stack_of(agent, error)?;
            Ok(if text.is_undefined() { agent.names.empty_string().into() } else { text })
        }
        None => Ok(Value::UNDEFINED),
    }
}

/// set Error.prototype.stack: SetterThatIgnoresPrototypeProperties with a string.
fn error_set_stack(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(object) = this.as_object() else {
        return Err(agent.throw_incompatible_receiver("set Error.prototype.stack", this));
    };
    let stack = args.get(0);
    if !stack.is_string() {
        return Err(agent.throw_type_error("The stack of an error must be a string"));
    }
    let key = agent.names.stack;
    if object == agent.intrinsic(Intrinsic::ErrorPrototype) {
        return Err(agent.throw_read_only(key, this));
    }
    match object.get_own_property(agent, key)? {
        None => object.create_data_property_or_throw(agent, key, stack)?,
        Some(_) => object.set(agent, key, stack)?,
    }
    Ok(Value::UNDEFINED)
}

/// Error.captureStackTrace ( object [ , constructor ] ) of V8's stack trace API.
fn error_capture_stack_trace(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let target = args.get(0);
    let Some(object) = target.as_object() else {
        return Err(agent.throw_type_error("invalid_argument"));
    };
    let above = args.get(1).as_object().filter(|f| f.is_callable()).unwrap_or_else(|| args.callee());
    let Some(limit) = stack_trace::stack_trace_limit(agent) else { return Ok(Value::UNDEFINED) };
    if let Some(error) = target.as_kind::<ErrorObject>()
        && !object.has_flag(crate::object::flags::NON_EXTENSIBLE)
    {
        stack_trace::capture_with_limit(agent, error, Some(above), limit)?;
        return Ok(Value::UNDEFINED);
    }
    let stack = crate::interpreter::capture_frames(agent, limit, Some(above));
    // Other objects have no place for frames: their text is made at once.
    let holder = agent.alloc_error_for_frames(stack);
    let text = stack_trace::format(agent, target, holder)?;
    let desc = PropertyDescriptor::data(text, Attributes::BUILTIN);
    object.define_or_throw(agent, agent.names.stack, &desc)?;
    Ok(Value::UNDEFINED)
}
