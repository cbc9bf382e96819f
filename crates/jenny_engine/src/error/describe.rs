//! Short texts for values in messages, as V8 prints them; never runs user code.

use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::internal_methods::ordinary_own_property;
use crate::{PropertyKey, Value, WellKnownSymbol};

/// `undefined`, `12`, `"text"`, `Symbol(x)`, `#<Foo>`, `[object Array]`, `function text`.
pub fn describe(agent: &mut Agent, value: Value) -> String {
    if let Some(s) = value.as_string() {
        return format!("\"{}\"", short(&s.to_rust_string()));
    }
    if let Some(n) = value.as_number() {
        return agent.number_to_string(n).to_rust_string();
    }
    if let Some(s) = value.as_symbol() {
        return format!("Symbol({})", s.description().map_or_else(String::new, |d| d.to_rust_string()));
    }
    if let Some(b) = value.as_bigint() {
        return short(&b.value().to_string());
    }
    let Some(object) = value.as_object() else { return format!("{value:?}") };
    match object.kind() {
        Kind::Array => return "[object Array]".into(),
        Kind::ModuleNamespace => return "[object Module]".into(),
        Kind::Closure => {
            let value = Value::from(object);
            if let Some(closure) = value.as_kind::<crate::function::Closure>() {
                let template = closure.template();
                let (from, to) = template.source_range;
                if let Some(text) = template.source.text.get(from as usize..to as usize) {
                    return short(text);
                }
            }
        }
        Kind::NativeFunction => {
            if let Some(native) = Value::from(object).as_kind::<crate::function::NativeFunctionObject>() {
                let name = native.initial_name().as_string().map_or_else(String::new, |s| s.to_rust_string());
                return format!("function {name}() {{ [native code] }}");
            }
        }
        Kind::Error | Kind::Proxy => {}
        _ => {
            if has_text_of_its_own(agent, value) {
                return format!("[object {}]", class_tag(agent, value));
            }
        }
    }
    format!("#<{}>", constructor_name(agent, value))
}

/// The first data property of that name on the prototype chain; None for accessors and past exotic objects.
fn inherited_value(agent: &mut Agent, value: Value, key: PropertyKey) -> Option<Value> {
    let mut next = value.as_object();
    for _ in 0..1000 {
        let object = next?;
        if !object.internal_methods().named_properties_are_ordinary {
            return None;
        }
        if let Some(property) = ordinary_own_property(agent, object, key) {
            return (!property.attributes.is_accessor()).then_some(property.value);
        }
        next = object.prototype().as_object();
    }
    None
}

/// Whether the object converts to text by another function than Object.prototype.toString.
fn has_text_of_its_own(agent: &mut Agent, value: Value) -> bool {
    let key = agent.key("toString");
    let Some(own) = inherited_value(agent, value, key) else { return false };
    let prototype = agent.intrinsic(crate::Intrinsic::ObjectPrototype);
    own.is_callable() && ordinary_own_property(agent, prototype, key).is_none_or(|p| p.value != own)
}

/// What Object.prototype.toString puts after "object", without running code.
fn class_tag(agent: &mut Agent, value: Value) -> String {
    let tag = agent.symbol_key(WellKnownSymbol::ToStringTag);
    if let Some(text) = inherited_value(agent, value, tag).and_then(|t| t.as_string()) {
        return text.to_rust_string();
    }
    match value.kind() {
        Some(Kind::Date) => "Date".into(),
        Some(Kind::RegExp) => "RegExp".into(),
        Some(Kind::Arguments) => "Arguments".into(),
        Some(Kind::HostObject) => constructor_name(agent, value),
        _ => "Object".into(),
    }
}

/// How V8 names an argument of a builtin that has the wrong type: `number 1`, `string "a"`, `object null`, `object`, `undefined`.
pub fn describe_argument(agent: &mut Agent, value: Value) -> String {
    let kind = value.type_of();
    if value.is_string() || value.is_number() || value.is_bool() || value.is_null() {
        return format!("{kind} {}", describe(agent, value));
    }
    kind.into()
}

/// The name that V8's messages give an object: its class or constructor's name, else "Object".
pub fn constructor_name(agent: &mut Agent, value: Value) -> String {
    let mut next = value.as_object();
    let tag = agent.symbol_key(WellKnownSymbol::ToStringTag);
    let (constructor, name) = (agent.names.constructor, agent.names.name);
    let mut hops = 0;
    while let Some(object) = next {
        hops += 1;
        let plain = object.internal_methods().named_properties_are_ordinary || object.is_kind(Kind::Error);
        if hops > 1000 || !plain {
            break;
        }
        if let Some(p) = ordinary_own_property(agent, object, tag)
            && let Some(text) = p.value.as_string().filter(|s| !s.is_empty())
        {
            return text.to_rust_string();
        }
        if let Some(c) = ordinary_own_property(agent, object, constructor).and_then(|p| p.value.as_object())
            && let Ok(Some(p)) = c.get_own_property_without_code(agent, name)
            && let Some(text) = p.value.as_string().filter(|s| !s.is_empty())
        {
            return text.to_rust_string();
        }
        next = object.prototype().as_object();
    }
    "Object".into()
}

fn short(text: &str) -> String {
    if text.len() <= 200 {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(200);
    format!("{}...", &text[..end])
}
