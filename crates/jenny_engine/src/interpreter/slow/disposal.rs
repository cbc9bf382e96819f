//! `using` and `await using`: dispose capabilities (ECMA-262 proposal explicit resource management, 7.5).
//!
//! A capability is an array of triples: value, method, hint (0 sync, 1 async).

use super::Insn;
use crate::agent::Agent;
use crate::object::AsObject;
use crate::object::array::ArrayObject;
use crate::object::property::Attributes;
use crate::{Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::Gc;

fn capability(insn: Insn, byte: usize) -> Gc<ArrayObject> {
    // SAFETY: the compiler names a register that NewDisposeCapability set.
    unsafe { insn.get(byte).as_gc_unchecked() }
}

pub fn new_dispose_capability(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let array = agent.new_array(&[])?;
    insn.set(1, array);
    Ok(())
}

pub fn add_disposable(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let (list, value, is_async) = (capability(insn, 1), insn.get(2), insn.byte(3) == 1);
    if value.is_nullish() {
        if is_async {
            push(agent, list, Value::UNDEFINED, Value::UNDEFINED, 1)?;
        }
        return Ok(());
    }
    if !value.is_object() {
        return Err(agent.throw_type_error("The value of a using declaration must be an object, null or undefined"));
    }
    let mut method = Value::UNDEFINED;
    let mut hint = 0;
    if is_async {
        let key = agent.symbol_key(WellKnownSymbol::AsyncDispose);
        method = agent.get_method(value, key)?;
        hint = 1;
    }
    if method.is_undefined() {
        let key = agent.symbol_key(WellKnownSymbol::Dispose);
        method = agent.get_method(value, key)?;
        // A sync method under an async hint is awaited without its result.
        if is_async {
            hint = 2;
        }
    }
    if method.is_undefined() {
        return Err(agent.throw_type_error("The value of a using declaration has no [Symbol.dispose] method"));
    }
    push(agent, list, value, method, hint)
}

fn push(agent: &mut Agent, list: Gc<ArrayObject>, value: Value, method: Value, hint: i32) -> JsResult<()> {
    agent.array_push(list, value)?;
    agent.array_push(list, method)?;
    agent.array_push(list, Value::int(hint))
}

fn pop(list: Gc<ArrayObject>) -> Option<(Value, Value, i32)> {
    let n = list.length();
    if n < 3 {
        return None;
    }
    let at = |i: u32| list.dense_get(i).unwrap_or(Value::UNDEFINED);
    let triple = (at(n - 3), at(n - 2), at(n - 1).as_int().unwrap_or(0));
    if let Some(elements) = list.as_object().dense_elements() {
        elements.set_len(n - 3);
    }
    list.set_length_raw(n - 3);
    Some(triple)
}

/// The completion after another error: the error alone, or a SuppressedError of both.
fn fold(agent: &mut Agent, has_error: bool, old: Value, new: Value) -> JsResult<Value> {
    if !has_error {
        return Ok(new);
    }
    let prototype = agent.intrinsic(Intrinsic::SuppressedErrorPrototype);
    let error = agent.alloc_error(prototype);
    crate::error::stack_trace::capture(agent, error, None);
    let object = error.as_object();
    object.define_builtin(agent, agent.names.error, new, Attributes::BUILTIN)?;
    object.define_builtin(agent, agent.names.suppressed, old, Attributes::BUILTIN)?;
    Ok(error.into())
}

pub fn dispose_resources(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let list = capability(insn, 1);
    while let Some((value, method, _)) = pop(list) {
        if let Err(thrown) = agent.call(method, value, &[]) {
            if agent.is_terminating() {
                return Err(thrown);
            }
            let new = agent.take_exception(thrown);
            let folded = fold(agent, insn.get(2).to_boolean(), insn.get(3), new)?;
            insn.set(2, true);
            insn.set(3, folded);
        }
    }
    Ok(())
}

pub fn dispose_async_step(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let list = capability(insn, 2);
    loop {
        let Some((value, method, hint)) = pop(list) else {
            insn.set(1, Value::EMPTY);
            return Ok(());
        };
        if method.is_undefined() {
            // `await using x = null`: one await, unless it follows another one anyway.
            insn.set(1, Value::UNDEFINED);
            return Ok(());
        }
        match agent.call(method, value, &[]) {
            Ok(result) if hint == 1 => {
                insn.set(1, result);
                return Ok(());
            }
            Ok(_) if hint == 2 => {
                insn.set(1, Value::UNDEFINED);
                return Ok(());
            }
            Ok(_) => {}
            Err(thrown) => {
                if agent.is_terminating() {
                    return Err(thrown);
                }
                let new = agent.take_exception(thrown);
                let folded = fold(agent, insn.get(3).to_boolean(), insn.word_register(1), new)?;
                insn.set(3, true);
                insn.set_word_register(1, folded);
            }
        }
    }
}

pub fn dispose_fold_error(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let folded = fold(agent, insn.get(1).to_boolean(), insn.get(2), insn.get(3))?;
    insn.set(1, true);
    insn.set(2, folded);
    Ok(())
}
