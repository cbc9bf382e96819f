//! Entering functions that need more than the fast path, and calls from Rust.

use super::dispatch::{Pc, Regs, run};
use super::frame::{Frame, HEADER, frame_flags};
use crate::agent::Agent;
use crate::function::{Args, BoundFunction, Closure, Code, NativeFunctionObject, PROTOTYPE_SLOT, call_flags};
use crate::object::internal_methods::ordinary_own_property;
use crate::object::{AsObject, Object, Shape, flags};
use crate::{Intrinsic, JsResult, Value};
use jenny_gc::Gc;

/// More arguments than this in one call are a RangeError.
const MAX_ARGUMENTS: usize = 120_000;

/// Arguments of a bound function that need no list of their own.
const FEW_BOUND: usize = 8;

/// A function that a native is about to call many times: where it is a closure that needs nothing but its frame, the frame's
/// place and what goes into it are worked out once. Good while the native that made it runs.
pub struct RepeatedCall {
    function: Value,
    this: Value,
    /// null: an ordinary call each time
    window: Regs,
    code: u64,
    entry: Pc,
    parameters: u32,
}

impl RepeatedCall {
    pub fn new(agent: &mut Agent, function: Value, this: Value) -> RepeatedCall {
        let mut call = RepeatedCall {
            function,
            this,
            window: std::ptr::null_mut(),
            code: 0,
            entry: std::ptr::null(),
            parameters: 0,
        };
        if let Some(closure) = function.as_kind::<Closure>()
            && closure.code.hot.call_flags.get() & call_flags::COLD != 0
            && let Err(thrown) = agent.warm_up(closure.code)
        {
            // The heap is full: the call itself says so.
            agent.take_exception(thrown);
        }
        if let Some(closure) = function.as_kind::<Closure>()
            && closure.code.hot.call_flags.get() == 0
            && agent.realm == Some(closure.code.realm)
            && agent.check_native_stack().is_ok()
        {
            let hot = &closure.code.hot;
            // SAFETY: stays within the stack's slack until the limit is checked.
            unsafe {
                let window = agent.stack_top().add(HEADER);
                if window.add(hot.register_count.get() as usize) < agent.stack.limit() {
                    call.window = window;
                }
            }
            call.code = closure.code.addr() as u64;
            call.entry = hot.entry.get();
            call.parameters = hot.parameter_count.get();
        }
        call
    }
    /// Whether calls enter a closure's compiled code at once, and nobody watches them.
    pub fn is_plain(&self) -> bool {
        !self.window.is_null()
    }
    #[inline(always)]
    pub fn call<const N: usize>(&self, agent: &mut Agent, args: [Value; N]) -> JsResult<Value> {
        if self.window.is_null() {
            return agent.call(self.function, self.this, &args);
        }
        debug_assert!(agent.stack_top().wrapping_add(HEADER) == self.window, "the native that made it runs");
        let parameters = self.parameters as usize;
        // SAFETY: room for the frame was checked, and nothing in use lies above the native's frame.
        unsafe {
            *self.window = self.this;
            let base = self.window.add(1);
            for (i, &value) in args.iter().enumerate().take(parameters) {
                *base.add(i) = value;
            }
            for i in N..parameters {
                *base.add(i) = Value::UNDEFINED;
            }
        }
        let (pc, caller) = (agent.interpreter.pc, agent.interpreter.regs);
        let frame = Frame(self.window);
        frame.init(self.code, self.function, Value::UNDEFINED, N as u64 | frame_flags::ENTRY);
        frame.set_return(pc, caller);
        let result = super::dispatch::run_entered(agent, self.entry, self.window);
        (agent.interpreter.regs, agent.interpreter.pc) = (caller, pc);
        result
    }
}

