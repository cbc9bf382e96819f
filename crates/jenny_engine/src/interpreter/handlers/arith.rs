//! Arithmetic and bitwise operations: int32 and double paths inline, the rest in `slow::arith`.

use crate::Value;
use crate::interpreter::dispatch::*;
use crate::interpreter::slow::arith as slow;

/// Both operands as doubles, if both are Numbers.
macro_rules! numbers {
    ($l:ident, $r:ident) => {
        ($l.is_number() && $r.is_number())
    };
}

macro_rules! arithmetic {
    ($($name:ident $checked:ident $op:tt $slow:ident;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
            if l.is_int() && r.is_int() {
                if let Some(v) = l.as_int_unchecked().$checked(r.as_int_unchecked()) {
                    reg!(regs, operand!(W, pc, 1)) = Value::int(v);
                    dispatch!(pc.add(1), regs, agent)
                }
            }
            if numbers!(l, r) {
                reg!(regs, operand!(W, pc, 1)) = Value::number(l.as_f64_unchecked() $op r.as_f64_unchecked());
                dispatch!(pc.add(1), regs, agent)
            }
            otherwise!(W, pc, regs, agent, {
                let l = reg!(regs, operand!(W, pc, 2));
                let r = reg!(regs, operand!(W, pc, 3));
                publish!(pc, regs, agent);
                reg!(regs, operand!(W, pc, 1)) = check!(slow::$slow(&mut *agent, l, r), pc, regs, agent);
                dispatch!(pc.add(1), regs, agent)
            })
        }
    )* } };
}
arithmetic! {
    add checked_add + add;
    sub checked_sub - sub;
}

macro_rules! arithmetic_immediate {
    ($($name:ident $checked:ident $op:tt $slow:ident;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let l = reg!(regs, operand!(W, pc, 2));
            let i = word!(pc, 1) as i32;
            if l.is_int() {
                if let Some(v) = l.as_int_unchecked().$checked(i) {
                    reg!(regs, operand!(W, pc, 1)) = Value::int(v);
                    dispatch!(pc.add(2), regs, agent)
                }
            }
            if l.is_number() {
                reg!(regs, operand!(W, pc, 1)) = Value::number(l.as_f64_unchecked() $op i as f64);
                dispatch!(pc.add(2), regs, agent)
            }
            otherwise!(W, pc, regs, agent, {
                let l = reg!(regs, operand!(W, pc, 2));
                let i = word!(pc, 1) as i32;
                publish!(pc, regs, agent);
                reg!(regs, operand!(W, pc, 1)) = check!(slow::$slow(&mut *agent, l, Value::int(i)), pc, regs, agent);
                dispatch!(pc.add(2), regs, agent)
            })
        }
    )* } };
}
arithmetic_immediate! {
    add_i checked_add + add;
    sub_i checked_sub - sub;
}

/// An int32 product unless it overflows or is -0.
#[inline(always)]
fn int_product(l: i32, r: i32) -> Option<i32> {
    let v = l.checked_mul(r)?;
    (v != 0 || (l | r) >= 0).then_some(v)
}

macro_rules! bitwise {
    ($($name:ident $immediate:ident ($l:ident, $r:ident) $int:expr, $slow:ident;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let (left, right) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
            if left.is_int() && right.is_int() {
                let ($l, $r) = (left.as_int_unchecked(), right.as_int_unchecked());
                reg!(regs, operand!(W, pc, 1)) = $int;
                dispatch!(pc.add(1), regs, agent)
            }
            otherwise!(W, pc, regs, agent, {
                let left = reg!(regs, operand!(W, pc, 2));
                let right = reg!(regs, operand!(W, pc, 3));
                publish!(pc, regs, agent);
                reg!(regs, operand!(W, pc, 1)) = check!(slow::$slow(&mut *agent, left, right), pc, regs, agent);
                dispatch!(pc.add(1), regs, agent)
            })
        }
        $immediate(W, pc, regs, agent) {
            let left = reg!(regs, operand!(W, pc, 2));
            let $r = word!(pc, 1) as i32;
            if left.is_int() {
                let $l = left.as_int_unchecked();
                reg!(regs, operand!(W, pc, 1)) = $int;
                dispatch!(pc.add(2), regs, agent)
            }
            otherwise!(W, pc, regs, agent, {
                let left = reg!(regs, operand!(W, pc, 2));
                let $r = word!(pc, 1) as i32;
                publish!(pc, regs, agent);
                reg!(regs, operand!(W, pc, 1)) = check!(slow::$slow(&mut *agent, left, Value::int($r)), pc, regs, agent);
                dispatch!(pc.add(2), regs, agent)
            })
        }
    )* } };
}
bitwise! {
    bit_and bit_and_i (l, r) Value::int(l & r), bit_and;
    bit_or bit_or_i (l, r) Value::int(l | r), bit_or;
    shl shl_i (l, r) Value::int(l.wrapping_shl(r as u32)), shl;
    shr shr_i (l, r) Value::int(l.wrapping_shr(r as u32)), shr;
    ushr ushr_i (l, r) Value::from((l as u32).wrapping_shr(r as u32)), ushr;
}

