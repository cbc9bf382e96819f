//! Bindings: heap scopes and globals.

use crate::Value;
use crate::environment::{ImportBinding, Scope, WithScope};
use crate::inline_cache::Way;
use crate::interpreter::dispatch::*;
use crate::interpreter::frame::Frame;
use crate::interpreter::slow::binding as slow;
use crate::kind::Kind;
use jenny_gc::Gc;

/// The scope `depth` hops out.
#[inline(always)]
pub(in crate::interpreter) unsafe fn scope_at(scope: Value, depth: usize) -> Gc<Scope> {
    let mut scope = scope;
    for _ in 0..depth {
        // SAFETY: the compiler counts hops over scopes that exist; each is a Scope or a WithScope.
        scope = unsafe {
            if scope.is_kind(Kind::Scope) {
                scope.as_gc_unchecked::<Scope>().parent()
            } else {
                scope.as_gc_unchecked::<WithScope>().parent()
            }
        };
    }
    // SAFETY: as above.
    unsafe { scope.as_gc_unchecked() }
}

handlers! {
    get_scoped(W, pc, regs, agent) {
        let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
        reg!(regs, operand!(W, pc, 1)) = scope.get(word!(pc, 1));
        dispatch!(pc.add(2), regs, agent)
    }
    get_scoped_checked(W, pc, regs, agent) {
        let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
        let value = scope.get(word!(pc, 1));
        if value.is_empty() {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                slow::throw_tdz(&mut *agent, *Frame(regs).code_unchecked().hot.constants.get().add(word!(pc, 2) as usize));
                throw!(pc, regs, agent)
            })
        }
        reg!(regs, operand!(W, pc, 1)) = value;
        dispatch!(pc.add(3), regs, agent)
    }
    get_import(W, pc, regs, agent) {
        let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
        let mut value = scope.get(word!(pc, 1));
        if value.is_kind(Kind::ImportBinding) {
            value = value.as_gc_unchecked::<ImportBinding>().get();
        }
        if value.is_empty() {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                slow::throw_tdz(&mut *agent, *Frame(regs).code_unchecked().hot.constants.get().add(word!(pc, 2) as usize));
                throw!(pc, regs, agent)
            })
        }
        reg!(regs, operand!(W, pc, 1)) = value;
        dispatch!(pc.add(3), regs, agent)
    }
    set_scoped(W, pc, regs, agent) {
        let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
        if jenny_gc::is_logged_or_new(scope.header()) {
            scope.set(word!(pc, 1), reg!(regs, operand!(W, pc, 1)));
            dispatch!(pc.add(2), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
            scope.set(word!(pc, 1), reg!(regs, operand!(W, pc, 1)));
            dispatch!(pc.add(2), regs, agent)
        })
    }
    set_scoped_checked(W, pc, regs, agent) {
        let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
        if !scope.get(word!(pc, 1)).is_empty() && jenny_gc::is_logged_or_new(scope.header()) {
            scope.set(word!(pc, 1), reg!(regs, operand!(W, pc, 1)));
            dispatch!(pc.add(3), regs, agent)
        }
        otherwise!(W, pc, regs, agent, {
            let scope = scope_at(reg!(regs, operand!(W, pc, 2)), operand!(W, pc, 3));
            if scope.get(word!(pc, 1)).is_empty() {
                publish!(pc, regs, agent);
                slow::throw_tdz(&mut *agent, *Frame(regs).code_unchecked().hot.constants.get().add(word!(pc, 2) as usize));
                throw!(pc, regs, agent)
            }
            scope.set(word!(pc, 1), reg!(regs, operand!(W, pc, 1)));
            dispatch!(pc.add(3), regs, agent)
        })
    }
    parent_scope(W, pc, regs, agent) {
        let scope = reg!(regs, operand!(W, pc, 2));
        reg!(regs, operand!(W, pc, 1)) = if scope.is_kind(Kind::Scope) {
            scope.as_gc_unchecked::<Scope>().parent()
        } else {
            scope.as_gc_unchecked::<WithScope>().parent()
        };
        dispatch!(pc.add(1), regs, agent)
    }
    check_tdz(W, pc, regs, agent) {
        if reg!(regs, operand!(W, pc, 1)).is_empty() {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                slow::throw_tdz(&mut *agent, *Frame(regs).code_unchecked().hot.constants.get().add(word!(pc, 1) as usize));
                throw!(pc, regs, agent)
            })
        }
        dispatch!(pc.add(2), regs, agent)
    }
    check_this(W, pc, regs, agent) {
        if reg!(regs, operand!(W, pc, 1)).is_empty() {
            otherwise!(W, pc, regs, agent, {
                publish!(pc, regs, agent);
                crate::interpreter::slow::class::throw_this_uninitialized(&mut *agent);
                throw!(pc, regs, agent)
            })
        }
        dispatch!(pc.add(1), regs, agent)
    }
    get_global(W, pc, regs, agent) {
        let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
        let way = &*cache.first.as_ptr();
        if way.way == Way::OwnOverflow
            && way.epoch == (*agent).global_epoch
            && let Some(realm) = (*agent).realm
        {
            let global = realm.global_object();
            if global.shape_id() == way.shape {
                reg!(regs, operand!(W, pc, 1)) = global.overflow_slot(way.slot);
                dispatch!(pc.add(2), regs, agent)
            }
        }
        otherwise!(W, pc, regs, agent, {
            let cache = &*Frame(regs).code_unchecked().hot.caches.get().add(word!(pc, 1) as usize);
            let way = &*cache.first.as_ptr();
            if way.way == Way::Prototype {
                // A global lexical binding: `slot` is its index; it never goes away.
                let value = (*agent).realm().lexical_binding(way.slot).value;
                if !value.is_empty() {
                    reg!(regs, operand!(W, pc, 1)) = value;
                    dispatch!(pc.add(2), regs, agent)
                }
            }
            publish!(pc, regs, agent);
            let value = check!(slow::get_global(&mut *agent, cache, false), pc, regs, agent);
            reg!(regs, operand!(W, pc, 1)) = value;
            dispatch!(pc.add(2), regs, agent)
        })
    }
}
