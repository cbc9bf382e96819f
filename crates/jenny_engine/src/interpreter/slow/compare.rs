//! Comparison of values that are not both Numbers; typeof and instanceof.

use super::Insn;
use crate::agent::Agent;
use crate::operations::{TypeOf, is_less_than, is_loosely_equal};
use crate::{JsResult, Value};

#[inline(never)]
pub fn lt(agent: &mut Agent, l: Value, r: Value) -> JsResult<bool> {
    Ok(is_less_than(agent, l, r, true)? == Some(true))
}
#[inline(never)]
pub fn gt(agent: &mut Agent, l: Value, r: Value) -> JsResult<bool> {
    Ok(is_less_than(agent, r, l, false)? == Some(true))
}
#[inline(never)]
pub fn le(agent: &mut Agent, l: Value, r: Value) -> JsResult<bool> {
    Ok(is_less_than(agent, r, l, false)? == Some(false))
}
#[inline(never)]
pub fn ge(agent: &mut Agent, l: Value, r: Value) -> JsResult<bool> {
    Ok(is_less_than(agent, l, r, true)? == Some(false))
}
#[inline(never)]
pub fn loosely_equal(agent: &mut Agent, l: Value, r: Value) -> JsResult<bool> {
    is_loosely_equal(agent, l, r)
}

pub fn type_of(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let names = &agent.names;
    let key = match insn.get(2).type_for_typeof() {
        TypeOf::Number => names.number,
        TypeOf::Boolean => names.boolean,
        TypeOf::Undefined => names.undefined,
        TypeOf::String => names.string,
        TypeOf::Symbol => names.symbol,
        TypeOf::BigInt => names.bigint,
        TypeOf::Function => names.function,
        TypeOf::Object => names.object,
    };
    insn.set(1, key.raw_value());
    Ok(())
}

pub fn instance_of(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let result = agent.instance_of(insn.get(2), insn.get(3))?;
    insn.set(1, result);
    Ok(())
}
