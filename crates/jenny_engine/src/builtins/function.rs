//! Function: the constructor family and %Function.prototype% (ECMA-262 20.2, 27.3, 27.4, 27.7).

use crate::function::{BoundFunction, Closure, NativeFunctionObject};
use crate::object::property::Attributes;
use crate::object::{AsObject, flags};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Object, Value, WellKnownSymbol};
use jenny_bytecode::{FunctionKind, StandIns};
use jenny_compiler::DynamicFunctionKind;
use jenny_gc::{Gc, RootVec};

const ACCESSOR: Attributes = Attributes::CONFIGURABLE.union(Attributes::ACCESSOR);

pub static FUNCTION: ClassSpec =
    ClassSpec::new("Function", Intrinsic::Function, Intrinsic::FunctionPrototype, function_constructor, 1)
        .make_prototype(make_function_prototype)
        .methods(&[
            value("arguments", SpecValue::Make(make_restricted_accessor), ACCESSOR),
            value("caller", SpecValue::Make(make_restricted_accessor), ACCESSOR),
            method("apply", function_apply, 2),
            method("bind", function_bind, 1),
            method("call", function_call, 1),
            method("toString", function_to_string, 0),
            symbol_method(WellKnownSymbol::HasInstance, function_has_instance, 1, Attributes::NONE),
        ]);

/// %Function.prototype%: takes anything, returns undefined (20.2.3).
fn make_function_prototype(agent: &mut Agent, parent: Value) -> Gc<Object> {
    let shape = agent.dictionary_shape(parent, 0);
    let name = agent.names.empty_string();
    let object =
        agent.alloc_native(shape, flags::CALLABLE, name.into(), 0, |_, _, _| Ok(Value::UNDEFINED), &[]).as_object();
    let (length_key, name_key) = (agent.names.length, agent.names.name);
    // A fresh object while the realm is made: memory is ample.
    let _ = agent.add_property(object, length_key, Value::ZERO, Attributes::CONFIGURABLE);
    let _ = agent.add_property(object, name_key, name.into(), Attributes::CONFIGURABLE);
    object
}

/// AddRestrictedFunctionProperties (10.2.4): the accessor that throws.
fn make_restricted_accessor(agent: &mut Agent) -> JsResult<Value> {
    let thrower = agent.intrinsic(Intrinsic::ThrowTypeError);
    Ok(agent.new_accessor(thrower.into(), thrower.into()).into())
}

/// %ThrowTypeError% (10.2.4.1)
pub fn make_throw_type_error(agent: &mut Agent) -> Gc<Object> {
    let function = agent.new_native("", 0, throw_type_error, &[]).as_object();
    // Frozen: a fresh ordinary object cannot refuse.
    let _ = function.set_integrity_level(agent, crate::object::operations::IntegrityLevel::Frozen);
    function
}

fn throw_type_error(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    // `caller` and `arguments` of a sloppy function: nothing is told, but nothing is thrown either, as in other engines.
    if let Some(closure) = this.as_kind::<Closure>() {
        let template = closure.template();
        let flags = template.flags;
        if template.kind == FunctionKind::Normal && !flags.strict && !flags.is_async && !flags.is_generator {
            return Ok(Value::NULL);
        }
    }
    Err(agent.throw_type_error(
        "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments \
         objects for calls to them",
    ))
}

/// Function ( ...parameterArgs, bodyArg ) (20.2.1.1)
fn function_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    create_dynamic_function(agent, args, DynamicFunctionKind::Normal)
}

fn async_function_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    create_dynamic_function(agent, args, DynamicFunctionKind::Async)
}

fn generator_function_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    create_dynamic_function(agent, args, DynamicFunctionKind::Generator)
}

fn async_generator_function_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    create_dynamic_function(agent, args, DynamicFunctionKind::AsyncGenerator)
}

/// CreateDynamicFunction (20.2.1.1.1)
fn create_dynamic_function(agent: &mut Agent, args: Args, kind: DynamicFunctionKind) -> JsResult<Value> {
    let count = args.len();
    let mut parameters = Vec::new();
    for i in 0..count.saturating_sub(1) {
        if i > 0 {
            parameters.push(u16::from(b','));
        }
        parameters.extend(args.get(i).to_js_string(agent)?.to_utf16());
    }
    let body = if count == 0 { Vec::new() } else { args.get(count - 1).to_js_string(agent)?.to_utf16() };
    if !agent.host.can_compile_strings() {
        return Err(agent.throw_error_of(
            Intrinsic::EvalErrorPrototype,
            "Code generation from strings disallowed for this context",
        ));
    }
    let stand_ins = StandIns::choose(&[&parameters, &body]);
    let (parameters, body) = (stand_ins.encode(&parameters), stand_ins.encode(&body));
    let template = match jenny_compiler::compile_function("<anonymous>", &parameters, &body, stand_ins, kind) {
        Ok(template) => template,
        Err(error) => return Err(crate::script::throw_compile_error(agent, &error)),
    };
    let fallback = match kind {
        DynamicFunctionKind::Normal => Intrinsic::FunctionPrototype,
        DynamicFunctionKind::Generator => Intrinsic::GeneratorFunctionPrototype,
        DynamicFunctionKind::Async => Intrinsic::AsyncFunctionPrototype,
        DynamicFunctionKind::AsyncGenerator => Intrinsic::AsyncGeneratorFunctionPrototype,
    };
    let new_target = if args.new_target().is_undefined() { args.callee().into() } else { args.new_target() };
    let prototype = agent.get_prototype_from_constructor(new_target, fallback)?;
    let code = agent.new_code(template, Value::UNDEFINED);
    Ok(agent.new_closure_with_prototype(code, Value::UNDEFINED, Value::UNDEFINED, prototype.into()).into())
}