impl Agent {
    /// First stack word that no frame in use reaches.
    pub(crate) fn stack_top(&self) -> Regs {
        let mut regs = self.interpreter.regs;
        while !regs.is_null() {
            let frame = Frame(regs);
            if self.stack.contains(regs) {
                let words = match frame.code() {
                    Some(code) => code.hot.register_count.get() as usize,
                    None => 1 + frame.argc() as usize,
                };
                // SAFETY: the frame's registers lie on the stack.
                return unsafe { regs.add(words) };
            }
            regs = frame.caller();
        }
        self.stack.base().cast_mut()
    }
    /// Lays out `this` and arguments for a frame on top of the stack. Errors: RangeError when the stack is full.
    fn push_window(&mut self, this: Value, args: &[Value]) -> JsResult<Regs> {
        let top = self.stack_top();
        // SAFETY: the limit leaves room for the comparison itself; nothing is written before it holds.
        unsafe {
            let regs = top.add(HEADER);
            if regs.add(args.len() + 1) >= self.stack.limit() {
                self.stack_seems_full(regs.add(args.len() + 1))?;
            }
            *regs = this;
            std::ptr::copy_nonoverlapping(args.as_ptr(), regs.add(1), args.len());
            Ok(regs)
        }
    }
    /// Call(F, V, args). Errors: TypeError if `function` is not callable, and what it throws.
    pub fn call(&mut self, function: Value, this: Value, args: &[Value]) -> JsResult<Value> {
        if let Some(closure) = function.as_kind::<Closure>()
            && closure.code.hot.call_flags.get() == 0
            && self.realm == Some(closure.code.realm)
        {
            return self.call_plain(closure, this, args);
        }
        if !function.is_callable() {
            return Err(self.throw_not_callable(function));
        }
        self.check_native_stack()?;
        if let Some(native) = function.as_kind::<NativeFunctionObject>() {
            let regs = self.push_window(this, args)?;
            return self.call_native(native, Value::UNDEFINED, regs, args.len() as u32);
        }
        let regs = self.push_window(this, args)?;
        self.enter_from_rust(function, Value::UNDEFINED, regs, args.len() as u32)
    }
    /// A call from Rust of a closure of this realm that needs nothing but its frame.
    fn call_plain(&mut self, closure: Gc<Closure>, this: Value, args: &[Value]) -> JsResult<Value> {
        self.check_native_stack()?;
        let code = closure.code;
        let hot = &code.hot;
        let parameters = hot.parameter_count.get() as usize;
        // SAFETY: the limit is checked before anything is written, and the frame holds its parameters.
        let regs = unsafe {
            let regs = self.stack_top().add(HEADER);
            if regs.add(hot.register_count.get() as usize) >= self.stack.limit() {
                let window = args.as_ptr().wrapping_sub(1).cast_mut();
                self.limit_reached_by_call(code, window, args.len() as u32)?;
                if regs.add(hot.register_count.get() as usize) >= self.stack.full_limit() {
                    return Err(self.throw_stack_overflow());
                }
            }
            *regs = this;
            let base = regs.add(1);
            // Arguments beyond the parameters are nobody's. Callbacks have few: they are not worth a call of memcpy.
            match (parameters.min(args.len()), args) {
                (0, _) => {}
                (1, [a, ..]) => *base = *a,
                (2, [a, b, ..]) => (*base, *base.add(1)) = (*a, *b),
                (3, [a, b, c, ..]) => (*base, *base.add(1), *base.add(2)) = (*a, *b, *c),
                (count, _) => std::ptr::copy_nonoverlapping(args.as_ptr(), base, count),
            }
            for i in args.len()..parameters {
                *base.add(i) = Value::UNDEFINED;
            }
            regs
        };
        let (pc, caller, realm) = (self.interpreter.pc, self.interpreter.regs, self.realm);
        let frame = Frame(regs);
        frame.init(code.addr() as u64, closure.into(), Value::UNDEFINED, args.len() as u64 | frame_flags::ENTRY);
        frame.set_return(pc, caller);
        let result = super::dispatch::run_entered(self, hot.entry.get(), regs);
        self.realm = realm;
        (self.interpreter.regs, self.interpreter.pc) = (caller, pc);
        result
    }
    /// Construct(F, args, new_target): both must be constructors.
    pub fn construct(
        &mut self,
        constructor: Gc<Object>,
        args: &[Value],
        new_target: Gc<Object>,
    ) -> JsResult<Gc<Object>> {
        self.check_native_stack()?;
        let regs = self.push_window(Value::UNDEFINED, args)?;
        let callee = Value::from(constructor);
        // The window is not part of a frame yet: what is made here must not be laid over it.
        let this = self.receiver_for(callee, new_target.into())?;
        let regs = if let Some(this) = this {
            let regs2 = self.push_window(this, args)?;
            debug_assert!(regs == regs2);
            regs2
        } else {
            self.push_window(Value::EMPTY, args)?
        };
        let result = if let Some(native) = callee.as_kind::<NativeFunctionObject>() {
            self.call_native(native, new_target.into(), regs, args.len() as u32)?
        } else {
            self.enter_from_rust(callee, new_target.into(), regs, args.len() as u32)?
        };
        match result.as_object() {
            Some(object) => Ok(object),
            None => Err(self.throw_type_error("The constructor did not return an object")),
        }
    }
    /// Runs a native whose `this` and arguments lie at `regs`.
    #[inline(never)]
    pub(super) fn call_native(
        &mut self,
        native: Gc<NativeFunctionObject>,
        new_target: Value,
        regs: Regs,
        argc: u32,
    ) -> JsResult<Value> {
        let caller = self.interpreter.regs;
        let frame = Frame(regs);
        frame.init(0, native.into(), new_target, argc as u64);
        // OPTIMIZATION: `pc` was stored a moment ago, apart from `regs`; read together with it, the wait for both stores was
        // the dearest part of calling a native.
        // SAFETY: a reference to a field.
        let pc = unsafe { std::ptr::read_volatile(&self.interpreter.pc) };
        frame.set_return(pc, caller);
        self.interpreter.regs = regs;
        let realm = self.realm.replace(native.realm);
        // SAFETY: the window was just laid out with argc arguments.
        let (this, base) = unsafe { (*regs, regs.add(1)) };
        let args = Args { base, count: argc, new_target, callee: native.as_object() };
        let result = (native.function)(self, this, args);
        self.realm = realm;
        self.interpreter.regs = caller;
        result
    }
    fn enter_from_rust(&mut self, callee: Value, new_target: Value, regs: Regs, argc: u32) -> JsResult<Value> {
        let realm = self.realm;
        let caller = self.interpreter.regs;
        let pc = self.interpreter.pc;
        let entered = self.enter(callee, new_target, regs, argc, 0, pc, caller, true);
        let result = match entered {
            Ok(Entered::Frame(pc, regs)) => run(self, pc, regs, false),
            Ok(Entered::Value(value)) => Ok(value),
            Err(thrown) => Err(thrown),
        };
        self.realm = realm;
        (self.interpreter.regs, self.interpreter.pc) = (caller, pc);
        result
    }
    /// Makes the frame of a call whose window lies at `window` (header room below it), or completes the call if the callee is
    /// no closure. `entry`: returning from the frame leaves the loop.
    fn enter(
        &mut self,
        callee: Value,
        new_target: Value,
        window: Regs,
        argc: u32,
        dst: usize,
        return_pc: Pc,
        mut caller: Regs,
        entry: bool,
    ) -> JsResult<Entered> {
        let constructs = !new_target.is_undefined();
        let Some(closure) = callee.as_kind::<Closure>() else {
            return self.enter_other(callee, new_target, window, argc).map(Entered::Value);
        };
        if !constructs && callee.as_object().is_some_and(|o| o.has_flag(flags::CLASS_CONSTRUCTOR)) {
            let name = closure.template().name.to_display();
            // The error is of the callee's realm: its context is the running one by then.
            return self.with_realm(closure.code().realm, |agent| {
                Err(agent.throw_type_error(format!("Class constructor {name} cannot be invoked without 'new'")))
            });
        }
        let code = closure.code();
        let hot = &code.hot;
        if hot.call_flags.get() & call_flags::COLD != 0 {
            self.warm_up_for(code, window, argc)?;
        }
        let mut regs = window;
        // SAFETY: the window holds `this` and argc arguments; the limit is checked before anything is written past them.
        unsafe {
            if !self.stack.contains(window) {
                // The caller's frame is in a heap cell: the callee's goes on top of the register stack.
                regs = self.stack_top().add(HEADER);
                let end = regs.add(argc as usize + 1 + hot.register_count.get() as usize);
                if end >= self.stack.limit() {
                    self.stack_seems_full(end)?;
                }
                std::ptr::copy_nonoverlapping(window, regs, argc as usize + 1);
            }
            let words = (hot.register_count.get() as usize).max(argc as usize + 1);
            if regs.add(words) >= self.stack.limit() {
                // Tail calls may go on for ever: a request to stop must reach them.
                self.limit_reached_by_call(code, regs, argc)?;
            }
            // The true one: another request may have lowered it again.
            if regs.add(words) >= self.stack.full_limit() {
                let moved = if entry || constructs { None } else { self.squeeze_tail_frames(caller, words) };
                let Some(moved) = moved else { return Err(self.throw_stack_overflow()) };
                // Frames in heap cells stay, so the window was the caller's.
                regs = regs.sub(moved);
                caller = caller.sub(moved);
            }
            for i in argc + 1..=hot.parameter_count.get() {
                *regs.add(i as usize) = Value::UNDEFINED;
            }
        }
        let flags = &code.template.flags;
        let mut arguments = Value::UNDEFINED;
        if flags.needs_arguments_list {
            // SAFETY: argc arguments follow `this`; the copy to the heap happens before locals overwrite them. A collection
            // here finds them: they are on the native stack through this slice's values or in the caller's window.
            let values = unsafe { std::slice::from_raw_parts(regs.add(1), argc as usize) };
            let scanned = self.stack.top;
            self.stack.top = unsafe { regs.add(argc as usize + 1) };
            let list = self.elements_from_slice(values);
            self.stack.top = scanned;
            arguments = list?.into();
        }
        let mut info = argc as u64 | (dst as u64) << 32;
        if entry {
            info |= frame_flags::ENTRY;
        }
        if constructs {
            info |= frame_flags::CONSTRUCT;
        }
        if flags.is_async && !flags.is_generator {
            info |= frame_flags::ASYNC;
        }
        if self.realm != Some(code.realm) {
            info |= frame_flags::REALM;
            self.realm = Some(code.realm);
        }
        let frame = Frame(regs);
        frame.init(code.addr() as u64, callee, new_target, info);
        frame.set_arguments(arguments);
        frame.set_return(return_pc, caller);
        Ok(Entered::Frame(hot.entry.get(), regs))
    }
    /// Makes code ready for its first call, whose `this` and arguments lie at `window`.
    #[cold]
    fn warm_up_for(&mut self, code: Gc<Code>, window: Regs, argc: u32) -> JsResult<()> {
        let scanned = self.stack.top;
        if self.stack.contains(window) {
            // SAFETY: the window holds `this` and argc arguments; a call from Rust has no frame around them yet.
            self.stack.top = scanned.max(unsafe { window.add(argc as usize + 1) });
        }
        let result = self.warm_up(code);
        self.stack.top = scanned;
        result
    }
    /// Calls or constructs something that is no closure.
    fn enter_other(&mut self, callee: Value, new_target: Value, window: Regs, argc: u32) -> JsResult<Value> {
        let constructs = !new_target.is_undefined();
        if let Some(native) = callee.as_kind::<NativeFunctionObject>() {
            return self.call_native(native, new_target, window, argc);
        }
        let Some(object) = callee.as_object().filter(|o| o.is_callable()) else {
            return Err(super::slow::call::throw_not_a_function(self, callee));
        };
        self.check_native_stack()?;
        // SAFETY: the window holds `this` and argc arguments.
        let (this, args) = unsafe { (*window, std::slice::from_raw_parts(window.add(1), argc as usize)) };
        if let Some(bound) = callee.as_kind::<BoundFunction>()
            && !constructs
        {
            // On the native stack, which the collector looks at.
            let mut few = [Value::UNDEFINED; FEW_BOUND];
            if let Some(all) = few.get_mut(..bound.arguments().len() + args.len()) {
                all.iter_mut().zip(bound.arguments().iter().chain(args)).for_each(|(to, from)| *to = *from);
                return self.call(bound.target().into(), bound.bound_this(), all);
            }
        }
        let mut list = jenny_gc::RootVec::new(&self.heap);
        if let Some(bound) = callee.as_kind::<BoundFunction>() {
            bound.arguments().iter().for_each(|v| list.push(v.bits()));
            args.iter().for_each(|v| list.push(v.bits()));
            let args = crate::operations::values(&list);
            if constructs {
                let target = bound.target();
                let new_target = if new_target == callee { target } else { new_target.as_object().unwrap_or(target) };
                return Ok(self.construct(target, args, new_target)?.into());
            }
            return self.call(bound.target().into(), bound.bound_this(), args);
        }
        args.iter().for_each(|v| list.push(v.bits()));
        let args = crate::operations::values(&list);
        if constructs {
            let new_target = new_target.as_object().unwrap_or(object);
            return Ok(crate::builtins::callable_construct(self, object, args, new_target)?.into());
        }
        crate::builtins::callable_call(self, object, this, args)
    }
    /// What a [[Construct]] of `callee` binds as this: None for a derived constructor and for what is no closure.
    fn receiver_for(&mut self, callee: Value, new_target: Value) -> JsResult<Option<Value>> {
        let Some(closure) = callee.as_kind::<Closure>() else { return Ok(None) };
        let quick = quick_receiver(self, closure, new_target);
        if !quick.is_undefined() {
            return Ok(Some(quick).filter(|this| !this.is_empty()));
        }
        let prototype = self.get_prototype_from_constructor(new_target, Intrinsic::ObjectPrototype)?;
        let mut shape = self.root_shape(prototype.into(), 4);
        while shape.wanted_capacity() as u32 > shape.inline_capacity() {
            shape = self.root_shape(prototype.into(), shape.wanted_capacity());
        }
        if let Some(target) = new_target.as_kind::<Closure>() {
            learn_instance_shape(self, target, shape);
            self.remember_maker(target, prototype, shape);
        }
        Ok(Some(self.alloc_plain(shape).into()))
    }
}

