//! Suspension as the handlers call it, and stepping generators without result objects.

use super::Insn;
use crate::JsResult;
use crate::Value;
use crate::agent::Agent;
use crate::interpreter::dispatch::{EXIT_THROW, Pc};
use crate::interpreter::generator::{self, GeneratorObject, GeneratorState, ResumeMode};
use crate::interpreter::unwind::Landing;
use crate::operations::iteration::IteratorRecord;

/// How a handler goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum How {
    Resume,
    Exit,
    ExitThrow,
    Throw,
}

/// Two words, returned in registers; the registers to go on with are in the agent.
#[repr(C)]
pub struct NextStep {
    pub how: How,
    pub pc: Pc,
}

fn step(agent: &mut Agent, landing: JsResult<Landing>) -> NextStep {
    match landing {
        Ok(Landing::Resume(pc, regs)) => {
            agent.interpreter.next_regs = regs;
            NextStep { how: How::Resume, pc }
        }
        Ok(Landing::Exit(code)) => {
            NextStep { how: if code == EXIT_THROW { How::ExitThrow } else { How::Exit }, pc: std::ptr::null() }
        }
        Err(_) => NextStep { how: How::Throw, pc: std::ptr::null() },
    }
}

#[inline(never)]
pub fn generator_start(agent: &mut Agent, insn: Insn) -> NextStep {
    let landing = generator::start(agent, insn.pc(), insn.frame());
    step(agent, landing)
}

#[inline(never)]
pub fn yield_(agent: &mut Agent, insn: Insn) -> NextStep {
    let landing = generator::yield_value(agent, insn, false);
    step(agent, landing)
}

#[inline(never)]
pub fn yield_delegate(agent: &mut Agent, insn: Insn) -> NextStep {
    let landing = generator::yield_value(agent, insn, true);
    step(agent, landing)
}

#[inline(never)]
pub fn await_(agent: &mut Agent, insn: Insn) -> NextStep {
    let landing = generator::await_value(agent, insn);
    step(agent, landing)
}

#[inline(never)]
pub fn async_iterator_step(agent: &mut Agent, insn: Insn) -> NextStep {
    let landing = generator::async_iterator_step(agent, insn);
    step(agent, landing)
}

/// A step of a sync generator whose `next` is the original one: no result object is made. None if it is something else.
pub fn step_generator(agent: &mut Agent, record: &IteratorRecord, insn: Insn) -> JsResult<Option<bool>> {
    let Some(generator) = Value::from(record.iterator).as_kind::<GeneratorObject>() else { return Ok(None) };
    let original = record
        .next
        .as_kind::<crate::function::NativeFunctionObject>()
        .is_some_and(|f| f.function() as usize == crate::builtins::generator::generator_next as *const () as usize);
    if generator.is_async || !original {
        return Ok(None);
    }
    match generator.state() {
        GeneratorState::Completed => Ok(Some(true)),
        GeneratorState::SuspendedStart | GeneratorState::SuspendedYield => {
            let value = generator::resume(agent, generator, Value::UNDEFINED, ResumeMode::Next)?;
            if generator.state() == GeneratorState::Completed {
                return Ok(Some(true));
            }
            if generator.is_delegating() {
                // The value is an inner result object: unwrap it as the protocol does.
                let Some(result) = value.as_object() else { return Ok(Some(true)) };
                let done = result.get(agent, agent.names.done)?.to_boolean();
                if !done {
                    let value = result.get(agent, agent.names.value)?;
                    insn.set(1, value);
                }
                return Ok(Some(done));
            }
            insn.set(1, value);
            Ok(Some(false))
        }
        _ => Err(agent.throw_type_error("Generator is already running")),
    }
}
