//! Calls: a closure's frame is laid over the caller's window; JavaScript calling JavaScript never recurses on the native stack.

use crate::Value;
use crate::function::{Closure, NativeFunctionObject, call_flags};
use crate::interpreter::call::{construct_forward_slow, enter_special, move_window, prepare_construct, quick_receiver};
use crate::interpreter::dispatch::*;
use crate::interpreter::frame::{Frame, HEADER, frame_flags};
use crate::interpreter::slow::Insn;
use crate::kind::Kind;
use crate::object::AsObject;

/// The slow half of a call: goes on in the callee's frame, or after the instruction if the call is already done.
macro_rules! enter {
    ($callee:expr, $new_target:expr, $window:expr, $argc:expr, $dst:expr, $pc:ident, $regs:ident, $agent:ident) => {{
        let entered = enter_special(&mut *$agent, $callee, $new_target, $window, $argc, $dst, $pc.add(3), $regs);
        let regs = entered.regs;
        if entered.pc.is_null() {
            throw!($pc, regs, $agent)
        }
        dispatch!(entered.pc, regs, $agent)
    }};
}

/// Parameters that got no arguments are undefined.
macro_rules! fill_missing {
    ($window:expr, $argc:expr, $hot:expr) => {{
        let mut i = $argc + 1;
        while i <= $hot.parameter_count.get() {
            *$window.add(i as usize) = Value::UNDEFINED;
            i += 1;
        }
    }};
}

/// Where a frame of `$words` registers goes whose window the caller with `$regs` laid out: there, or, if the caller lies in a heap cell,
/// on top of the register stack. Null if there is no room for certain. The position is published.
macro_rules! window_of {
    ($window:expr, $argc:expr, $words:expr, $regs:ident, $agent:ident) => {{
        let words = $words;
        if !(*$agent).stack.contains($regs) {
            move_window(&*$agent, $window, $argc, words)
        } else if $window.add(words as usize) < (*$agent).stack.limit() {
            $window
        } else {
            std::ptr::null_mut()
        }
    }};
}

/// [[Construct]] with a window laid out: a closure that remembers the shape of its instances needs no look-ups. The position
/// is published.
macro_rules! construct {
    ($callee:expr, $new_target:expr, $window:expr, $argc:expr, $dst:expr, $pc:ident, $regs:ident, $agent:ident) => {{
        if $callee.is_kind(Kind::Closure) {
            let closure = $callee.as_gc_unchecked::<Closure>();
            let code = closure.code;
            let hot = &code.hot;
            if hot.call_flags.get() & !(call_flags::CLASS_CONSTRUCTOR | call_flags::DERIVED) == 0
                && Some(code.realm) == (*$agent).realm
            {
                let window = window_of!($window, $argc, hot.register_count.get(), $regs, $agent);
                let this = if window.is_null() {
                    Value::UNDEFINED
                } else {
                    quick_receiver(&mut *$agent, closure, $new_target)
                };
                if !this.is_undefined() {
                    *window = this;
                    fill_missing!(window, $argc, hot);
                    let frame = Frame(window);
                    let info = $argc as u64 | ($dst as u64) << 32 | frame_flags::CONSTRUCT;
                    frame.init(code.addr() as u64, $callee, $new_target, info);
                    frame.set_return($pc.add(3), $regs);
                    dispatch!(hot.entry.get(), window, $agent)
                }
            }
        }
        check!(prepare_construct(&mut *$agent, $callee, $new_target, $window), $pc, $regs, $agent);
        enter!($callee, $new_target, $window, $argc, $dst, $pc, $regs, $agent)
    }};
}

/// `ConstructForward` with more goes the slow way.
const FEW_ARGUMENTS: u32 = 32;