impl Agent {
    /// Keeps the name of a constructor that its instances' prototype does not tell: what inspectors print for them.
    fn remember_maker(&mut self, target: Gc<Closure>, prototype: Gc<Object>, instances: Gc<Shape>) {
        if self.makers.contains_key(&instances)
            || ordinary_own_property(self, prototype, self.names.constructor).is_some()
        {
            return;
        }
        let name = ordinary_own_property(self, target.as_object(), self.names.name);
        if let Some(text) = name.and_then(|own| own.value.as_string()).filter(|text| !text.is_empty()) {
            self.makers.insert(instances, text.to_rust_string().into());
        }
    }
    /// The name of the function that made the object, where no prototype of it says more.
    pub fn maker_of(&self, object: Gc<Object>) -> Option<&str> {
        self.makers.get(&Shape::root_of(object.shape())).map(|name| &**name)
    }
}

/// The receiver of a [[Construct]] where `new_target` remembers the shape of its instances, EMPTY for a derived constructor,
/// undefined if it takes a look-up to tell.
#[inline(never)]
pub(super) fn quick_receiver(agent: &mut Agent, callee: Gc<Closure>, new_target: Value) -> Value {
    if callee.code.hot.call_flags.get() & call_flags::DERIVED != 0 {
        return Value::EMPTY;
    }
    let Some(target) = new_target.as_kind::<Closure>() else { return Value::UNDEFINED };
    let Some(prototype) = target.known_prototype() else { return Value::UNDEFINED };
    let (_, instances) = target.instance_shape();
    // SAFETY: the closure keeps the shape alive.
    let shape: Gc<Shape> = unsafe { Gc::decompress(target.as_ptr().cast(), instances) };
    // The prototype is read afresh; only where it is and the shape made of it are remembered.
    if prototype != shape.prototype() || shape.wanted_capacity() as u32 > shape.inline_capacity() {
        return Value::UNDEFINED;
    }
    agent.alloc_plain(shape).into()
}

