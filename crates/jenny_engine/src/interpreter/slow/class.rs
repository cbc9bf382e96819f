//! Classes: definition, private names, constructors.

use super::Insn;
use crate::agent::Agent;
use crate::function::{Closure, NativeFunctionObject};
use crate::inline_cache::{CacheWay, Way};
use crate::interpreter::frame::Frame;
use crate::object::property::{Attributes, OwnProperty};
use crate::object::{AsObject, Object, flags};
use crate::string::{PropertyKey, Symbol};
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::Gc;

/// ClassDefinitionEvaluation, the part that makes the constructor and its prototype (15.7.14).
pub fn new_class(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let superclass = insn.get(2);
    let (prototype_parent, constructor_parent) = if superclass.is_empty() {
        (agent.intrinsic(Intrinsic::ObjectPrototype).into(), agent.intrinsic(Intrinsic::FunctionPrototype).into())
    } else if superclass.is_null() {
        (Value::NULL, agent.intrinsic(Intrinsic::FunctionPrototype).into())
    } else if let Some(parent) = superclass.as_object().filter(|p| p.is_constructor()) {
        let prototype = parent.get(agent, agent.names.prototype)?;
        if !prototype.is_object() && !prototype.is_null() {
            let text = crate::error::describe(agent, prototype);
            return Err(
                agent.throw_type_error(format!("Class extends value does not have valid prototype property {text}"))
            );
        }
        (prototype, superclass)
    } else {
        let text = crate::error::describe(agent, superclass);
        let text = text.trim_matches('"');
        return Err(agent.throw_type_error(format!("Class extends value {text} is not a constructor or null")));
    };
    let prototype = agent.new_object_with_prototype(prototype_parent);
    let code = agent.child_code(insn.code(), insn.word(2));
    let constructor = agent.new_closure_with_prototype(code, insn.get(3), prototype.into(), constructor_parent);
    let object = constructor.as_object();
    crate::function::reify(agent, object)?;
    let names = (agent.names.prototype, agent.names.constructor);
    agent.add_property(object, names.0, prototype.into(), Attributes::NONE)?;
    agent.add_property(prototype, names.1, object.into(), Attributes::BUILTIN)?;
    insn.set(1, constructor);
    insn.set_word_register(1, prototype.into());
    Ok(())
}

pub fn set_class_initializer(_: &mut Agent, insn: Insn) -> JsResult<()> {
    if let Some(constructor) = insn.get(1).as_kind::<Closure>() {
        constructor.set_initializer(insn.get(2));
    }
    Ok(())
}

pub fn get_super_constructor(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let parent = match insn.get(2).as_object() {
        Some(function) => function.get_prototype_of(agent)?,
        None => Value::UNDEFINED,
    };
    // IsConstructor is checked after the arguments, by the construct instruction.
    insn.set(1, parent);
    Ok(())
}

/// The result of a derived constructor (10.2.2, steps 11-14).
pub fn derived_result(agent: &mut Agent, value: Value, this: Value) -> JsResult<Value> {
    if value.is_object() {
        return Ok(value);
    }
    if !value.is_undefined() {
        return in_caller_realm(agent, |agent| {
            Err(agent.throw_type_error("Derived constructors may only return object or undefined"))
        });
    }
    if this.is_empty() {
        return in_caller_realm(agent, |agent| {
            throw_this_uninitialized(agent);
            Err(crate::Throw(()))
        });
    }
    Ok(this)
}

/// Runs `f` in the realm of whoever called the running function: [[Construct]] looks at the result when the callee's
/// context is gone already.
#[cold]
fn in_caller_realm<R>(agent: &mut Agent, f: impl FnOnce(&mut Agent) -> R) -> R {
    let caller = Frame(agent.interpreter.regs).caller();
    if caller.is_null() {
        return f(agent);
    }
    let caller = Frame(caller);
    let realm = match caller.code() {
        Some(code) => code.realm,
        None => match caller.function().as_kind::<NativeFunctionObject>() {
            Some(native) => native.realm,
            None => agent.realm(),
        },
    };
    agent.with_realm(realm, f)
}

