//! FinalizationRegistry (ECMA-262 26.2).

use crate::object::ObjectType;
use crate::operations::same_value;
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Kind, Object, Value};
use jenny_gc::{Field, Gc, GcCell, Header, Liveness, Trace, Tracer};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::ptr::NonNull;

/// One registered target.
struct Registration {
    /// [[WeakRefTarget]]; undefined once it is dead
    target: Value,
    /// [[HeldValue]]
    held: Value,
    /// [[UnregisterToken]]; undefined if there is none or it is dead
    token: Value,
}

/// [[Cells]]: numbered registrations.
#[derive(Default)]
struct Registrations {
    list: Vec<Option<Registration>>,
    free: Vec<u32>,
    by_token: FxHashMap<u64, SmallVec<[u32; 2]>>,
    /// Numbers of registrations whose targets died, oldest first; one that was unregistered since may be among them.
    dead: VecDeque<u32>,
}

impl Registrations {
    fn add(&mut self, registration: Registration) {
        let token = registration.token;
        let number = match self.free.pop() {
            Some(number) => {
                self.list[number as usize] = Some(registration);
                number
            }
            None => {
                self.list.push(Some(registration));
                self.list.len() as u32 - 1
            }
        };
        if !token.is_undefined() {
            self.by_token.entry(token.bits()).or_default().push(number);
        }
    }
    fn remove(&mut self, number: u32) -> Option<Registration> {
        let registration = self.list.get_mut(number as usize)?.take()?;
        self.free.push(number);
        Some(registration)
    }
    fn unregister(&mut self, token: Value) -> bool {
        let Some(numbers) = self.by_token.remove(&token.bits()) else { return false };
        for &number in &numbers {
            self.remove(number);
        }
        !numbers.is_empty()
    }
    /// The held value of the oldest registration with a dead target, which is removed.
    fn take_dead(&mut self) -> Option<Value> {
        while let Some(number) = self.dead.pop_front() {
            let is_dead = matches!(self.list.get(number as usize), Some(Some(r)) if r.target.is_undefined());
            if !is_dead {
                continue;
            }
            if let Some(registration) = self.remove(number) {
                if let Some(numbers) = self.by_token.get_mut(&registration.token.bits()) {
                    numbers.retain(|n| *n != number);
                    if numbers.is_empty() {
                        self.by_token.remove(&registration.token.bits());
                    }
                }
                return Some(registration.held);
            }
        }
        None
    }
    fn sweep(&mut self, liveness: &Liveness<'_>) {
        for (number, slot) in self.list.iter_mut().enumerate() {
            let Some(registration) = slot else { continue };
            if registration.target.is_cell() && !liveness.is_word_live(registration.target.bits()) {
                registration.target = Value::UNDEFINED;
                self.dead.push_back(number as u32);
            }
            if registration.token.is_cell() && !liveness.is_word_live(registration.token.bits()) {
                self.by_token.remove(&registration.token.bits());
                registration.token = Value::UNDEFINED;
            }
        }
    }
}

/// An object with [[Cells]] and [[CleanupCallback]].
#[repr(C)]
pub struct FinalizationRegistryObject {
    object: Object,
    cleanup: Field<Value>,
    registrations: RefCell<Registrations>,
}

// SAFETY: visits the object part, the callback and the held values; targets and tokens are held weakly.
unsafe impl Trace for FinalizationRegistryObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.cleanup.get().trace(tracer);
        for registration in self.registrations.borrow().list.iter().flatten() {
            registration.held.trace(tracer);
        }
        tracer.defer_weak(self.object.header());
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for FinalizationRegistryObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for FinalizationRegistryObject {
    const KIND: Kind = Kind::FinalizationRegistry;
}

/// The collector's weak callback for finalization registries.
pub unsafe fn finalization_registry_sweep(cell: NonNull<Header>, liveness: &Liveness<'_>) {
    // SAFETY: the kind's table names this function for cells of this type only.
    let registry = unsafe { cell.cast::<FinalizationRegistryObject>().as_ref() };
    registry.registrations.borrow_mut().sweep(liveness);
}

/// The finalization registries of an agent, held weakly.
#[derive(Default)]
pub struct FinalizationState {
    registries: Vec<Gc<FinalizationRegistryObject>>,
    /// The host was told, and did not clean up yet.
    announced: bool,
}

