//! Loads and moves.

use crate::Value;
use crate::interpreter::dispatch::*;
use crate::interpreter::frame::Frame;

handlers! {
    wide_prefix(W, pc, regs, agent) {
        let pc = pc.add(1);
        #[cfg(not(debug_assertions))]
        return WIDE_HANDLERS[(*pc as u8) as usize](pc, regs, agent);
        #[cfg(debug_assertions)]
        return WIDE_HANDLERS[(*pc as u8) as usize](pc, regs, agent);
    }
    load_undefined(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::UNDEFINED;
        dispatch!(pc.add(1), regs, agent)
    }
    load_null(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::NULL;
        dispatch!(pc.add(1), regs, agent)
    }
    load_true(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::TRUE;
        dispatch!(pc.add(1), regs, agent)
    }
    load_false(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::FALSE;
        dispatch!(pc.add(1), regs, agent)
    }
    load_empty(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::EMPTY;
        dispatch!(pc.add(1), regs, agent)
    }
    load_int(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::int(word!(pc, 1) as i32);
        dispatch!(pc.add(2), regs, agent)
    }
    load_const(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = *Frame(regs).code_unchecked().hot.constants.get().add(word!(pc, 1) as usize);
        dispatch!(pc.add(2), regs, agent)
    }
    mov(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = reg!(regs, operand!(W, pc, 2));
        dispatch!(pc.add(1), regs, agent)
    }
    load_callee(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Frame(regs).function();
        dispatch!(pc.add(1), regs, agent)
    }
    load_new_target(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Frame(regs).new_target();
        dispatch!(pc.add(1), regs, agent)
    }
    load_argument_count(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::int(Frame(regs).argc() as i32);
        dispatch!(pc.add(1), regs, agent)
    }
    load_function_scope(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Frame(regs).function().as_gc_unchecked::<crate::function::Closure>().scope();
        dispatch!(pc.add(1), regs, agent)
    }
    load_home_object(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Frame(regs).function().as_gc_unchecked::<crate::function::Closure>().home();
        dispatch!(pc.add(1), regs, agent)
    }
    load_global_this(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = (*agent).realm().global_this();
        dispatch!(pc.add(1), regs, agent)
    }
    coerce_this(W, pc, regs, agent) {
        let this = reg!(regs, 0);
        if !this.is_object() {
            publish!(pc, regs, agent);
            let agent = &mut *agent;
            reg!(regs, 0) = if this.is_nullish() { agent.realm().global_this() } else { agent.wrap_primitive(this).into() };
        }
        dispatch!(pc.add(1), regs, agent)
    }
}