handlers! {
    mul(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if l.is_int()
            && r.is_int()
            && let Some(v) = int_product(l.as_int_unchecked(), r.as_int_unchecked())
        {
            reg!(regs, operand!(W, pc, 1)) = Value::int(v);
            dispatch!(pc.add(1), regs, agent)
        }
        if numbers!(l, r) {
            reg!(regs, operand!(W, pc, 1)) = Value::number(l.as_f64_unchecked() * r.as_f64_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let l = reg!(regs, operand!(W, pc, 2));
            let r = reg!(regs, operand!(W, pc, 3));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::mul(&mut *agent, l, r), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    mul_i(W, pc, regs, agent) {
        let l = reg!(regs, operand!(W, pc, 2));
        let i = word!(pc, 1) as i32;
        if l.is_int()
            && let Some(v) = int_product(l.as_int_unchecked(), i)
        {
            reg!(regs, operand!(W, pc, 1)) = Value::int(v);
            dispatch!(pc.add(2), regs, agent)
        }
        if l.is_number() {
            reg!(regs, operand!(W, pc, 1)) = Value::number(l.as_f64_unchecked() * i as f64);
            dispatch!(pc.add(2), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let l = reg!(regs, operand!(W, pc, 2));
            let i = word!(pc, 1) as i32;
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::mul(&mut *agent, l, Value::int(i)), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    div(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if numbers!(l, r) {
            reg!(regs, operand!(W, pc, 1)) = Value::number(l.as_f64_unchecked() / r.as_f64_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let l = reg!(regs, operand!(W, pc, 2));
            let r = reg!(regs, operand!(W, pc, 3));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::div(&mut *agent, l, r), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    modulo(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if l.is_int() && r.is_int() && l.as_int_unchecked() >= 0 && r.as_int_unchecked() > 0 {
            reg!(regs, operand!(W, pc, 1)) = Value::int(l.as_int_unchecked() % r.as_int_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let l = reg!(regs, operand!(W, pc, 2));
            let r = reg!(regs, operand!(W, pc, 3));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::modulo(&mut *agent, l, r), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    mod_i(W, pc, regs, agent) {
        let l = reg!(regs, operand!(W, pc, 2));
        let i = word!(pc, 1) as i32;
        if l.is_int() && l.as_int_unchecked() >= 0 && i > 0 {
            reg!(regs, operand!(W, pc, 1)) = Value::int(l.as_int_unchecked() % i);
            dispatch!(pc.add(2), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let l = reg!(regs, operand!(W, pc, 2));
            let i = word!(pc, 1) as i32;
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::modulo(&mut *agent, l, Value::int(i)), pc, regs, agent);
            dispatch!(pc.add(2), regs, agent)
        })
    }
    exp(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        publish!(pc, regs, agent);
        reg!(regs, operand!(W, pc, 1)) = check!(slow::exp(&mut *agent, l, r), pc, regs, agent);
        dispatch!(pc.add(1), regs, agent)
    }
    bit_xor(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        if l.is_int() && r.is_int() {
            reg!(regs, operand!(W, pc, 1)) = Value::int(l.as_int_unchecked() ^ r.as_int_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let l = reg!(regs, operand!(W, pc, 2));
            let r = reg!(regs, operand!(W, pc, 3));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::bit_xor(&mut *agent, l, r), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    neg(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_int() && v.as_int_unchecked() != 0 && v.as_int_unchecked() != i32::MIN {
            reg!(regs, operand!(W, pc, 1)) = Value::int(-v.as_int_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        if v.is_number() {
            reg!(regs, operand!(W, pc, 1)) = Value::number(-v.as_f64_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::neg(&mut *agent, v), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    to_number(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_number() {
            reg!(regs, operand!(W, pc, 1)) = v;
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::to_number(&mut *agent, v), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    to_numeric(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_number() {
            reg!(regs, operand!(W, pc, 1)) = v;
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(v.to_numeric(&mut *agent), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    inc(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_int() && v.as_int_unchecked() != i32::MAX {
            reg!(regs, operand!(W, pc, 1)) = Value::int(v.as_int_unchecked() + 1);
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::increment(&mut *agent, v, 1), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    dec(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_int() && v.as_int_unchecked() != i32::MIN {
            reg!(regs, operand!(W, pc, 1)) = Value::int(v.as_int_unchecked() - 1);
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::increment(&mut *agent, v, -1), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    bit_not(W, pc, regs, agent) {
        let v = reg!(regs, operand!(W, pc, 2));
        if v.is_int() {
            reg!(regs, operand!(W, pc, 1)) = Value::int(!v.as_int_unchecked());
            dispatch!(pc.add(1), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let v = reg!(regs, operand!(W, pc, 2));
            publish!(pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = check!(slow::bit_not(&mut *agent, v), pc, regs, agent);
            dispatch!(pc.add(1), regs, agent)
        })
    }
    not(W, pc, regs, agent) {
        reg!(regs, operand!(W, pc, 1)) = Value::bool(!reg!(regs, operand!(W, pc, 2)).to_boolean());
        dispatch!(pc.add(1), regs, agent)
    }
}
