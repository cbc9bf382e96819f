//! Comparisons, alone and fused with jumps.

use crate::Value;
use crate::interpreter::dispatch::*;
use crate::interpreter::slow::compare as slow;
use crate::operations::is_strictly_equal;

macro_rules! relational {
    ($($name:ident $jump:ident $jump_not:ident $jump_i:ident $jump_not_i:ident $op:tt;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
            let result = if l.is_int() && r.is_int() {
                l.as_int_unchecked() $op r.as_int_unchecked()
            } else if l.is_number() && r.is_number() {
                l.as_f64_unchecked() $op r.as_f64_unchecked()
            } else {
                otherwise!(W, pc, regs, agent, {
                    let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
                    publish!(pc, regs, agent);
                    let result = check!(slow::$name(&mut *agent, l, r), pc, regs, agent);
                    reg!(regs, operand!(W, pc, 1)) = Value::bool(result);
                    dispatch!(pc.add(1), regs, agent)
                })
            };
            reg!(regs, operand!(W, pc, 1)) = Value::bool(result);
            dispatch!(pc.add(1), regs, agent)
        }
        $jump(W, pc, regs, agent) {
            let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let result = if l.is_int() && r.is_int() {
                l.as_int_unchecked() $op r.as_int_unchecked()
            } else if l.is_number() && r.is_number() {
                l.as_f64_unchecked() $op r.as_f64_unchecked()
            } else {
                otherwise!(W, pc, regs, agent, {
                    let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
                    publish!(pc, regs, agent);
                    let result = check!(slow::$name(&mut *agent, l, r), pc, regs, agent);
                    if result { dispatch!(target!(pc, 1), regs, agent) }
                    dispatch!(pc.add(2), regs, agent)
                })
            };
            if result { dispatch!(target!(pc, 1), regs, agent) }
            dispatch!(pc.add(2), regs, agent)
        }
        $jump_not(W, pc, regs, agent) {
            let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let result = if l.is_int() && r.is_int() {
                l.as_int_unchecked() $op r.as_int_unchecked()
            } else if l.is_number() && r.is_number() {
                l.as_f64_unchecked() $op r.as_f64_unchecked()
            } else {
                otherwise!(W, pc, regs, agent, {
                    let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
                    publish!(pc, regs, agent);
                    let result = check!(slow::$name(&mut *agent, l, r), pc, regs, agent);
                    if !result { dispatch!(target!(pc, 1), regs, agent) }
                    dispatch!(pc.add(2), regs, agent)
                })
            };
            if !result { dispatch!(target!(pc, 1), regs, agent) }
            dispatch!(pc.add(2), regs, agent)
        }
        $jump_i(W, pc, regs, agent) {
            let (l, i) = (reg!(regs, operand!(W, pc, 1)), word!(pc, 1) as i32);
            let result = if l.is_int() {
                l.as_int_unchecked() $op i
            } else if l.is_double() {
                l.as_double_unchecked() $op i as f64
            } else {
                otherwise!(W, pc, regs, agent, {
                    let (l, i) = (reg!(regs, operand!(W, pc, 1)), word!(pc, 1) as i32);
                    publish!(pc, regs, agent);
                    let result = check!(slow::$name(&mut *agent, l, Value::int(i)), pc, regs, agent);
                    if result { dispatch!(target!(pc, 2), regs, agent) }
                    dispatch!(pc.add(3), regs, agent)
                })
            };
            if result { dispatch!(target!(pc, 2), regs, agent) }
            dispatch!(pc.add(3), regs, agent)
        }
        $jump_not_i(W, pc, regs, agent) {
            let (l, i) = (reg!(regs, operand!(W, pc, 1)), word!(pc, 1) as i32);
            let result = if l.is_int() {
                l.as_int_unchecked() $op i
            } else if l.is_double() {
                l.as_double_unchecked() $op i as f64
            } else {
                otherwise!(W, pc, regs, agent, {
                    let (l, i) = (reg!(regs, operand!(W, pc, 1)), word!(pc, 1) as i32);
                    publish!(pc, regs, agent);
                    let result = check!(slow::$name(&mut *agent, l, Value::int(i)), pc, regs, agent);
                    if !result { dispatch!(target!(pc, 2), regs, agent) }
                    dispatch!(pc.add(3), regs, agent)
                })
            };
            if !result { dispatch!(target!(pc, 2), regs, agent) }
            dispatch!(pc.add(3), regs, agent)
        }
    )* } };
}
relational! {
    lt jump_lt jump_not_lt jump_lt_i jump_not_lt_i <;
    le jump_le jump_not_le jump_le_i jump_not_le_i <=;
    gt jump_gt jump_not_gt jump_gt_i jump_not_gt_i >;
    ge jump_ge jump_not_ge jump_ge_i jump_not_ge_i >=;
}