/// Whether a native only passes a call on: `call`, `apply`, `Reflect.apply`, `Reflect.construct`. Stacks do not show it, as if it were a tail call.
pub(crate) fn passes_call_on(function: Value) -> bool {
    let Some(native) = function.as_kind::<crate::function::NativeFunctionObject>() else { return false };
    let address = native.function() as usize;
    let passing: [crate::NativeFunction; 4] =
        [function_call, function_apply, super::reflect::reflect_apply, super::reflect::reflect_construct];
    passing.iter().any(|&known| known as usize == address)
}

/// Function.prototype.apply ( thisArg, argArray ) (20.2.3.1)
fn function_apply(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if !this.is_callable() {
        return Err(throw_not_function(agent, "apply", this));
    }
    let list = args.get(1);
    if list.is_nullish() {
        return agent.call(this, args.get(0), &[]);
    }
    let list = agent.create_list_from_array_like(list)?;
    agent.call(this, args.get(0), crate::operations::values(&list))
}

fn throw_not_function(agent: &mut Agent, method: &str, this: Value) -> crate::Throw {
    let text = crate::error::describe(agent, this);
    let kind = this.type_of();
    let article = if kind == "object" { "an" } else { "a" };
    agent.throw_type_error(format!(
        "Function.prototype.{method} was called on {text}, which is {article} {kind} and not a function"
    ))
}

/// Function.prototype.call ( thisArg, ...args ) (20.2.3.3)
fn function_call(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    if !this.is_callable() {
        return Err(throw_not_function(agent, "call", this));
    }
    agent.call(this, args.get(0), args.rest(1))
}

/// Function.prototype.bind ( thisArg, ...args ) (20.2.3.2)
fn function_bind(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(target) = this.as_object().filter(|t| t.is_callable()) else {
        return Err(agent.throw_type_error("Bind must be called on a function"));
    };
    let bound = agent.bound_function_create(target, args.get(0), args.rest(1))?.as_object();
    let mut length = 0.0;
    let (length_key, name_key) = (agent.names.length, agent.names.name);
    if target.has_own_property(agent, length_key)?
        && let Some(n) = target.get(agent, length_key)?.as_number()
    {
        length = if n.is_infinite() {
            n.max(0.0)
        } else {
            let n = jenny_text::number::to_integer_or_infinity(n);
            (n - args.rest(1).len() as f64).max(0.0)
        };
    }
    agent.add_property(bound, length_key, Value::number(length), Attributes::CONFIGURABLE)?;
    let name = target.get(agent, name_key)?.as_string().unwrap_or_else(|| agent.names.empty_string());
    let prefix = agent.string("bound ");
    let name = agent.concat(prefix, name)?;
    agent.add_property(bound, name_key, name.into(), Attributes::CONFIGURABLE)?;
    Ok(bound.into())
}

/// Function.prototype.toString ( ) (20.2.3.5)
pub(crate) fn function_to_string(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    if let Some(closure) = this.as_kind::<Closure>() {
        let code = closure.code();
        let template = code.template();
        if let Some(text) = template.source.text_of(template.source_range) {
            return Ok(agent.try_string_from_text(&text)?.into());
        }
        return Ok(agent.string_value("function () { [native code] }"));
    }
    if let Some(native) = this.as_kind::<NativeFunctionObject>() {
        let name = native.initial_name().as_string().map_or_else(String::new, |s| s.to_rust_string());
        // What is no property name in the grammar of NativeFunction is left out.
        let last = name.strip_prefix("get ").or(name.strip_prefix("set ")).unwrap_or(&name);
        let is_name = last.starts_with('[') || last.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '$');
        let name = if is_name { name.as_str() } else { "" };
        return Ok(agent.string_value(&format!("function {name}() {{ [native code] }}")));
    }
    if this.is_callable() {
        return Ok(agent.string_value("function () { [native code] }"));
    }
    Err(agent.throw_type_error("Function.prototype.toString requires that 'this' be a Function"))
}

/// Function.prototype [ %Symbol.hasInstance% ] ( V ) (20.2.3.6)
fn function_has_instance(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    Ok(agent.ordinary_has_instance(this, args.get(0))?.into())
}