impl FinalizationState {
    /// After marking: forgets dead registries. Whether the host is to be told that there is something to clean up.
    pub(crate) fn sweep(&mut self, liveness: &Liveness<'_>) -> bool {
        self.registries.retain(|r| liveness.is_live(*r));
        if self.announced || !self.registries.iter().any(|r| !r.registrations.borrow().dead.is_empty()) {
            return false;
        }
        self.announced = true;
        true
    }
}

impl Agent {
    /// CleanupFinalizationRegistry (9.12) of one registration with a dead target: whether there was one. Errors: what the
    /// cleanup callback throws.
    fn run_finalization_job(&mut self) -> JsResult<bool> {
        self.finalization.announced = false;
        for i in 0..self.finalization.registries.len() {
            let registry = self.finalization.registries[i];
            let held = registry.registrations.borrow_mut().take_dead();
            if let Some(held) = held {
                self.call(registry.cleanup.get(), Value::UNDEFINED, &[held])?;
                return Ok(true);
            }
        }
        Ok(false)
    }
    /// Runs the cleanup callbacks of all dead targets; stops at the first that throws, and tells the host again.
    pub fn run_finalization_jobs(&mut self) -> JsResult<()> {
        loop {
            match self.run_finalization_job() {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(thrown) => {
                    self.finalization.announced = true;
                    self.host.finalization_ready();
                    return Err(thrown);
                }
            }
        }
    }
}

pub static FINALIZATION_REGISTRY: ClassSpec = ClassSpec::new(
    "FinalizationRegistry",
    Intrinsic::FinalizationRegistry,
    Intrinsic::FinalizationRegistryPrototype,
    finalization_registry_constructor,
    1,
)
.methods(&[
    method("register", finalization_registry_register, 2),
    method("unregister", finalization_registry_unregister, 1),
    to_string_tag("FinalizationRegistry"),
]);

/// FinalizationRegistry ( cleanupCallback ) (26.2.1.1)
fn finalization_registry_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("FinalizationRegistry"));
    }
    let cleanup = args.get(0);
    if !cleanup.is_callable() {
        return Err(agent.throw_type_error("FinalizationRegistry: cleanup must be callable"));
    }
    let prototype =
        agent.get_prototype_from_constructor(args.new_target(), Intrinsic::FinalizationRegistryPrototype)?;
    let shape = agent.root_shape(prototype.into(), 0);
    let registry = agent.alloc(FinalizationRegistryObject {
        object: Object::new(Kind::FinalizationRegistry, shape),
        cleanup: Field::new(cleanup),
        registrations: RefCell::default(),
    });
    agent.finalization.registries.push(registry);
    Ok(registry.into())
}

/// FinalizationRegistry.prototype.register ( target, heldValue [ , unregisterToken ] ) (26.2.3.2)
fn finalization_registry_register(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(registry) = this.as_kind::<FinalizationRegistryObject>() else {
        return Err(agent.throw_incompatible_receiver("FinalizationRegistry.prototype.register", this));
    };
    let (target, held, token) = (args.get(0), args.get(1), args.get(2));
    if !target.can_be_held_weakly() {
        return Err(agent.throw_type_error("FinalizationRegistry.prototype.register: invalid target"));
    }
    if same_value(target, held) {
        return Err(
            agent.throw_type_error("FinalizationRegistry.prototype.register: target and holdings must not be same")
        );
    }
    if !token.can_be_held_weakly() && !token.is_undefined() {
        return Err(throw_invalid_token(agent, token));
    }
    jenny_gc::write_barrier(registry.object.header());
    registry.registrations.borrow_mut().add(Registration { target, held, token });
    Ok(Value::UNDEFINED)
}

fn throw_invalid_token(agent: &mut Agent, token: Value) -> crate::Throw {
    let text = crate::error::describe(agent, token);
    agent.throw_type_error(format!("Invalid unregisterToken ('{text}')"))
}

/// FinalizationRegistry.prototype.unregister ( unregisterToken ) (26.2.3.3)
fn finalization_registry_unregister(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(registry) = this.as_kind::<FinalizationRegistryObject>() else {
        return Err(agent.throw_incompatible_receiver("FinalizationRegistry.prototype.unregister", this));
    };
    let token = args.get(0);
    if !token.can_be_held_weakly() {
        return Err(throw_invalid_token(agent, token));
    }
    jenny_gc::write_barrier(registry.object.header());
    let removed = registry.registrations.borrow_mut().unregister(token);
    Ok(Value::bool(removed))
}
