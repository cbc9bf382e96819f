//! Unwinding to the nearest handler, and returns that need more than storing the value.

use super::dispatch::{EXIT_THROW, EXIT_VALUE, Next, Pc, Regs, dispatch, exit};
use super::frame::{Frame, frame_flags};
use crate::Value;
use crate::agent::Agent;

/// Where unwinding leads.
pub(super) enum Landing {
    /// go on there
    Resume(Pc, Regs),
    /// leave the loop with this code
    Exit(u64),
}

/// Finds the handler for the exception in the agent, thrown by the instruction that contains `pc`.
#[cold]
pub(super) unsafe extern "C" fn unwind(pc: Pc, regs: Regs, agent: *mut Agent) -> Next {
    // SAFETY: called by handlers with the running frame; `land` returns positions in verified code.
    unsafe {
        match land(&mut *agent, pc, regs) {
            Landing::Resume(pc, regs) => {
                dispatch!(pc, regs, agent)
            }
            Landing::Exit(code) => exit(code),
        }
    }
}

#[inline(never)]
fn land(agent: &mut Agent, pc: Pc, regs: Regs) -> Landing {
    let (mut pc, mut regs) = (pc, regs);
    loop {
        let frame = Frame(regs);
        if let Some(code) = frame.code() {
            // SAFETY: pc lies in this code.
            let offset = unsafe { pc.offset_from(code.hot.entry.get()) } as u32;
            let handler = code.template.handlers.iter().find(|h| h.start <= offset && offset < h.end);
            if let Some(handler) = handler.filter(|_| !agent.is_terminating()) {
                let exception = std::mem::replace(&mut agent.exception, Value::UNDEFINED);
                frame.set_register(handler.register as usize, exception);
                // SAFETY: the verifier checked the target.
                return Landing::Resume(unsafe { code.hot.entry.get().add(handler.target as usize) }, regs);
            }
        }
        let info = frame.info();
        if info & frame_flags::GENERATOR != 0
            && let Some(landing) = super::generator::generator_threw(agent, frame)
        {
            return landing;
        }
        if info & frame_flags::ASYNC != 0 && !agent.is_terminating() {
            let promise = super::generator::async_function_threw(agent, frame);
            agent.interpreter.result = promise;
            return leave(agent, frame);
        }
        agent.observe_unwinding(regs);
        if info & frame_flags::ENTRY != 0 {
            return Landing::Exit(EXIT_THROW);
        }
        // SAFETY: the return address follows the call instruction.
        pc = unsafe { frame.return_pc().sub(1) };
        regs = frame.caller();
        if info & frame_flags::REALM != 0
            && let Some(code) = Frame(regs).code()
        {
            agent.realm = Some(code.realm);
        }
    }
}

/// A return from a frame with flags; the value is in `agent.interpreter.result`.
#[inline(never)]
pub(super) unsafe extern "C" fn return_special(pc: Pc, regs: Regs, agent: *mut Agent) -> Next {
    // SAFETY: called by the return handlers with the running frame.
    unsafe {
        match finish(&mut *agent, pc, regs) {
            Landing::Resume(pc, regs) => {
                dispatch!(pc, regs, agent)
            }
            Landing::Exit(code) => exit(code),
        }
    }
}

#[inline(never)]
fn finish(agent: &mut Agent, pc: Pc, regs: Regs) -> Landing {
    let frame = Frame(regs);
    let info = frame.info();
    if info & frame_flags::CONSTRUCT != 0 && !agent.interpreter.result.is_object() {
        agent.interpreter.result = frame.register(0);
    }
    if info & (frame_flags::ASYNC | frame_flags::GENERATOR) != 0 {
        (agent.interpreter.pc, agent.interpreter.regs) = (pc, regs);
        let value = std::mem::replace(&mut agent.interpreter.result, Value::UNDEFINED);
        agent.interpreter.result = if info & frame_flags::ASYNC != 0 {
            super::generator::async_function_returned(agent, frame, value)
        } else {
            super::generator::generator_returned(agent, frame, value)
        };
    }
    leave(agent, frame)
}

/// Hands `agent.interpreter.result` to the caller of the frame.
pub(super) fn leave(agent: &mut Agent, frame: Frame) -> Landing {
    let info = frame.info();
    let caller = frame.caller();
    if info & frame_flags::ENTRY != 0 {
        return Landing::Exit(EXIT_VALUE);
    }
    if info & frame_flags::REALM != 0
        && let Some(code) = Frame(caller).code()
    {
        agent.realm = Some(code.realm);
    }
    let value = std::mem::replace(&mut agent.interpreter.result, Value::UNDEFINED);
    Frame(caller).set_register(frame.dst(), value);
    Landing::Resume(frame.return_pc(), caller)
}
