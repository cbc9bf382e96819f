//! WeakRef (ECMA-262 26.1).

use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{GcCell, Header, Liveness, Trace, Tracer};
use std::cell::Cell;
use std::ptr::NonNull;

/// An object with [[WeakRefTarget]].
#[repr(C)]
pub struct WeakRefObject {
    object: Object,
    /// undefined once the target is dead
    target: Cell<Value>,
    /// where in the agent's list of kept objects the target was last put
    kept_at: Cell<usize>,
}

// SAFETY: visits the object part; the target is held weakly.
unsafe impl Trace for WeakRefObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.defer_weak(self.object.header());
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for WeakRefObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for WeakRefObject {
    const KIND: Kind = Kind::WeakRef;
}

/// The collector's weak callback for weak references.
pub unsafe fn weak_ref_sweep(cell: NonNull<Header>, liveness: &Liveness<'_>) {
    // SAFETY: the kind's table names this function for cells of this type only.
    let weak_ref = unsafe { cell.cast::<WeakRefObject>().as_ref() };
    if !liveness.is_word_live(weak_ref.target.get().bits()) {
        weak_ref.target.set(Value::UNDEFINED);
    }
}

impl WeakRefObject {
    /// WeakRefDeref (26.1.4.1): the target, kept alive until the job ends, or undefined.
    pub fn deref(&self, agent: &mut Agent) -> Value {
        let target = self.target.get();
        if target.is_cell() && agent.kept_alive.get(self.kept_at.get()) != Some(&target) {
            self.kept_at.set(agent.kept_alive.len());
            agent.kept_alive.push(target);
        }
        target
    }
}

pub static WEAK_REF: ClassSpec =
    ClassSpec::new("WeakRef", Intrinsic::WeakRef, Intrinsic::WeakRefPrototype, weak_ref_constructor, 1)
        .methods(&[method("deref", weak_ref_deref, 0), to_string_tag("WeakRef")]);

/// WeakRef ( target ) (26.1.1.1)
fn weak_ref_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("WeakRef"));
    }
    let target = args.get(0);
    if !target.can_be_held_weakly() {
        return Err(agent.throw_type_error("WeakRef: invalid target"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::WeakRefPrototype)?;
    let shape = agent.root_shape(prototype.into(), 0);
    let weak_ref = agent.alloc(WeakRefObject {
        object: Object::new(Kind::WeakRef, shape),
        target: Cell::new(target),
        kept_at: Cell::new(usize::MAX),
    });
    weak_ref.deref(agent);
    Ok(weak_ref.into())
}

/// WeakRef.prototype.deref ( ) (26.1.3.2)
fn weak_ref_deref(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(weak_ref) = this.as_kind::<WeakRefObject>() else {
        return Err(agent.throw_incompatible_receiver("WeakRef.prototype.deref", this));
    };
    Ok(weak_ref.deref(agent))
}