/// Remembers the shape of a constructor's instances if its `prototype` is an ordinary data property in the usual place.
fn learn_instance_shape(agent: &mut Agent, target: Gc<Closure>, instances: Gc<Shape>) {
    let object = target.as_object();
    let own = object.shape();
    if object.has_flag(flags::LAZY_FUNCTION) || own.is_dictionary() {
        return;
    }
    if let Some(found) = own.find(agent.names.prototype)
        && found.slot == PROTOTYPE_SLOT
        && !found.attributes.is_accessor()
        && object.raw_slot(found.slot) == instances.prototype()
    {
        target.set_instance_shape(own, instances);
    }
}

/// Copies the window of a call from a frame in a heap cell, the innermost one, to the top of the register stack, for a frame of
/// `words` registers; null if there is no room for certain.
///
/// # Safety
/// `this` and `argc` arguments lie at `window`.
#[inline(always)]
pub(super) unsafe fn move_window(agent: &Agent, window: Regs, argc: u32, words: u32) -> Regs {
    // SAFETY: nothing is written before the limit has been compared, and `stack_top` lies within the stack.
    unsafe {
        let regs = agent.stack_top().add(HEADER);
        if regs.wrapping_add(words.max(argc + 1) as usize).cast_const() >= agent.stack.limit().cast_const() {
            return std::ptr::null_mut();
        }
        // Few, so that a call of memcpy would cost more.
        for i in 0..=argc as usize {
            *regs.add(i) = *window.add(i);
        }
        regs
    }
}

