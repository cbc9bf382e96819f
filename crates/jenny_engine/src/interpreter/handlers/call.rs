//! Calls: a closure's frame is laid over the caller's window; JavaScript calling JavaScript never recurses on the native stack.

use crate::Value;
use crate::function::{Closure, NativeFunctionObject};
use crate::interpreter::call::{enter_special, prepare_construct};
use crate::interpreter::dispatch::*;
use crate::interpreter::frame::{Frame, HEADER};
use crate::kind::Kind;

/// The slow half of a call: goes on in the callee's frame, or after the instruction if the call is already done.
macro_rules! enter {
    ($callee:expr, $new_target:expr, $window:expr, $argc:expr, $dst:expr, $pc:ident, $regs:ident, $agent:ident) => {{
        let entered = enter_special(&mut *$agent, $callee, $new_target, $window, $argc, $dst, $pc.add(3), $regs);
        if entered.pc.is_null() {
            throw!($pc, $regs, $agent)
        }
        dispatch!(entered.pc, entered.regs, $agent)
    }};
}

handlers! {
    call(W, pc, regs, agent) {
        let callee = reg!(regs, operand!(W, pc, 2));
        let argc = word!(pc, 1);
        let callee_regs = regs.add(operand!(W, pc, 3) + HEADER);
        if callee.is_kind(Kind::Closure) {
            let code = callee.as_gc_unchecked::<Closure>().code;
            let hot = &code.hot;
            let end = callee_regs.add(hot.register_count as usize);
            if hot.call_flags == 0 && end < (*agent).stack.limit && regs.cast_const() >= (*agent).stack.base() && Some(code.realm) == (*agent).realm {
                let mut i = argc + 1;
                while i <= hot.parameter_count {
                    *callee_regs.add(i as usize) = Value::UNDEFINED;
                    i += 1;
                }
                let frame = Frame(callee_regs);
                frame.init(code.addr() as u64, callee, Value::UNDEFINED, argc as u64 | (operand!(W, pc, 1) as u64) << 32);
                frame.set_return(pc.add(3), regs);
                dispatch!(hot.entry, callee_regs, agent)
            }
        } else if callee.is_kind(Kind::NativeFunction) {
            publish!(pc, regs, agent);
            let native = callee.as_gc_unchecked::<NativeFunctionObject>();
            reg!(regs, operand!(W, pc, 1)) = check!((*agent).call_native(native, Value::UNDEFINED, callee_regs, argc), pc, regs, agent);
            dispatch!(pc.add(3), regs, agent)
        }
        publish!(pc, regs, agent);
        enter!(callee, Value::UNDEFINED, callee_regs, argc, operand!(W, pc, 1), pc, regs, agent)
    }
    construct(W, pc, regs, agent) {
        let callee = reg!(regs, operand!(W, pc, 2));
        let argc = word!(pc, 1);
        let callee_regs = regs.add(operand!(W, pc, 3) + HEADER);
        publish!(pc, regs, agent);
        let cache = &*Frame(regs).code_unchecked().hot.caches.add(word!(pc, 2) as usize);
        check!(prepare_construct(&mut *agent, callee, callee, callee_regs, Some(cache)), pc, regs, agent);
        enter!(callee, callee, callee_regs, argc, operand!(W, pc, 1), pc, regs, agent)
    }
    construct_super(W, pc, regs, agent) {
        let callee = reg!(regs, operand!(W, pc, 2));
        let argc = word!(pc, 1);
        let new_target = reg!(regs, word!(pc, 2) as usize);
        let callee_regs = regs.add(operand!(W, pc, 3) + HEADER);
        publish!(pc, regs, agent);
        check!(prepare_construct(&mut *agent, callee, new_target, callee_regs, None), pc, regs, agent);
        enter!(callee, new_target, callee_regs, argc, operand!(W, pc, 1), pc, regs, agent)
    }
}
