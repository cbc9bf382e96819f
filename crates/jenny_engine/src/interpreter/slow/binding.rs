//! Scopes, globals and names looked up at run time (with, sloppy direct eval).

use super::Insn;
use crate::agent::Agent;
use crate::environment::{Scope, WithScope};
use crate::inline_cache::{CacheWay, InlineCache, Way};
use crate::interpreter::frame::Frame;
use crate::kind::Kind;
use crate::object::Object;
use crate::string::PropertyKey;
use crate::{JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

fn display(name: Value) -> String {
    name.as_string().map_or_else(String::new, |s| s.to_rust_string())
}

/// Leaves the ReferenceError in the agent.
#[cold]
#[inline(never)]
pub fn throw_tdz(agent: &mut Agent, name: Value) {
    let name = display(name);
    agent.throw_reference_error(format!("Cannot access '{name}' before initialization"));
}

pub fn throw_tdz_op(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let name = display(insn.constant(1));
    Err(agent.throw_reference_error(format!("Cannot access '{name}' before initialization")))
}

pub fn throw_const_assign(agent: &mut Agent, _: Insn) -> JsResult<()> {
    Err(agent.throw_type_error("Assignment to constant variable."))
}

#[cold]
fn throw_not_defined(agent: &mut Agent, key: PropertyKey) -> crate::Throw {
    agent.throw_reference_error(format!("{} is not defined", key.to_display()))
}

pub fn new_scope(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let scope = agent.new_scope(insn.code(), insn.word(1), insn.get(2))?;
    insn.set(1, scope);
    Ok(())
}

pub fn copy_scope(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    // SAFETY: the compiler names a register that holds a Scope.
    let from = unsafe { insn.get(2).as_gc_unchecked::<Scope>() };
    let copy = agent.copy_scope(from)?;
    insn.set(1, copy);
    Ok(())
}

pub fn new_with_scope(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let object = insn.get(3).to_object(agent)?;
    let scope = agent.new_with_scope(insn.get(2), object.into());
    insn.set(1, scope);
    Ok(())
}

/// A global binding after a cache miss. `or_undefined`: typeof.
#[inline(never)]
pub fn get_global(agent: &mut Agent, cache: &InlineCache, or_undefined: bool) -> JsResult<Value> {
    let key = cache.key;
    let realm = agent.realm();
    if let Some(index) = realm.lexical(key) {
        let value = realm.lexical_binding(index).value;
        if value.is_empty() {
            return Err(
                agent.throw_reference_error(format!("Cannot access '{}' before initialization", key.to_display()))
            );
        }
        remember(agent, cache, CacheWay { slot: index, way: Way::Prototype, ..CacheWay::EMPTY });
        return Ok(value);
    }
    let global = realm.global_object();
    match global.get_own_property(agent, key)? {
        Some(own) => {
            if !own.attributes.is_accessor()
                && let Some(found) = global.shape().find(key)
                && global.shape().inline_capacity() == 0
            {
                let way = CacheWay {
                    shape: global.shape_id(),
                    slot: found.slot,
                    way: Way::OwnOverflow,
                    epoch: agent.global_epoch,
                    ..CacheWay::EMPTY
                };
                remember(agent, cache, way);
            }
            own.read(agent, global.into())
        }
        None if global.has_property(agent, key)? => global.get(agent, key),
        None if or_undefined => Ok(Value::UNDEFINED),
        None => Err(throw_not_defined(agent, key)),
    }
}

fn remember(agent: &mut Agent, cache: &InlineCache, way: CacheWay) {
    if let Some(code) = Frame(agent.interpreter.regs).code() {
        code.feedback().record(cache, way);
    }
}

pub fn get_global_or_undefined(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let code = insn.code();
    let feedback = code.feedback();
    let cache = feedback.cache(insn.word(1));
    let value = get_global(agent, cache, true)?;
    insn.set(1, value);
    Ok(())
}

pub fn set_global(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let code = insn.code();
    let key = code.feedback().cache(insn.word(1)).key;
    set_global_binding(agent, key, insn.get(1), insn.is_strict())
}

fn set_global_binding(agent: &mut Agent, key: PropertyKey, value: Value, strict: bool) -> JsResult<()> {
    let realm = agent.realm();
    if let Some(index) = realm.lexical(key) {
        let binding = realm.lexical_binding(index);
        if binding.value.is_empty() {
            return Err(
                agent.throw_reference_error(format!("Cannot access '{}' before initialization", key.to_display()))
            );
        }
        if binding.constant {
            return Err(agent.throw_type_error("Assignment to constant variable."));
        }
        realm.set_lexical(index, value);
        return Ok(());
    }
    let global = realm.global_object();
    if strict && !global.has_property(agent, key)? {
        return Err(throw_not_defined(agent, key));
    }
    let done = global.set_with_receiver(agent, key, value, global.into())?;
    if !done && strict {
        return Err(agent.throw_read_only(key, global.into()));
    }
    Ok(())
}

pub fn init_global_lexical(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let key = constant_key(agent, insn.constant(1));
    let realm = agent.realm();
    if let Some(index) = realm.lexical(key) {
        realm.set_lexical(index, insn.get(1));
    }
    Ok(())
}

fn constant_key(agent: &mut Agent, name: Value) -> PropertyKey {
    match name.as_string() {
        Some(s) => agent.key_from_string(s),
        None => agent.names.empty,
    }
}

/// What binds a name: a slot, an object, or nothing.
enum Binding {
    Slot(Gc<Scope>, u32),
    Object(Gc<Object>, bool),
    None,
}

/// HasBinding of an object record with [[IsWithEnvironment]].
fn with_has_binding(agent: &mut Agent, object: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    if !object.has_property(agent, key)? {
        return Ok(false);
    }
    let unscopables = object.get(agent, agent.symbol_key(WellKnownSymbol::Unscopables))?;
    match unscopables.as_object() {
        Some(u) => Ok(!u.get(agent, key)?.to_boolean()),
        None => Ok(true),
    }
}

/// ResolveBinding from `scope` outwards; the global records are left to the caller.
fn resolve(agent: &mut Agent, scope: Value, name: Value, key: PropertyKey) -> JsResult<Binding> {
    let mut next = scope;
    loop {
        if next.is_kind(Kind::Scope) {
            // SAFETY: the kind was checked.
            let scope = unsafe { next.as_gc_unchecked::<Scope>() };
            let found = name.as_string().and_then(|n| {
                scope.info().bindings.iter().rposition(|b| match &b.name {
                    jenny_bytecode::Text::Latin1(t) => n.view().equals(&crate::StringView::Latin1(t)),
                    jenny_bytecode::Text::Utf16(t) => n.view().equals(&crate::StringView::Utf16(t)),
                })
            });
            if let Some(slot) = found {
                return Ok(Binding::Slot(scope, slot as u32));
            }
            if let Some(object) = scope.dynamic().as_object()
                && object.has_own_property(agent, key)?
            {
                return Ok(Binding::Object(object, false));
            }
            next = scope.parent();
        } else if next.is_kind(Kind::WithScope) {
            // SAFETY: the kind was checked.
            let scope = unsafe { next.as_gc_unchecked::<WithScope>() };
            if let Some(object) = scope.object().as_object()
                && with_has_binding(agent, object, key)?
            {
                return Ok(Binding::Object(object, true));
            }
            next = scope.parent();
        } else {
            return Ok(Binding::None);
        }
    }
}

fn slot_value(agent: &mut Agent, scope: Gc<Scope>, slot: u32, key: PropertyKey) -> JsResult<Value> {
    let mut value = scope.get(slot);
    if value.is_kind(Kind::ImportBinding) {
        // SAFETY: the kind was checked.
        value = unsafe { value.as_gc_unchecked::<crate::environment::ImportBinding>() }.get();
    }
    if value.is_empty() {
        return Err(agent.throw_reference_error(format!("Cannot access '{}' before initialization", key.to_display())));
    }
    Ok(value)
}

fn global_value(agent: &mut Agent, key: PropertyKey, or_undefined: bool) -> JsResult<Value> {
    let realm = agent.realm();
    if let Some(index) = realm.lexical(key) {
        let value = realm.lexical_binding(index).value;
        if value.is_empty() {
            return Err(
                agent.throw_reference_error(format!("Cannot access '{}' before initialization", key.to_display()))
            );
        }
        return Ok(value);
    }
    let global = realm.global_object();
    if global.has_property(agent, key)? {
        return global.get(agent, key);
    }
    if or_undefined { Ok(Value::UNDEFINED) } else { Err(throw_not_defined(agent, key)) }
}

fn get_dynamic_value(
    agent: &mut Agent,
    insn: Insn,
    scope: Value,
    word: usize,
    or_undefined: bool,
) -> JsResult<(Value, Value)> {
    let name = insn.constant(word);
    let key = constant_key(agent, name);
    match resolve(agent, scope, name, key)? {
        Binding::Slot(scope, slot) => Ok((slot_value(agent, scope, slot, key)?, Value::UNDEFINED)),
        Binding::Object(object, is_with) => {
            // GetBindingValue checks again: the unscopables getter may have deleted it.
            if is_with && !object.has_property(agent, key)? {
                if insn.is_strict() {
                    return Err(throw_not_defined(agent, key));
                }
                return Ok((Value::UNDEFINED, object.into()));
            }
            let value = object.get(agent, key)?;
            Ok((value, if is_with { object.into() } else { Value::UNDEFINED }))
        }
        Binding::None => Ok((global_value(agent, key, or_undefined)?, Value::UNDEFINED)),
    }
}

pub fn get_dynamic(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let (value, _) = get_dynamic_value(agent, insn, insn.get(2), 1, false)?;
    insn.set(1, value);
    Ok(())
}

pub fn get_dynamic_or_undefined(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let (value, _) = get_dynamic_value(agent, insn, insn.get(2), 1, true)?;
    insn.set(1, value);
    Ok(())
}

pub fn get_dynamic_callee(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let (value, this) = get_dynamic_value(agent, insn, insn.get(3), 1, false)?;
    insn.set(1, value);
    insn.set(2, this);
    Ok(())
}

/// The base that binds the name: a scope, an object, or undefined.
pub fn resolve_binding(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let name = insn.constant(1);
    let key = constant_key(agent, name);
    let base: Value = match resolve(agent, insn.get(2), name, key)? {
        Binding::Slot(scope, _) => scope.into(),
        Binding::Object(object, _) => object.into(),
        Binding::None => {
            let realm = agent.realm();
            let global = realm.global_object();
            // A lexical binding is found by name again; the global object stands for all global bindings.
            if realm.lexical(key).is_some() || global.has_property(agent, key)? {
                global.into()
            } else {
                Value::UNDEFINED
            }
        }
    };
    insn.set(1, base);
    Ok(())
}

pub fn get_resolved(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let name = insn.constant(1);
    let key = constant_key(agent, name);
    let base = insn.get(2);
    let value = if base.is_kind(Kind::Scope) {
        match resolve(agent, base, name, key)? {
            Binding::Slot(scope, slot) => slot_value(agent, scope, slot, key)?,
            _ => return Err(throw_not_defined(agent, key)),
        }
    } else if let Some(object) = base.as_object() {
        if object == agent.realm().global_object() && agent.realm().lexical(key).is_some() {
            global_value(agent, key, false)?
        } else if object.has_property(agent, key)? {
            object.get(agent, key)?
        } else if insn.is_strict() {
            return Err(throw_not_defined(agent, key));
        } else {
            Value::UNDEFINED
        }
    } else {
        return Err(throw_not_defined(agent, key));
    };
    insn.set(1, value);
    Ok(())
}

pub fn set_resolved(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let name = insn.constant(1);
    let key = constant_key(agent, name);
    let (value, base) = (insn.get(1), insn.get(2));
    let strict = insn.is_strict();
    if base.is_kind(Kind::Scope) {
        let Binding::Slot(scope, slot) = resolve(agent, base, name, key)? else {
            return Err(throw_not_defined(agent, key));
        };
        let binding = scope.info().bindings[slot as usize].clone();
        if scope.get(slot).is_empty() {
            return Err(
                agent.throw_reference_error(format!("Cannot access '{}' before initialization", key.to_display()))
            );
        }
        if binding.constant || binding.import {
            return Err(agent.throw_type_error("Assignment to constant variable."));
        }
        if binding.function_name {
            return if strict { Err(agent.throw_type_error("Assignment to constant variable.")) } else { Ok(()) };
        }
        scope.set(slot, value);
        return Ok(());
    }
    let global = agent.realm().global_object();
    let Some(object) = base.as_object() else {
        if strict {
            return Err(throw_not_defined(agent, key));
        }
        global.set_with_receiver(agent, key, value, global.into())?;
        return Ok(());
    };
    if object == global && agent.realm().lexical(key).is_some() {
        return set_global_binding(agent, key, value, strict);
    }
    // SetMutableBinding of an object record.
    let still_exists = object.has_property(agent, key)?;
    if !still_exists && strict {
        return Err(throw_not_defined(agent, key));
    }
    if !object.set_with_receiver(agent, key, value, object.into())? && strict {
        return Err(agent.throw_read_only(key, object.into()));
    }
    Ok(())
}

/// Declares or initialises a var or function of a sloppy direct eval in the nearest variable scope.
pub fn declare_eval_var(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let name = insn.constant(1);
    let key = constant_key(agent, name);
    super::eval::declare_eval_binding(agent, insn.get(2), name, key, insn.get(1))
}

pub fn delete_dynamic(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let name = insn.constant(1);
    let key = constant_key(agent, name);
    let deleted = match resolve(agent, insn.get(2), name, key)? {
        Binding::Slot(..) => false,
        Binding::Object(object, _) => object.delete(agent, key)?,
        Binding::None => {
            let realm = agent.realm();
            realm.lexical(key).is_none() && realm.global_object().delete(agent, key)?
        }
    };
    insn.set(1, deleted);
    Ok(())
}
