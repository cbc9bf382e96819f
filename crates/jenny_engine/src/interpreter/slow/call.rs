//! Calls that fail, and calls with argument lists.

use super::Insn;
use crate::agent::Agent;
use crate::interpreter::call::{call_with_list, construct_with_list};
use crate::interpreter::frame::Frame;
use crate::{JsResult, Throw, Value};
use jenny_compiler::{FailedOperation, Printed};

/// What the program's text says of the operation that the running instruction stands for.
pub(super) fn print_running(agent: &Agent, operation: FailedOperation) -> Option<Printed> {
    let code = Frame(agent.interpreter.regs).code()?;
    // SAFETY: the published pc lies in the code of the published frame.
    let pc = unsafe { agent.interpreter.pc.offset_from(code.hot.entry.get()) } as u32;
    let offset = crate::builtins::error::call_site::source_offset(code, pc);
    jenny_compiler::print_failed(&code.template.source, offset, operation)
}

/// The text of the callee at the running instruction, as V8 shows it; else a description of the value.
fn callee_text(agent: &mut Agent, callee: Value) -> String {
    match print_running(agent, FailedOperation::Call) {
        Some(Printed::Expression { text, .. }) => text,
        _ => crate::error::describe(agent, callee),
    }
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
