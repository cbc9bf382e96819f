//! Jumps and returns.

use crate::interpreter::dispatch::*;
use crate::interpreter::frame::{Frame, frame_flags};
use crate::object::flags;

macro_rules! conditional {
    ($($name:ident $v:ident $condition:expr;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let $v = reg!(regs, operand!(W, pc, 1));
            if $condition { dispatch!(target!(pc, 1), regs, agent) }
            dispatch!(pc.add(2), regs, agent)
        }
    )* } };
}
conditional! {
    jump_if_nullish v v.is_nullish();
    jump_if_not_nullish v !v.is_nullish();
    jump_if_undefined v v.is_undefined();
    jump_if_not_undefined v !v.is_undefined();
    jump_if_empty v v.is_empty();
    jump_if_not_empty v !v.is_empty();
}

/// Jumps if the value, as a boolean, is the one given; doubles, strings and BigInts take the other half.
macro_rules! by_boolean {
    ($($name:ident $wanted:literal;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let v = reg!(regs, operand!(W, pc, 1));
            let truth = if v.is_bool() {
                v.is_true()
            } else if v.is_int() {
                v.as_int_unchecked() != 0
            } else if v.is_nullish() {
                false
            } else if let Some(object) = v.as_object() {
                !object.has_flag(flags::IS_HTMLDDA)
            } else {
                otherwise!(W, pc, regs, agent, {
                    let v = reg!(regs, operand!(W, pc, 1));
                    if v.to_boolean() == $wanted { dispatch!(target!(pc, 1), regs, agent) }
                    dispatch!(pc.add(2), regs, agent)
                })
            };
            if truth == $wanted { dispatch!(target!(pc, 1), regs, agent) }
            dispatch!(pc.add(2), regs, agent)
        }
    )* } };
}
by_boolean! {
    jump_if_true true;
    jump_if_false false;
}

handlers! {
    jump(W, pc, regs, agent) {
        dispatch!(target!(pc, 1), regs, agent)
    }
    loop_jump(W, pc, regs, agent) {
        if (*agent).interrupts.pending() != 0 || (*agent).heap.has_news_of_exhaustion() {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                check!((*agent).handle_interrupts(), pc, regs, agent);
                dispatch!(target!(pc, 1), regs, agent)
            })
        }
        dispatch!(target!(pc, 1), regs, agent)
    }
    debugger(W, pc, regs, agent) {
        if (*agent).observing {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                (*agent).observe_statement();
                dispatch!(pc.add(1), regs, agent)
            })
        }
        dispatch!(pc.add(1), regs, agent)
    }
    ret(W, pc, regs, agent) {
        let value = reg!(regs, operand!(W, pc, 1));
        let frame = Frame(regs);
        let info = frame.info();
        let flags = info & frame_flags::ANY;
        if flags != 0 {
            if flags == frame_flags::ENTRY {
                (*agent).interpreter.result = value;
                return exit(EXIT_VALUE);
            }
            if flags == frame_flags::CONSTRUCT {
                let caller = frame.caller();
                *caller.add((info >> 32) as u16 as usize) = if value.is_object() { value } else { reg!(regs, 0) };
                dispatch!(frame.return_pc(), caller, agent)
            }
            (*agent).interpreter.result = value;
            return crate::interpreter::unwind::return_special(pc, regs, agent);
        }
        let caller = frame.caller();
        *caller.add((info >> 32) as usize) = value;
        dispatch!(frame.return_pc(), caller, agent)
    }
    ret_derived(W, pc, regs, agent) {
        let (value, this) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        publish!(pc, regs, agent);
        (*agent).interpreter.result = check!(crate::interpreter::slow::class::derived_result(&mut *agent, value, this), pc, regs, agent);
        return crate::interpreter::unwind::return_special(pc, regs, agent);
    }
    throw(W, pc, regs, agent) {
        (*agent).exception = reg!(regs, operand!(W, pc, 1));
        publish!(pc, regs, agent);
        throw!(pc, regs, agent)
    }
}