enum Entered {
    Frame(Pc, Regs),
    Value(Value),
}

/// Checks that `callee` is a constructor and writes the this of its window.
pub(super) fn prepare_construct(agent: &mut Agent, callee: Value, new_target: Value, window: Regs) -> JsResult<()> {
    if !callee.is_constructor() {
        return Err(super::slow::call::throw_not_a_constructor(agent, callee));
    }
    let this = agent.receiver_for(callee, new_target)?.unwrap_or(Value::EMPTY);
    // SAFETY: the window belongs to the running frame.
    unsafe { *window = this };
    Ok(())
}

/// Where to go on after `enter_special`; `pc` is null if it threw, in the frame with these `regs`.
#[repr(C)]
pub(super) struct GoOn {
    pub pc: Pc,
    pub regs: Regs,
}

/// The slow half of the call instructions. The agent's position is published. Few of its parts fit in registers, so handlers
/// call it and then go on themselves.
#[inline(never)]
pub(super) fn enter_special(
    agent: &mut Agent,
    callee: Value,
    new_target: Value,
    window: Regs,
    argc: u32,
    dst: usize,
    next: Pc,
    regs: Regs,
) -> GoOn {
    match agent.enter(callee, new_target, window, argc, dst, next, regs, false) {
        Ok(Entered::Frame(pc, regs)) => GoOn { pc, regs },
        Ok(Entered::Value(value)) => {
            Frame(regs).set_register(dst, value);
            GoOn { pc: next, regs }
        }
        // The frame may have moved.
        Err(_) => GoOn { pc: std::ptr::null(), regs: agent.interpreter.regs },
    }
}