/// Leaves the ReferenceError in the agent.
#[cold]
#[inline(never)]
pub fn throw_this_uninitialized(agent: &mut Agent) {
    agent.throw_reference_error(
        "Must call super constructor in derived class before accessing 'this' or returning from derived constructor",
    );
}

pub fn check_this_unbound(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    if insn.get(1).is_empty() {
        Ok(())
    } else {
        Err(agent.throw_reference_error("Super constructor may only be called once"))
    }
}

pub fn new_private_name(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let description = insn.constant(1).as_string().unwrap_or_else(|| agent.names.empty_string());
    let name = agent.new_private_name(description);
    insn.set(1, name);
    Ok(())
}

fn private_key(value: Value) -> PropertyKey {
    // SAFETY: the compiler passes the private name that NewPrivateName made.
    PropertyKey::from_symbol(unsafe { value.as_gc_unchecked::<Symbol>() })
}

/// The private element of an object, whatever its kind: proxies have their own.
fn find_private(object: Gc<Object>, key: PropertyKey) -> Option<OwnProperty> {
    let found = object.shape().find(key)?;
    Some(OwnProperty { value: object.raw_slot(found.slot), attributes: found.attributes })
}

/// Teaches the instruction's cache where a private field (or method) lies. Private names differ between evaluations of a
/// class, so a way also holds the name it is for.
fn learn_private(insn: Insn, target: Value, key: PropertyKey) {
    let Some(object) = target.as_object() else { return };
    let Some(found) = object.shape().find(key) else { return };
    let inline = object.shape().inline_capacity();
    let (way, slot) = match found.slot.checked_sub(inline) {
        None => (Way::OwnInline, found.slot),
        Some(slot) => (Way::OwnOverflow, slot),
    };
    let way = CacheWay { shape: object.shape_id(), slot, way, holder: key.raw_value().bits(), ..CacheWay::EMPTY };
    let feedback = insn.code().feedback();
    feedback.record(feedback.cache(insn.word(1)), way);
}

/// What the instruction's cache knows of the object behind its first way: a base class's code sees objects of its subclasses.
fn known_private(insn: Insn, target: Value, key: PropertyKey) -> Option<(Gc<Object>, CacheWay)> {
    let object = target.as_object()?;
    let (shape, name) = (object.shape_id(), key.raw_value().bits());
    let code = insn.code();
    let feedback = code.feedback();
    let way = feedback.cache(insn.word(1)).ways().find(|way| way.shape == shape && way.holder == name)?;
    matches!(way.way, Way::OwnInline | Way::OwnOverflow).then_some((object, way))
}

fn display(key: PropertyKey) -> String {
    let text = key.to_display();
    if text.starts_with('#') { text } else { format!("#{text}") }
}

pub fn get_private(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = private_key(insn.get(3));
    let target = insn.get(2);
    if let Some((object, way)) = known_private(insn, target, key) {
        let is_inline = way.way == Way::OwnInline;
        insn.set(1, if is_inline { object.inline_slot(way.slot) } else { object.overflow_slot(way.slot) });
        return Ok(());
    }
    let Some(element) = target.as_object().and_then(|o| find_private(o, key)) else {
        return Err(agent.throw_type_error(format!(
            "Cannot read private member {} from an object whose class did not declare it",
            display(key)
        )));
    };
    let value = match element.accessor() {
        None => {
            learn_private(insn, target, key);
            element.value
        }
        Some(pair) if pair.getter().is_undefined() => {
            return Err(agent.throw_type_error(format!("'{}' was defined without a getter", display(key))));
        }
        Some(pair) => agent.call(pair.getter(), target, &[])?,
    };
    insn.set(1, value);
    Ok(())
}

