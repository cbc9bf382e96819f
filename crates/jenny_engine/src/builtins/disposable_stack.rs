//! DisposableStack and the operations on disposable resources (explicit resource management, ECMA-262 7.5, 27.x).

use crate::builtins::error::new_suppressed_error;
use crate::kind::Kind;
use crate::object::{Object, ObjectType};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Throw, Value, WellKnownSymbol};
use jenny_gc::{Gc, GcCell, Trace, Tracer};
use std::cell::{Cell, RefCell};

pub static DISPOSABLE_STACK: ClassSpec = ClassSpec::new(
    "DisposableStack",
    Intrinsic::DisposableStack,
    Intrinsic::DisposableStackPrototype,
    disposable_stack_constructor,
    0,
)
.methods(&[
    method("use", disposable_stack_use, 1),
    method("dispose", disposable_stack_dispose, 0),
    method("adopt", disposable_stack_adopt, 2),
    method("defer", disposable_stack_defer, 1),
    method("move", disposable_stack_move, 0),
    getter("disposed", disposable_stack_disposed),
    symbol_alias(WellKnownSymbol::Dispose, "dispose"),
    to_string_tag("DisposableStack"),
]);

/// A DisposableResource Record. The method is undefined for a resource that only waits (an async one that is nullish).
#[derive(Clone, Copy, Debug)]
pub struct DisposableResource {
    pub value: Value,
    pub method: Value,
}

/// A DisposableStack or AsyncDisposableStack object; the kind of the cell tells which.
#[repr(C)]
pub struct DisposableStack {
    object: Object,
    disposed: Cell<bool>,
    resources: RefCell<Vec<DisposableResource>>,
}

// SAFETY: visits the object part and all resources.
unsafe impl Trace for DisposableStack {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        for resource in self.resources.borrow().iter() {
            resource.value.trace(tracer);
            resource.method.trace(tracer);
        }
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for DisposableStack {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for DisposableStack {
    const KIND: Kind = Kind::DisposableStack;
}

impl DisposableStack {
    /// [[DisposableState]] is disposed.
    pub fn is_disposed(&self) -> bool {
        self.disposed.get()
    }
    pub(super) fn mark_disposed(&self) {
        self.disposed.set(true);
    }
    /// Adds a resource.
    pub(super) fn push(&self, resource: DisposableResource) {
        jenny_gc::write_barrier(self.object.header());
        self.resources.borrow_mut().push(resource);
    }
    /// Takes the resource added last.
    pub(super) fn pop(&self) -> Option<DisposableResource> {
        self.resources.borrow_mut().pop()
    }
    fn take(&self) -> Vec<DisposableResource> {
        std::mem::take(&mut *self.resources.borrow_mut())
    }
}

/// A stack of either kind, without resources.
pub(super) fn new_stack(agent: &mut Agent, kind: Kind, prototype: Gc<Object>) -> Gc<DisposableStack> {
    let shape = agent.root_shape(prototype.into(), 0);
    agent.alloc(DisposableStack {
        object: Object::new(kind, shape),
        disposed: Cell::new(false),
        resources: RefCell::default(),
    })
}

/// Moves all resources of one stack to a new one (27.3.3.5, 27.4.3.5).
pub(super) fn move_stack(
    agent: &mut Agent,
    from: Gc<DisposableStack>,
    kind: Kind,
    prototype: Intrinsic,
) -> Gc<DisposableStack> {
    let prototype = agent.intrinsic(prototype);
    let to = new_stack(agent, kind, prototype);
    jenny_gc::write_barrier(to.object.header());
    *to.resources.borrow_mut() = from.take();
    from.mark_disposed();
    to
}

/// GetDisposeMethod with the hint sync-dispose (7.5.x). Errors: TypeError if there is none.
pub fn get_dispose_method(agent: &mut Agent, value: Value) -> JsResult<Value> {
    let method = if value.is_object() {
        agent.get_method(value, agent.symbol_key(WellKnownSymbol::Dispose))?
    } else {
        Value::UNDEFINED
    };
    if !value.is_object() {
        return Err(agent.throw_type_error("An object is expected with `using` declarations"));
    }
    if method.is_undefined() {
        return Err(agent.throw_type_error("Symbol(Symbol.dispose) is not a function"));
    }
    Ok(method)
}

/// What a disposal that threw leaves pending: its error, wrapping an earlier one.
pub fn suppress(agent: &mut Agent, thrown: Throw, earlier: Option<Value>) -> JsResult<Value> {
    let error = agent.take_exception(thrown);
    if error.is_empty() {
        // Termination goes through.
        return Err(agent.throw(error));
    }
    match earlier {
        None => Ok(error),
        Some(earlier) => new_suppressed_error(agent, error, earlier),
    }
}

/// DisposableStack ( ) (27.3.1.1)
fn disposable_stack_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("DisposableStack"));
    }
    let prototype = agent.get_prototype_from_constructor(args.new_target(), Intrinsic::DisposableStackPrototype)?;
    Ok(new_stack(agent, Kind::DisposableStack, prototype).into())
}