/// Calls with an argument list made at run time: f(...args).
pub(super) fn call_with_list(agent: &mut Agent, callee: Value, this: Value, list: Value) -> JsResult<Value> {
    if !callee.is_callable() {
        return Err(super::slow::call::throw_not_a_function(agent, callee));
    }
    // OPTIMIZATION: the array was made for this call alone, and the caller's register holds it.
    if let Some(array) = list.as_kind::<crate::object::array::ArrayObject>()
        && let Some(args) = array.packed_slice().filter(|args| args.len() <= MAX_ARGUMENTS)
    {
        return agent.call(callee, this, args);
    }
    let args = list_arguments(agent, list)?;
    agent.call(callee, this, crate::operations::values(&args))
}

/// new f(...args)
pub(super) fn construct_with_list(agent: &mut Agent, callee: Value, list: Value, new_target: Value) -> JsResult<Value> {
    let args = list_arguments(agent, list)?;
    let (Some(constructor), Some(new_target)) =
        (callee.as_object().filter(|o| o.is_constructor()), new_target.as_object())
    else {
        return Err(super::slow::call::throw_not_a_constructor(agent, callee));
    };
    Ok(agent.construct(constructor, crate::operations::values(&args), new_target)?.into())
}

/// `ConstructForward` where the parent constructor is no closure with a plain frame, or there are many arguments.
#[cold]
#[inline(never)]
pub(super) fn construct_forward_slow(agent: &mut Agent, callee: Value, regs: Regs) -> JsResult<Value> {
    let frame = Frame(regs);
    // SAFETY: no register of the frame has been written yet, so its arguments still lie above `this`.
    let arguments = unsafe { std::slice::from_raw_parts(regs.add(1), frame.argc() as usize) };
    let mut list = jenny_gc::RootVec::new(&agent.heap);
    arguments.iter().for_each(|v| list.push(v.bits()));
    let (Some(constructor), Some(new_target)) =
        (callee.as_object().filter(|o| o.is_constructor()), frame.new_target().as_object())
    else {
        return Err(super::slow::call::throw_not_a_constructor(agent, callee));
    };
    Ok(agent.construct(constructor, crate::operations::values(&list), new_target)?.into())
}

fn list_arguments(agent: &mut Agent, list: Value) -> JsResult<jenny_gc::RootVec> {
    let mut args = jenny_gc::RootVec::new(&agent.heap);
    if let Some(array) = list.as_kind::<crate::object::array::ArrayObject>() {
        if array.length() as usize > MAX_ARGUMENTS {
            return Err(agent.throw_stack_overflow());
        }
        for i in 0..array.length() {
            args.push(array.dense_get(i).unwrap_or(Value::UNDEFINED).bits());
        }
    }
    Ok(args)
}