pub fn set_private(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = private_key(insn.get(2));
    let (target, value) = (insn.get(1), insn.get(3));
    if let Some((object, way)) = known_private(insn, target, key) {
        match way.way {
            Way::OwnInline => object.set_inline_slot(way.slot, value),
            _ => object.set_overflow_slot(way.slot, value),
        }
        return Ok(());
    }
    let Some((object, element)) = target.as_object().and_then(|o| Some((o, find_private(o, key)?))) else {
        return Err(agent.throw_type_error(format!(
            "Cannot write private member {} to an object whose class did not declare it",
            display(key)
        )));
    };
    match element.accessor() {
        Some(pair) if pair.setter().is_undefined() => {
            Err(agent.throw_type_error(format!("'{}' was defined without a setter", display(key))))
        }
        Some(pair) => agent.call(pair.setter(), target, &[value]).map(|_| ()),
        None if !element.attributes.is_writable() => {
            Err(agent.throw_type_error(format!("Private method '{}' is not writable", display(key))))
        }
        None => {
            learn_private(insn, target, key);
            if let Some(found) = object.shape().find(key) {
                object.set_raw_slot(found.slot, value);
            }
            Ok(())
        }
    }
}

fn add_private(
    agent: &mut Agent,
    object: Gc<Object>,
    key: PropertyKey,
    value: Value,
    attributes: Attributes,
) -> JsResult<()> {
    if find_private(object, key).is_some() {
        return Err(agent.throw_type_error("Cannot initialize private elements twice on the same object"));
    }
    if object.has_flag(flags::NON_EXTENSIBLE) {
        return Err(
            agent.throw_type_error(format!("Cannot define private member {} on a non-extensible object", display(key)))
        );
    }
    agent.add_property(object, key, value, attributes)
}

pub fn define_private_field(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = private_key(insn.get(2));
    let Some(object) = insn.get(1).as_object() else { return Ok(()) };
    let before = object.shape();
    add_private(agent, object, key, insn.get(3), Attributes::WRITABLE)?;
    if object.is_kind(crate::Kind::Object)
        && before.count() < before.inline_capacity()
        && !before.is_dictionary()
        && before.find_transition(key, Attributes::WRITABLE) == Some(object.shape())
    {
        let way = CacheWay {
            shape: before.compress(),
            slot: before.count(),
            way: Way::AddInline,
            next: object.shape_id(),
            holder: key.raw_value().bits(),
            ..CacheWay::EMPTY
        };
        let feedback = insn.code().feedback();
        feedback.record(feedback.cache(insn.word(1)), way);
    }
    Ok(())
}

pub fn define_private_method(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = private_key(insn.get(2));
    let Some(object) = insn.get(1).as_object() else { return Ok(()) };
    let function = insn.get(3);
    if insn.word(1) == 0 {
        return add_private(agent, object, key, function, Attributes::NONE);
    }
    let is_setter = insn.word(1) == 2;
    // The second half of a pair joins the first.
    if let Some(pair) = find_private(object, key).and_then(|p| p.accessor())
        && (if is_setter { pair.setter() } else { pair.getter() }).is_undefined()
    {
        let (g, s) = if is_setter { (pair.getter(), function) } else { (function, pair.setter()) };
        let joined = agent.new_accessor(g, s);
        if let Some(found) = object.shape().find(key) {
            object.set_raw_slot(found.slot, joined.into());
        }
        return Ok(());
    }
    let (g, s) = if is_setter { (Value::UNDEFINED, function) } else { (function, Value::UNDEFINED) };
    let pair = agent.new_accessor(g, s);
    add_private(agent, object, key, pair.into(), Attributes::ACCESSOR)
}

pub fn has_private(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = private_key(insn.get(3));
    let Some(object) = insn.get(2).as_object() else {
        let text = crate::error::describe(agent, insn.get(2));
        let text = text.trim_matches('"');
        return Err(
            agent.throw_type_error(format!("Cannot use 'in' operator to search for '{}' in {text}", display(key)))
        );
    };
    insn.set(1, find_private(object, key).is_some());
    Ok(())
}