handlers! {
    call(W, pc, regs, agent) {
        let callee = reg!(regs, operand!(W, pc, 2));
        let argc = word!(pc, 1);
        let callee_regs = regs.add(operand!(W, pc, 3) + HEADER);
        if callee.is_kind(Kind::Closure) {
            let code = callee.as_gc_unchecked::<Closure>().code;
            let hot = &code.hot;
            let end = callee_regs.add(hot.register_count.get() as usize);
            if hot.call_flags.get() == 0 && end < (*agent).stack.limit() && regs.cast_const() >= (*agent).stack.base() && Some(code.realm) == (*agent).realm {
                fill_missing!(callee_regs, argc, hot);
                let frame = Frame(callee_regs);
                frame.init(code.addr() as u64, callee, Value::UNDEFINED, argc as u64 | (operand!(W, pc, 1) as u64) << 32);
                frame.set_return(pc.add(3), regs);
                dispatch!(hot.entry.get(), callee_regs, agent)
            }
        } else if callee.is_kind(Kind::NativeFunction) {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                let native = reg!(regs, operand!(W, pc, 2)).as_gc_unchecked::<NativeFunctionObject>();
                let window = regs.add(operand!(W, pc, 3) + HEADER);
                let result = (*agent).call_native(native, Value::UNDEFINED, window, word!(pc, 1));
                reg!(regs, operand!(W, pc, 1)) = check!(result, pc, regs, agent);
                dispatch!(pc.add(3), regs, agent)
            })
        }
        otherwise!(W, pc, regs, agent, {
            let callee = reg!(regs, operand!(W, pc, 2));
            let argc = word!(pc, 1);
            let window = regs.add(operand!(W, pc, 3) + HEADER);
            publish!(pc, regs, agent);
            if callee.is_kind(Kind::Closure) {
                let code = callee.as_gc_unchecked::<Closure>().code;
                let hot = &code.hot;
                let flags = hot.call_flags.get();
                // An async function, or a call from a frame in a heap cell: what follows its `await`s, or a module's body.
                if flags & !call_flags::ASYNC == 0 && Some(code.realm) == (*agent).realm {
                    let callee_regs = window_of!(window, argc, hot.register_count.get(), regs, agent);
                    if !callee_regs.is_null() {
                        fill_missing!(callee_regs, argc, hot);
                        let frame = Frame(callee_regs);
                        let kind = if flags == 0 { 0 } else { frame_flags::ASYNC };
                        let info = argc as u64 | (operand!(W, pc, 1) as u64) << 32 | kind;
                        frame.init(code.addr() as u64, callee, Value::UNDEFINED, info);
                        frame.set_return(pc.add(3), regs);
                        dispatch!(hot.entry.get(), callee_regs, agent)
                    }
                }
            }
            enter!(callee, Value::UNDEFINED, window, argc, operand!(W, pc, 1), pc, regs, agent)
        })
    }
    direct_eval(W, pc, regs, agent) {
        // Most often the callee is %eval%; anything else is called as usual.
        publish!(pc, regs, agent);
        let callee = reg!(regs, operand!(W, pc, 2));
        if callee.is_kind(Kind::Closure) {
            let window = regs.add(operand!(W, pc, 3) + HEADER);
            let entered = enter_special(&mut *agent, callee, Value::UNDEFINED, window, word!(pc, 1), operand!(W, pc, 1), pc.add(4), regs);
            let regs = entered.regs;
            if entered.pc.is_null() {
                throw!(pc, regs, agent)
            }
            dispatch!(entered.pc, regs, agent)
        }
        check!(super::slow_ops::out_of_line(crate::interpreter::slow::eval::direct_eval, &mut *agent, Insn::new(pc, regs, W)), pc, regs, agent);
        dispatch!(pc.add(4), regs, agent)
    }
    construct(W, pc, regs, agent) {
        let callee = reg!(regs, operand!(W, pc, 2));
        let argc = word!(pc, 1);
        let callee_regs = regs.add(operand!(W, pc, 3) + HEADER);
        publish!(pc, regs, agent);
        construct!(callee, callee, callee_regs, argc, operand!(W, pc, 1), pc, regs, agent)
    }
    construct_super(W, pc, regs, agent) {
        let callee = reg!(regs, operand!(W, pc, 2));
        let argc = word!(pc, 1);
        let new_target = reg!(regs, word!(pc, 2) as usize);
        let callee_regs = regs.add(operand!(W, pc, 3) + HEADER);
        publish!(pc, regs, agent);
        construct!(callee, new_target, callee_regs, argc, operand!(W, pc, 1), pc, regs, agent)
    }
    construct_forward(W, pc, regs, agent) {
        publish!(pc, regs, agent);
        let frame = Frame(regs);
        let (argc, new_target) = (frame.argc(), frame.new_target());
        let callee = frame.function().as_gc_unchecked::<Closure>().as_object().prototype();
        // The scan of the stack reaches that many arguments, wherever the registers end.
        if callee.is_kind(Kind::Closure) && argc <= FEW_ARGUMENTS {
            let closure = callee.as_gc_unchecked::<Closure>();
            let this = quick_receiver(&mut *agent, closure, new_target);
            let code = closure.code;
            let hot = &code.hot;
            let window = regs.add((frame.code_unchecked().hot.register_count.get() as usize).max(argc as usize + 1) + HEADER);
            let end = window.add((hot.register_count.get() as usize).max(argc as usize + 1));
            if !this.is_undefined()
                && hot.call_flags.get() & !(call_flags::CLASS_CONSTRUCTOR | call_flags::DERIVED) == 0
                && end < (*agent).stack.limit()
                && Some(code.realm) == (*agent).realm
            {
                *window = this;
                let mut i = 1;
                while i <= argc {
                    *window.add(i as usize) = *regs.add(i as usize);
                    i += 1;
                }
                while i <= hot.parameter_count.get() {
                    *window.add(i as usize) = Value::UNDEFINED;
                    i += 1;
                }
                let inner = Frame(window);
                let info = argc as u64 | (operand!(W, pc, 1) as u64) << 32 | frame_flags::CONSTRUCT;
                inner.init(code.addr() as u64, callee, new_target, info);
                inner.set_return(pc.add(1), regs);
                dispatch!(hot.entry.get(), window, agent)
            }
        }
        reg!(regs, operand!(W, pc, 1)) = check!(construct_forward_slow(&mut *agent, callee, regs), pc, regs, agent);
        dispatch!(pc.add(1), regs, agent)
    }
    initialize_instance(W, pc, regs, agent) {
        let function = reg!(regs, operand!(W, pc, 2));
        // Constructors that run this instruction are closures.
        let initializer = function.as_gc_unchecked::<Closure>().initializer();
        if initializer.is_kind(Kind::Closure) {
            publish!(pc, regs, agent);
            if !(*agent).stack.contains(regs) {
                // A frame in a heap cell has no room above its registers.
                let this = reg!(regs, operand!(W, pc, 1));
                reg!(regs, operand!(W, pc, 3)) = check!((*agent).call(initializer, this, &[]), pc, regs, agent);
                dispatch!(pc.add(1), regs, agent)
            }
            let window = regs.add(Frame(regs).code_unchecked().hot.register_count.get() as usize + HEADER);
            *window = reg!(regs, operand!(W, pc, 1));
            let entered = enter_special(&mut *agent, initializer, Value::UNDEFINED, window, 0, operand!(W, pc, 3), pc.add(1), regs);
            let regs = entered.regs;
            if entered.pc.is_null() {
                throw!(pc, regs, agent)
            }
            dispatch!(entered.pc, regs, agent)
        }
        dispatch!(pc.add(1), regs, agent)
    }
}
