//! Dispatch: every handler is written once; in release builds handlers tail-call each other, in debug builds a loop calls them.
//!
//! In a release build each handler ends in a call in tail position to the next one with the same signature, which LLVM turns
//! into a jump (an `extern "C"` sibling call; no handler has locals with destructors or whose address escapes). With debug
//! assertions, the handler returns where to go on and `run` loops, so no optimisation is relied upon.

use super::handlers::{
    arith::*, binding::*, call::*, compare::*, control::*, generator::*, load::*, property::*, slow_ops::*,
};
use crate::agent::Agent;
use crate::{JsResult, Throw, Value};

/// Instruction pointer.
pub type Pc = *const u32;
/// Register 0 of the running frame.
pub type Regs = *mut Value;

/// What a handler returns.
#[cfg(not(debug_assertions))]
pub type Next = u64;
/// What a handler returns.
#[cfg(debug_assertions)]
#[repr(C)]
pub struct Next {
    pc: Pc,
    regs: Regs,
}

/// A handler.
pub type Handler = unsafe extern "C" fn(Pc, Regs, *mut Agent) -> Next;

/// Leaves the loop with a value in `agent.interpreter.result`.
pub const EXIT_VALUE: u64 = 0;
/// Leaves the loop with an exception.
pub const EXIT_THROW: u64 = 1;

macro_rules! table {
    ($($name:ident $method:ident),*) => {
        pub(super) static HANDLERS: [Handler; 256] = {
            let mut t: [Handler; 256] = [invalid; 256];
            let all: &[Handler] = &[$($method::<false>),*];
            let mut i = 0;
            while i < all.len() { t[i] = all[i]; i += 1; }
            t
        };
        pub(super) static WIDE_HANDLERS: [Handler; 256] = {
            let mut t: [Handler; 256] = [invalid; 256];
            let all: &[Handler] = &[$($method::<true>),*];
            let mut i = 0;
            while i < all.len() { t[i] = all[i]; i += 1; }
            t
        };
    };
}
jenny_bytecode::for_each_op!(table);

unsafe extern "C" fn invalid(_: Pc, _: Regs, agent: *mut Agent) -> Next {
    // The verifier refuses such code; to stop is the only safe thing if it ever gets here.
    // SAFETY: the agent pointer is the running agent.
    unsafe { (*agent).exception = Value::EMPTY };
    exit(EXIT_THROW)
}

/// Goes on at `pc`.
#[cfg(not(debug_assertions))]
macro_rules! dispatch {
    ($pc:expr, $regs:expr, $agent:expr) => {{
        let pc: $crate::interpreter::dispatch::Pc = $pc;
        let handler = $crate::interpreter::dispatch::HANDLERS[(*pc as u8) as usize];
        return handler(pc, $regs, $agent);
    }};
}
/// Goes on at `pc`.
#[cfg(debug_assertions)]
macro_rules! dispatch {
    ($pc:expr, $regs:expr, $agent:expr) => {{
        let _ = $agent;
        return $crate::interpreter::dispatch::go_on($pc, $regs);
    }};
}

#[cfg(debug_assertions)]
#[inline(always)]
pub(super) fn go_on(pc: Pc, regs: Regs) -> Next {
    Next { pc, regs }
}

/// Leaves the loop.
#[cfg(not(debug_assertions))]
#[inline(always)]
pub(super) fn exit(code: u64) -> Next {
    code
}
/// Leaves the loop.
#[cfg(debug_assertions)]
#[inline(always)]
pub(super) fn exit(code: u64) -> Next {
    Next { pc: std::ptr::null(), regs: code as Regs }
}