/// The bound target's own arguments followed by `args`, for calls of a bound function.
pub fn bound_arguments(agent: &Agent, bound: Gc<BoundFunction>, args: &[Value]) -> RootVec {
    let mut list = RootVec::with_capacity(&agent.heap, bound.arguments().len() + args.len());
    bound.arguments().iter().chain(args).for_each(|v| list.push(v.bits()));
    list
}

/// A constructor of the Function family: its [[Prototype]] is %Function%, its `prototype` is fixed.
fn make_constructor(
    agent: &mut Agent,
    name: &str,
    call: crate::NativeFunction,
    statics: &'static [PropertySpec],
) -> Gc<Object> {
    let parent = agent.intrinsic(Intrinsic::Function);
    let realm = agent.realm();
    let name = agent.string(name);
    let constructor = agent.new_native_with(name.into(), 1, call, &[], true).as_object();
    let shape = agent.dictionary_shape(parent.into(), 0);
    shape.set_realm(realm);
    constructor.set_shape(shape);
    // A fresh object while the realm is made: memory is ample.
    let _ = crate::function::reify(agent, constructor);
    install(agent, constructor, statics);
    constructor
}

fn make_prototype(agent: &mut Agent, rows: &'static [PropertySpec]) -> Gc<Object> {
    let parent = agent.intrinsic(Intrinsic::FunctionPrototype);
    let realm = agent.realm();
    let object = new_builtin_object(agent, realm, parent.into());
    install(agent, object, rows);
    object
}

static ASYNC_FUNCTION_STATICS: &[PropertySpec] =
    &[value("prototype", SpecValue::Intrinsic(Intrinsic::AsyncFunctionPrototype), Attributes::NONE)];
static ASYNC_FUNCTION_PROTOTYPE: &[PropertySpec] = &[
    value("constructor", SpecValue::Intrinsic(Intrinsic::AsyncFunction), Attributes::CONFIGURABLE),
    to_string_tag("AsyncFunction"),
];
static GENERATOR_FUNCTION_STATICS: &[PropertySpec] =
    &[value("prototype", SpecValue::Intrinsic(Intrinsic::GeneratorFunctionPrototype), Attributes::NONE)];
static GENERATOR_FUNCTION_PROTOTYPE: &[PropertySpec] = &[
    value("constructor", SpecValue::Intrinsic(Intrinsic::GeneratorFunction), Attributes::CONFIGURABLE),
    value("prototype", SpecValue::Intrinsic(Intrinsic::GeneratorPrototype), Attributes::CONFIGURABLE),
    to_string_tag("GeneratorFunction"),
];
static ASYNC_GENERATOR_FUNCTION_STATICS: &[PropertySpec] =
    &[value("prototype", SpecValue::Intrinsic(Intrinsic::AsyncGeneratorFunctionPrototype), Attributes::NONE)];
static ASYNC_GENERATOR_FUNCTION_PROTOTYPE: &[PropertySpec] = &[
    value("constructor", SpecValue::Intrinsic(Intrinsic::AsyncGeneratorFunction), Attributes::CONFIGURABLE),
    value("prototype", SpecValue::Intrinsic(Intrinsic::AsyncGeneratorPrototype), Attributes::CONFIGURABLE),
    to_string_tag("AsyncGeneratorFunction"),
];

/// %AsyncFunction% (27.7.1)
pub fn make_async_function_constructor(agent: &mut Agent) -> Gc<Object> {
    make_constructor(agent, "AsyncFunction", async_function_constructor, ASYNC_FUNCTION_STATICS)
}

/// %AsyncFunction.prototype% (27.7.3)
pub fn make_async_function_prototype(agent: &mut Agent) -> Gc<Object> {
    make_prototype(agent, ASYNC_FUNCTION_PROTOTYPE)
}

/// %GeneratorFunction% (27.3.1)
pub fn make_generator_function_constructor(agent: &mut Agent) -> Gc<Object> {
    make_constructor(agent, "GeneratorFunction", generator_function_constructor, GENERATOR_FUNCTION_STATICS)
}

/// %GeneratorFunction.prototype% (27.3.3)
pub fn make_generator_function_prototype(agent: &mut Agent) -> Gc<Object> {
    make_prototype(agent, GENERATOR_FUNCTION_PROTOTYPE)
}

/// %AsyncGeneratorFunction% (27.4.1)
pub fn make_async_generator_function_constructor(agent: &mut Agent) -> Gc<Object> {
    make_constructor(
        agent,
        "AsyncGeneratorFunction",
        async_generator_function_constructor,
        ASYNC_GENERATOR_FUNCTION_STATICS,
    )
}

/// %AsyncGeneratorFunction.prototype% (27.4.3)
pub fn make_async_generator_function_prototype(agent: &mut Agent) -> Gc<Object> {
    make_prototype(agent, ASYNC_GENERATOR_FUNCTION_PROTOTYPE)
}