fn this_stack(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<DisposableStack>> {
    match this.as_kind::<DisposableStack>() {
        Some(stack) => Ok(stack),
        None => Err(agent.throw_incompatible_receiver(&format!("DisposableStack.prototype.{method}"), this)),
    }
}

/// The stack, if resources may be added to it. Errors: ReferenceError if it is disposed.
fn usable_stack(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<DisposableStack>> {
    let stack = this_stack(agent, this, method)?;
    require_usable(agent, stack, &format!("DisposableStack.prototype.{method}"))?;
    Ok(stack)
}

/// Errors: ReferenceError if the stack is disposed.
pub(super) fn require_usable(agent: &mut Agent, stack: Gc<DisposableStack>, method: &str) -> JsResult<()> {
    if stack.is_disposed() {
        let class = method.split('.').next().unwrap_or(method);
        return Err(agent.throw_reference_error(format!("Cannot call {method} on an already-disposed {class}")));
    }
    Ok(())
}

/// Calls the captured onDispose with the captured value.
pub(super) fn call_adopted(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    agent.call(args.data(0), Value::UNDEFINED, &[args.data(1)])
}

/// DisposableStack.prototype.adopt ( value, onDispose ) (27.3.3.1)
fn disposable_stack_adopt(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "adopt")?;
    let (value, on_dispose) = (args.get(0), args.get(1));
    if !on_dispose.is_callable() {
        return Err(agent.throw_not_callable(on_dispose));
    }
    let method = agent.new_native("", 0, call_adopted, &[on_dispose, value]);
    stack.push(DisposableResource { value: Value::UNDEFINED, method: method.into() });
    Ok(value)
}

/// DisposableStack.prototype.defer ( onDispose ) (27.3.3.2)
fn disposable_stack_defer(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "defer")?;
    if !args.get(0).is_callable() {
        return Err(agent.throw_not_callable(args.get(0)));
    }
    stack.push(DisposableResource { value: Value::UNDEFINED, method: args.get(0) });
    Ok(Value::UNDEFINED)
}

/// DisposableStack.prototype.dispose ( ) (27.3.3.3)
fn disposable_stack_dispose(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let stack = this_stack(agent, this, "dispose")?;
    if stack.is_disposed() {
        return Ok(Value::UNDEFINED);
    }
    stack.mark_disposed();
    let mut pending = None;
    while let Some(resource) = stack.pop() {
        if let Err(thrown) = agent.call(resource.method, resource.value, &[]) {
            pending = Some(suppress(agent, thrown, pending)?);
        }
    }
    match pending {
        Some(error) => Err(agent.throw(error)),
        None => Ok(Value::UNDEFINED),
    }
}

/// get DisposableStack.prototype.disposed (27.3.3.4)
fn disposable_stack_disposed(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_stack(agent, this, "disposed")?.is_disposed().into())
}

/// DisposableStack.prototype.move ( ) (27.3.3.5)
fn disposable_stack_move(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "move")?;
    Ok(move_stack(agent, stack, Kind::DisposableStack, Intrinsic::DisposableStackPrototype).into())
}

/// DisposableStack.prototype.use ( value ) (27.3.3.6)
fn disposable_stack_use(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "use")?;
    let value = args.get(0);
    if !value.is_nullish() {
        let method = get_dispose_method(agent, value)?;
        stack.push(DisposableResource { value, method });
    }
    Ok(value)
}
