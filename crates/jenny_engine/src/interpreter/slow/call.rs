//! Calls that fail, and calls with argument lists.

use super::Insn;
use crate::agent::Agent;
use crate::interpreter::call::{call_with_list, construct_with_list};
use crate::interpreter::frame::Frame;
use crate::{JsResult, Throw, Value};

/// The text of the callee at the running instruction, as V8 shows it; else a description of the value.
fn callee_text(agent: &mut Agent, callee: Value) -> String {
    let frame = Frame(agent.interpreter.regs);
    if let Some(code) = frame.code() {
        // SAFETY: the published pc lies in the code of the published frame.
        let pc = unsafe { agent.interpreter.pc.offset_from(code.hot.entry) } as u32;
        let template = &code.template;
        let row = template.positions.partition_point(|p| p.pc <= pc);
        if let Some(position) = row.checked_sub(1).and_then(|i| template.positions.get(i))
            && let Some(text) = jenny_compiler::render_expression_at(&template.source, position.offset)
        {
            return text;
        }
    }
    crate::error::describe(agent, callee)
}

#[cold]
pub fn throw_not_a_function(agent: &mut Agent, callee: Value) -> Throw {
    let text = callee_text(agent, callee);
    agent.throw_type_error(format!("{text} is not a function"))
}

#[cold]
pub fn throw_not_a_constructor(agent: &mut Agent, callee: Value) -> Throw {
    let text = callee_text(agent, callee);
    agent.throw_type_error(format!("{text} is not a constructor"))
}

pub fn call_spread(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let value = call_with_list(agent, insn.get(2), insn.get(3), insn.word_register(1))?;
    insn.set(1, value);
    Ok(())
}

pub fn construct_spread(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let value = construct_with_list(agent, insn.get(2), insn.get(3), insn.word_register(1))?;
    insn.set(1, value);
    Ok(())
}