/// A byte operand: 1, 2 or 3.
macro_rules! operand {
    ($W:ident, $pc:ident, $i:literal) => {{
        let low = (*$pc >> (8 * $i)) & 0xff;
        (if $W { low | ((*$pc.sub(1) >> (8 * $i)) & 0xff) << 8 } else { low }) as usize
    }};
}
/// A register, as a place.
macro_rules! reg {
    ($regs:ident, $i:expr) => {
        *$regs.add($i)
    };
}
/// A word operand: 1, 2...
macro_rules! word {
    ($pc:ident, $i:literal) => {
        *$pc.add($i)
    };
}
/// Where a jump in word operand `$i` goes.
macro_rules! target {
    ($pc:ident, $i:literal) => {
        $pc.offset(*$pc.add($i) as i32 as isize)
    };
}
/// Tells the agent where execution is, before anything that may allocate, throw or call.
macro_rules! publish {
    ($pc:ident, $regs:ident, $agent:ident) => {
        (*$agent).interpreter.pc = $pc;
        (*$agent).interpreter.regs = $regs;
    };
}
/// Unwinds to the nearest handler; the exception is in the agent.
macro_rules! throw {
    ($pc:ident, $regs:ident, $agent:ident) => {
        return $crate::interpreter::unwind::unwind($pc, $regs, $agent)
    };
}
/// The value of a result, or unwinding.
macro_rules! check {
    ($result:expr, $pc:ident, $regs:ident, $agent:ident) => {
        match $result {
            Ok(value) => value,
            Err(_) => throw!($pc, $regs, $agent),
        }
    };
}
/// Goes on in a function of its own, with what the rest of a handler does when its fast path does not apply. A fast path
/// without calls needs no stack frame, so it saves and restores no registers.
macro_rules! otherwise {
    ($W:ident, $pc:ident, $regs:ident, $agent:ident, $body:block) => {{
        #[inline(never)]
        unsafe extern "C" fn half<const $W: bool>(
            $pc: $crate::interpreter::dispatch::Pc,
            $regs: $crate::interpreter::dispatch::Regs,
            $agent: *mut $crate::agent::Agent,
        ) -> $crate::interpreter::dispatch::Next {
            // SAFETY: called by the handler around it with its own arguments.
            unsafe { $body }
        }
        return half::<$W>($pc, $regs, $agent);
    }};
}
/// Defines handlers: `name(W, pc, regs, agent) { body }`; the body ends in dispatch!, throw! or exit.
macro_rules! handlers {
    ($( $(#[$attr:meta])* $name:ident ($W:ident, $pc:ident, $regs:ident, $agent:ident) $body:block )*) => {
        $(
            $(#[$attr])*
            /// # Safety
            /// Called by dispatch only: `pc` points into verified code, `regs` at the running frame, `agent` at its agent.
            #[allow(unused_unsafe, clippy::macro_metavars_in_unsafe)]
            pub unsafe extern "C" fn $name<const $W: bool>(
                $pc: $crate::interpreter::dispatch::Pc,
                $regs: $crate::interpreter::dispatch::Regs,
                $agent: *mut $crate::agent::Agent,
            ) -> $crate::interpreter::dispatch::Next {
                // SAFETY: see above; registers named by verified code lie in the frame.
                unsafe { $body }
            }
        )*
    };
}
pub(super) use {check, dispatch, handlers, operand, otherwise, publish, reg, target, throw, word};

/// Runs from `pc` until the entry frame returns or throws.
/// `throws`: begin by throwing the agent's exception there.
pub(super) fn run(agent: &mut Agent, pc: Pc, regs: Regs, throws: bool) -> JsResult<Value> {
    agent.check_native_stack()?;
    let saved = (agent.interpreter.pc, agent.interpreter.regs);
    let code = run_loop(pc, regs, agent, throws);
    (agent.interpreter.pc, agent.interpreter.regs) = saved;
    if code == EXIT_VALUE {
        Ok(std::mem::replace(&mut agent.interpreter.result, Value::UNDEFINED))
    } else {
        Err(Throw(()))
    }
}

/// As `run`, for a caller that has checked the native stack and restores the agent's position.
#[inline]
pub(super) fn run_entered(agent: &mut Agent, pc: Pc, regs: Regs) -> JsResult<Value> {
    if run_loop(pc, regs, agent, false) == EXIT_VALUE {
        Ok(std::mem::replace(&mut agent.interpreter.result, Value::UNDEFINED))
    } else {
        Err(Throw(()))
    }
}

#[cfg(not(debug_assertions))]
fn run_loop(pc: Pc, regs: Regs, agent: *mut Agent, throws: bool) -> u64 {
    // SAFETY: the caller set up a frame of verified code.
    unsafe {
        if throws { super::unwind::unwind(pc, regs, agent) } else { HANDLERS[(*pc as u8) as usize](pc, regs, agent) }
    }
}

#[cfg(debug_assertions)]
fn run_loop(pc: Pc, regs: Regs, agent: *mut Agent, throws: bool) -> u64 {
    let (mut pc, mut regs) = (pc, regs);
    if throws {
        // SAFETY: as below.
        let next = unsafe { super::unwind::unwind(pc, regs, agent) };
        if next.pc.is_null() {
            return next.regs as u64;
        }
        (pc, regs) = (next.pc, next.regs);
    }
    loop {
        // SAFETY: the caller set up a frame of verified code; handlers return positions in such code.
        let next = unsafe { HANDLERS[(*pc as u8) as usize](pc, regs, agent) };
        if next.pc.is_null() {
            return next.regs as u64;
        }
        (pc, regs) = (next.pc, next.regs);
    }
}
