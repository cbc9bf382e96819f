//! AsyncDisposableStack (ECMA-262 27.4): disposal that waits for each resource in turn.

use super::disposable_stack::{
    DisposableResource, DisposableStack, call_adopted, move_stack, new_stack, require_usable, suppress,
};
use super::iterator::{intrinsic_capability, reject_with};
use super::promise::{perform_promise_then, promise_resolve_intrinsic};
use crate::kind::Kind;
use crate::object::{Elements, ObjectType};
use crate::realm::property_spec::*;
use crate::{Agent, Args, Intrinsic, JsResult, Value, WellKnownSymbol};
use jenny_gc::{Gc, GcCell, Trace, Tracer};

pub static ASYNC_DISPOSABLE_STACK: ClassSpec = ClassSpec::new(
    "AsyncDisposableStack",
    Intrinsic::AsyncDisposableStack,
    Intrinsic::AsyncDisposableStackPrototype,
    async_disposable_stack_constructor,
    0,
)
.methods(&[
    method("use", async_disposable_stack_use, 1),
    method("disposeAsync", async_disposable_stack_dispose_async, 0),
    method("adopt", async_disposable_stack_adopt, 2),
    method("defer", async_disposable_stack_defer, 1),
    method("move", async_disposable_stack_move, 0),
    getter("disposed", async_disposable_stack_disposed),
    symbol_alias(WellKnownSymbol::AsyncDispose, "disposeAsync"),
    to_string_tag("AsyncDisposableStack"),
]);

/// An AsyncDisposableStack object: a stack of another kind.
#[repr(C)]
pub struct AsyncDisposableStack {
    stack: DisposableStack,
}

// SAFETY: visits the stack.
unsafe impl Trace for AsyncDisposableStack {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.stack.trace(tracer);
    }
}
// SAFETY: repr(C), the stack (and in it the Object) first.
unsafe impl GcCell for AsyncDisposableStack {}
// SAFETY: repr(C), Object first; cells of this kind are stacks, which have the same layout.
unsafe impl ObjectType for AsyncDisposableStack {
    const KIND: Kind = Kind::AsyncDisposableStack;
}

/// AsyncDisposableStack ( ) (27.4.1.1)
fn async_disposable_stack_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("AsyncDisposableStack"));
    }
    let default = Intrinsic::AsyncDisposableStackPrototype;
    let prototype = agent.get_prototype_from_constructor(args.new_target(), default)?;
    Ok(new_stack(agent, Kind::AsyncDisposableStack, prototype).into())
}

fn this_stack(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<DisposableStack>> {
    match this.as_kind::<AsyncDisposableStack>() {
        // SAFETY: a transparent wrapper in layout.
        Some(stack) => Ok(unsafe { stack.cast() }),
        None => Err(agent.throw_incompatible_receiver(&format!("AsyncDisposableStack.prototype.{method}"), this)),
    }
}

fn usable_stack(agent: &mut Agent, this: Value, method: &str) -> JsResult<Gc<DisposableStack>> {
    let stack = this_stack(agent, this, method)?;
    require_usable(agent, stack, &format!("AsyncDisposableStack.prototype.{method}"))?;
    Ok(stack)
}

/// GetDisposeMethod with the hint async-dispose (7.5.x): a sync method is wrapped. Errors: TypeError if there is neither.
pub fn get_async_dispose_method(agent: &mut Agent, value: Value) -> JsResult<Value> {
    if value.is_object() {
        let method = agent.get_method(value, agent.symbol_key(WellKnownSymbol::AsyncDispose))?;
        if !method.is_undefined() {
            return Ok(method);
        }
        let method = agent.get_method(value, agent.symbol_key(WellKnownSymbol::Dispose))?;
        if !method.is_undefined() {
            return Ok(agent.new_native("", 0, dispose_as_async, &[method]).into());
        }
    }
    let text = if value.is_object() {
        "Symbol(Symbol.asyncDispose) is not a function"
    } else {
        "An object is expected with `await using` declarations"
    };
    Err(agent.throw_type_error(text))
}

/// Calls a sync dispose method; the promise does not wait for what it returns.
fn dispose_as_async(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let capability = intrinsic_capability(agent)?;
    match agent.call(args.data(0), this, &[]) {
        Ok(_) => {
            capability.resolve(agent, Value::UNDEFINED)?;
            Ok(capability.promise.into())
        }
        Err(thrown) => reject_with(agent, &capability, thrown),
    }
}

/// AsyncDisposableStack.prototype.adopt ( value, onDisposeAsync ) (27.4.3.1)
fn async_disposable_stack_adopt(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "adopt")?;
    let (value, on_dispose) = (args.get(0), args.get(1));
    if !on_dispose.is_callable() {
        return Err(agent.throw_not_callable(on_dispose));
    }
    let method = agent.new_native("", 0, call_adopted, &[on_dispose, value]);
    stack.push(DisposableResource { value: Value::UNDEFINED, method: method.into() });
    Ok(value)
}