macro_rules! equality {
    ($($name:ident $jump:ident $negated:literal;)*) => { handlers! { $(
        $name(W, pc, regs, agent) {
            let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
            let result = match quick_loose(l, r) {
                Quick::Yes => true,
                Quick::No => false,
                Quick::Unknown => otherwise!(W, pc, regs, agent, {
                    let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
                    publish!(pc, regs, agent);
                    let result = check!(slow::loosely_equal(&mut *agent, l, r), pc, regs, agent);
                    reg!(regs, operand!(W, pc, 1)) = Value::bool(result != $negated);
                    dispatch!(pc.add(1), regs, agent)
                }),
            };
            reg!(regs, operand!(W, pc, 1)) = Value::bool(result != $negated);
            dispatch!(pc.add(1), regs, agent)
        }
        $jump(W, pc, regs, agent) {
            let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
            let result = match quick_loose(l, r) {
                Quick::Yes => true,
                Quick::No => false,
                Quick::Unknown => otherwise!(W, pc, regs, agent, {
                    let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
                    publish!(pc, regs, agent);
                    let result = check!(slow::loosely_equal(&mut *agent, l, r), pc, regs, agent);
                    if result != $negated { dispatch!(target!(pc, 1), regs, agent) }
                    dispatch!(pc.add(2), regs, agent)
                }),
            };
            if result != $negated { dispatch!(target!(pc, 1), regs, agent) }
            dispatch!(pc.add(2), regs, agent)
        }
    )* } };
}
equality! {
    eq jump_eq false;
    ne jump_ne true;
}

/// What a comparison that looks at no cell's content can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quick {
    Yes,
    No,
    Unknown,
}

/// IsStrictlyEqual but for two cells that may be strings or BigInts.
#[inline(always)]
fn quick_strict(l: Value, r: Value) -> Quick {
    let answer = if l.is_number() && r.is_number() {
        if l.is_int() && r.is_int() { l == r } else { l.as_f64_unchecked() == r.as_f64_unchecked() }
    } else if l == r {
        true
    } else if l.is_cell() && r.is_cell() {
        return Quick::Unknown;
    } else {
        false
    };
    if answer { Quick::Yes } else { Quick::No }
}

/// IsLooselyEqual of Numbers, of the same value, and of an immediate that is not converted.
#[inline(always)]
fn quick_loose(l: Value, r: Value) -> Quick {
    if l.is_number() && r.is_number() {
        return quick_strict(l, r);
    }
    if l == r { Quick::Yes } else { Quick::Unknown }
}

handlers! {
    strict_eq(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        let result = match quick_strict(l, r) {
            Quick::Yes => true,
            Quick::No => false,
            Quick::Unknown => otherwise!(W, pc, regs, agent, {
                let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
                reg!(regs, operand!(W, pc, 1)) = Value::bool(is_strictly_equal(l, r));
                dispatch!(pc.add(1), regs, agent)
            }),
        };
        reg!(regs, operand!(W, pc, 1)) = Value::bool(result);
        dispatch!(pc.add(1), regs, agent)
    }
    strict_ne(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
        let result = match quick_strict(l, r) {
            Quick::Yes => true,
            Quick::No => false,
            Quick::Unknown => otherwise!(W, pc, regs, agent, {
                let (l, r) = (reg!(regs, operand!(W, pc, 2)), reg!(regs, operand!(W, pc, 3)));
                reg!(regs, operand!(W, pc, 1)) = Value::bool(!is_strictly_equal(l, r));
                dispatch!(pc.add(1), regs, agent)
            }),
        };
        reg!(regs, operand!(W, pc, 1)) = Value::bool(!result);
        dispatch!(pc.add(1), regs, agent)
    }
    jump_strict_eq(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        let result = match quick_strict(l, r) {
            Quick::Yes => true,
            Quick::No => false,
            Quick::Unknown => otherwise!(W, pc, regs, agent, {
                let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
                if is_strictly_equal(l, r) { dispatch!(target!(pc, 1), regs, agent) }
                dispatch!(pc.add(2), regs, agent)
            }),
        };
        if result { dispatch!(target!(pc, 1), regs, agent) }
        dispatch!(pc.add(2), regs, agent)
    }
    jump_strict_ne(W, pc, regs, agent) {
        let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
        let result = match quick_strict(l, r) {
            Quick::Yes => true,
            Quick::No => false,
            Quick::Unknown => otherwise!(W, pc, regs, agent, {
                let (l, r) = (reg!(regs, operand!(W, pc, 1)), reg!(regs, operand!(W, pc, 2)));
                if !is_strictly_equal(l, r) { dispatch!(target!(pc, 1), regs, agent) }
                dispatch!(pc.add(2), regs, agent)
            }),
        };
        if !result { dispatch!(target!(pc, 1), regs, agent) }
        dispatch!(pc.add(2), regs, agent)
    }
    jump_strict_eq_i(W, pc, regs, agent) {
        let (l, i) = (reg!(regs, operand!(W, pc, 1)), Value::int(word!(pc, 1) as i32));
        if quick_strict(l, i) == Quick::Yes { dispatch!(target!(pc, 2), regs, agent) }
        dispatch!(pc.add(3), regs, agent)
    }
    jump_strict_ne_i(W, pc, regs, agent) {
        let (l, i) = (reg!(regs, operand!(W, pc, 1)), Value::int(word!(pc, 1) as i32));
        if quick_strict(l, i) != Quick::Yes { dispatch!(target!(pc, 2), regs, agent) }
        dispatch!(pc.add(3), regs, agent)
    }
}
