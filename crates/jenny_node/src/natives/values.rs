//! Natives that look into values without running their code: kinds, entries, promises, proxies, call sites.

use jenny_engine::builtins::promise::PromiseState;
use jenny_engine::builtins::proxy::ProxyObject;
use jenny_engine::builtins::typed_array::{ElementType, TypedArrayObject};
use jenny_engine::embed::{PromiseObject, PropertySpec, RootVec, method};
use jenny_engine::function::Closure;
use jenny_engine::interpreter::generator::GeneratorObject;
use jenny_engine::object::wrapper::PrimitiveWrapper;
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, JsResult, Kind, Value};

pub static NATIVES: &[PropertySpec] = &[
    method("classOf", class_of, 1),
    method("getConstructorName", get_constructor_name, 1),
    method("getOwnNonIndexProperties", get_own_non_index_properties, 2),
    method("previewEntries", preview_entries, 1),
    method("getPromiseDetails", get_promise_details, 1),
    method("getProxyDetails", get_proxy_details, 1),
    method("functionSourceIsClass", function_source_is_class, 1),
    method("externalAddress", external_address, 1),
    method("callExpression", call_expression, 1),
    method("callSites", call_sites, 1),
    method("eventTargetListeners", event_target_listeners, 2),
];

fn typed_array_name(element: ElementType) -> String {
    format!("{element:?}Array")
}

/// The internal kind of an object.
fn class_name(value: Value) -> String {
    if let Some(array) = value.as_kind::<TypedArrayObject>() {
        return typed_array_name(array.element_type());
    }
    if let Some(wrapper) = value.as_kind::<PrimitiveWrapper>() {
        let primitive = wrapper.primitive();
        return match primitive.type_of() {
            "number" => "Number",
            "string" => "String",
            "boolean" => "Boolean",
            "symbol" => "Symbol",
            _ => "BigInt",
        }
        .to_owned();
    }
    let function = |asynchronous, generator| match (asynchronous, generator) {
        (true, true) => "AsyncGeneratorFunction",
        (true, false) => "AsyncFunction",
        (false, true) => "GeneratorFunction",
        (false, false) => "Function",
    };
    match value.kind() {
        Some(Kind::Closure) => {
            let closure = value.as_kind::<Closure>();
            closure
                .map_or("Function", |c| function(c.template().flags.is_async, c.template().flags.is_generator))
                .to_owned()
        }
        Some(Kind::NativeFunction | Kind::BoundFunction) => "Function".into(),
        Some(Kind::Generator) => {
            let asynchronous =
                value.as_kind::<GeneratorObject>().and_then(|g| g.code()).is_some_and(|c| c.template().flags.is_async);
            if asynchronous { "AsyncGenerator" } else { "Generator" }.into()
        }
        Some(Kind::ModuleNamespace) => "Module".into(),
        Some(Kind::HostObject) | None => "Object".into(),
        Some(kind) => format!("{kind:?}"),
    }
}

fn class_of(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let name = class_name(args.get(0));
    Ok(agent.string_value(&name))
}

fn get_constructor_name(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let value = args.get(0);
    let mut name = jenny_engine::error::describe::constructor_name(agent, value);
    // Where no prototype says more, what the object is by birth.
    if name == "Object" && !matches!(value.kind(), Some(Kind::Arguments | Kind::Proxy)) {
        let maker = value.as_object().and_then(|object| agent.maker_of(object)).map(str::to_owned);
        name = if let Some(maker) = maker {
            maker
        } else if value.is_callable() {
            "Function".to_owned()
        } else {
            class_name(value)
        };
    }
    Ok(agent.string_value(&name))
}

fn get_own_non_index_properties(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let only_enumerable = args.get(1).to_boolean();
    let mut list = RootVec::new(&agent.heap);
    if let Some(object) = args.get(0).as_object() {
        for &key in object.own_keys(agent)?.as_slice() {
            if key.is_index() {
                continue;
            }
            if only_enumerable
                && !object.get_own_property(agent, key)?.is_some_and(|own| own.attributes.is_enumerable())
            {
                continue;
            }
            list.push(agent.key_to_value(key).bits());
        }
    }
    Ok(agent.new_array(values(&list))?.as_object().into())
}

fn preview_entries(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let mut list = RootVec::new(&agent.heap);
    let keyed = jenny_engine::embed::preview_entries(args.get(0), &mut list);
    let items = agent.new_array(values(&list))?;
    Ok(agent.new_array(&[items.as_object().into(), Value::bool(keyed)])?.as_object().into())
}

fn get_promise_details(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let Some(promise) = args.get(0).as_kind::<PromiseObject>() else { return Ok(Value::UNDEFINED) };
    let state = match promise.state() {
        PromiseState::Pending => 0,
        PromiseState::Fulfilled => 1,
        PromiseState::Rejected => 2,
    };
    Ok(agent.new_array(&[Value::int(state), promise.result()])?.as_object().into())
}

fn get_proxy_details(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let Some(proxy) = args.get(0).as_kind::<ProxyObject>() else { return Ok(Value::UNDEFINED) };
    let (target, handler) = (proxy.target(), proxy.handler());
    let shown = |value: Value| if value.is_object() { value } else { Value::NULL };
    Ok(agent.new_array(&[shown(target), shown(handler)])?.as_object().into())
}

fn function_source_is_class(_: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let closure = args.get(0).as_kind::<Closure>();
    Ok(Value::bool(closure.is_some_and(|closure| closure.template().flags.is_class_constructor)))
}

fn external_address(agent: &mut Agent, _: Value, _: Args) -> JsResult<Value> {
    Ok(agent.string_value("0"))
}

/// The callers, nearest first, without the native itself and the function that called it.
fn call_sites(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let count = args.get(0).to_number(agent)?.clamp(0.0, 1000.0) as usize;
    let stack = jenny_engine::interpreter::capture_frames(agent, count + 2, None);
    let mut list = RootVec::new(&agent.heap);
    for frame in stack.frames.iter().filter(|frame| frame.code.is_some()).skip(1).take(count) {
        let site = agent.new_object();
        let name = frame.function_name(agent);
        let file = frame.file_name().unwrap_or_default();
        let (line, column) = frame.line_column().unwrap_or((0, 0));
        for (key, text) in [("functionName", name.as_str()), ("scriptId", "0"), ("scriptName", file.as_str())] {
            let text = agent.string_value(text);
            site.create_str(agent, key, text)?;
        }
        for (key, number) in [("lineNumber", line), ("columnNumber", column), ("column", column)] {
            site.create_str(agent, key, number)?;
        }
        list.push(Value::from(site).bits());
    }
    Ok(agent.new_array(values(&list))?.as_object().into())
}

/// callExpression(fn): the first line of the call of `fn`, as the program has it.
fn call_expression(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let above = args.get(0).as_object();
    let stack = jenny_engine::interpreter::capture_frames(agent, 1, above);
    let text = stack.frames.first().and_then(|frame| frame.call_text());
    match text.as_deref().and_then(|text| text.lines().next()) {
        Some(line) => Ok(agent.string_value(line)),
        None => Ok(Value::UNDEFINED),
    }
}

/// Filled by the Web's EventTarget once it exists: it registers a function under this name in the agent's state.
fn event_target_listeners(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let listeners = jenny_runtime::binding::state_of(agent).event_target_listeners.borrow().clone();
    match listeners {
        Some(listeners) => listeners(agent, args.get(0), args.get(1)),
        None => Ok(agent.new_array(&[])?.as_object().into()),
    }
}