/// AsyncDisposableStack.prototype.defer ( onDisposeAsync ) (27.4.3.2)
fn async_disposable_stack_defer(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "defer")?;
    if !args.get(0).is_callable() {
        return Err(agent.throw_not_callable(args.get(0)));
    }
    stack.push(DisposableResource { value: Value::UNDEFINED, method: args.get(0) });
    Ok(Value::UNDEFINED)
}

/// get AsyncDisposableStack.prototype.disposed (27.4.3.4)
fn async_disposable_stack_disposed(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(this_stack(agent, this, "disposed")?.is_disposed().into())
}

/// AsyncDisposableStack.prototype.move ( ) (27.4.3.5)
fn async_disposable_stack_move(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "move")?;
    Ok(move_stack(agent, stack, Kind::AsyncDisposableStack, Intrinsic::AsyncDisposableStackPrototype).into())
}

/// AsyncDisposableStack.prototype.use ( value ) (27.4.3.6)
fn async_disposable_stack_use(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let stack = usable_stack(agent, this, "use")?;
    let value = args.get(0);
    let method = if value.is_nullish() { Value::UNDEFINED } else { get_async_dispose_method(agent, value)? };
    stack.push(DisposableResource { value, method });
    Ok(value)
}

// State of a disposal in progress, in an Elements cell.
const STACK: u32 = 0;
const PROMISE: u32 = 1;
/// the pending error, EMPTY if there is none
const ERROR: u32 = 2;
const NEEDS_AWAIT: u32 = 3;
const HAS_AWAITED: u32 = 4;

/// AsyncDisposableStack.prototype.disposeAsync ( ) (27.4.3.3)
fn async_disposable_stack_dispose_async(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let capability = intrinsic_capability(agent)?;
    let stack = match this_stack(agent, this, "disposeAsync") {
        Ok(stack) => stack,
        Err(thrown) => return reject_with(agent, &capability, thrown),
    };
    if stack.is_disposed() {
        capability.resolve(agent, Value::UNDEFINED)?;
        return Ok(capability.promise.into());
    }
    stack.mark_disposed();
    let fields = [this, capability.promise.into(), Value::EMPTY, Value::FALSE, Value::FALSE];
    let state = agent.elements_from_slice(&fields)?;
    dispose_rest(agent, state)?;
    Ok(capability.promise.into())
}

/// DisposeResources (7.5.x) up to the next await.
fn dispose_rest(agent: &mut Agent, state: Gc<Elements>) -> JsResult<()> {
    let stack = this_stack(agent, state.get(STACK), "disposeAsync")?;
    while let Some(resource) = stack.pop() {
        if resource.method.is_undefined() {
            state.set(NEEDS_AWAIT, Value::TRUE);
            continue;
        }
        let called = agent.call(resource.method, resource.value, &[]);
        match called.and_then(|result| wait(agent, state, result)) {
            Ok(()) => return Ok(()),
            Err(thrown) => {
                let earlier = Some(state.get(ERROR)).filter(|e| !e.is_empty());
                let error = suppress(agent, thrown, earlier)?;
                state.set(ERROR, error);
            }
        }
    }
    if state.get(NEEDS_AWAIT).is_true() && !state.get(HAS_AWAITED).is_true() {
        state.set(NEEDS_AWAIT, Value::FALSE);
        return wait(agent, state, Value::UNDEFINED);
    }
    let Some(promise) = state.get(PROMISE).as_object() else { return Ok(()) };
    let capability = super::promise::PromiseCapability::of(promise);
    match state.get(ERROR) {
        Value::EMPTY => capability.resolve(agent, Value::UNDEFINED),
        error => capability.reject(agent, error),
    }
}

/// Goes on when `value` is settled.
fn wait(agent: &mut Agent, state: Gc<Elements>, value: Value) -> JsResult<()> {
    let promise = promise_resolve_intrinsic(agent, value)?;
    state.set(HAS_AWAITED, Value::TRUE);
    let on_fulfilled = agent.new_native("", 1, disposal_fulfilled, &[state.into()]);
    let on_rejected = agent.new_native("", 1, disposal_rejected, &[state.into()]);
    perform_promise_then(agent, promise, on_fulfilled.into(), on_rejected.into(), None)?;
    Ok(())
}

fn state_of(args: Args) -> Gc<Elements> {
    // SAFETY: only `wait` makes these natives, capturing an Elements cell.
    unsafe { args.data(0).as_gc_unchecked() }
}

fn disposal_fulfilled(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    dispose_rest(agent, state_of(args))?;
    Ok(Value::UNDEFINED)
}

fn disposal_rejected(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let state = state_of(args);
    let thrown = agent.throw(args.get(0));
    let earlier = Some(state.get(ERROR)).filter(|e| !e.is_empty());
    let error = suppress(agent, thrown, earlier)?;
    state.set(ERROR, error);
    dispose_rest(agent, state)?;
    Ok(Value::UNDEFINED)
}
