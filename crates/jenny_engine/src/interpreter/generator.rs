//! Suspended frames: a generator, async generator or async function keeps its frame in one heap cell, sized exactly.
//!
//! The frame is copied there once, at its first suspension; from then on it runs in place: resuming links it to its resumer and
//! sets two pointers. Calls made from such a frame put their own frames on top of the register stack.

use super::dispatch::{Pc, Regs, run};
use super::frame::{Frame, HEADER, frame_flags};
use super::unwind::Landing;
use crate::agent::Agent;
use crate::agent::observer::{ObservedNumber, PromiseOrigin};
use crate::builtins::async_generator;
use crate::builtins::promise;
use crate::error::stack_trace::CapturedFrame;
use crate::function::Code;
use crate::kind::Kind;
use crate::object::{AsObject, Object, ObjectType};
use crate::{Intrinsic, JsResult, Value};
use jenny_bytecode::FunctionKind;
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use std::cell::Cell;

/// [[GeneratorState]] and [[AsyncGeneratorState]].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum GeneratorState {
    SuspendedStart,
    SuspendedYield,
    Executing,
    /// async generators: awaiting inside, or draining the queue
    Awaiting,
    Completed,
}

/// How a suspended frame is resumed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum ResumeMode {
    Next = 0,
    Throw = 1,
    Return = 2,
}

/// What the frame was suspended by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
enum SuspendedBy {
    Start,
    Yield,
    YieldDelegate,
    Await,
    /// as Await, with a second register for what is known of the value
    AsyncIteratorStep,
}

/// A generator object, an async generator object, or the (unreachable) object of a suspended async function.
#[repr(C)]
pub struct GeneratorObject {
    object: Object,
    state: Cell<GeneratorState>,
    by: Cell<SuspendedBy>,
    pub(crate) is_async: bool,
    /// registers of the frame
    register_count: u32,
    /// where to go on, and which registers get the value and the mode
    resume_pc: Cell<Pc>,
    value_register: Cell<u16>,
    mode_register: Cell<u16>,
    pub(crate) number: ObservedNumber,
    /// async function: its promise; async generator: its requests (see builtins::async_generator)
    pub(crate) capability: Field<Value>,
}

// SAFETY: visits the object part, and the frame's words, of which some registers may be out of date.
unsafe impl Trace for GeneratorObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        self.capability.get().trace(tracer);
        if self.state.get() == GeneratorState::Completed {
            return;
        }
        // SAFETY: header and registers follow the fixed part.
        unsafe {
            let start = (self as *const GeneratorObject).add(1).cast::<u64>();
            let end = start.add(HEADER + self.register_count as usize);
            tracer.visit_stale_range(start, end);
        }
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for GeneratorObject {}
// SAFETY: repr(C), Object first.
unsafe impl ObjectType for GeneratorObject {
    const KIND: Kind = Kind::Generator;
}

impl GeneratorObject {
    pub fn state(&self) -> GeneratorState {
        self.state.get()
    }
    pub fn set_state(&self, state: GeneratorState) {
        self.state.set(state);
    }
    /// Whether the value yielded last is an iterator result made by the inner iterator of yield*.
    pub fn is_delegating(&self) -> bool {
        self.by.get() == SuspendedBy::YieldDelegate
    }
    fn regs(&self) -> Regs {
        // SAFETY: the frame's header follows the fixed part.
        unsafe { (self as *const GeneratorObject).add(1).cast::<Value>().cast_mut().add(HEADER) }
    }
    /// The frame's code.
    pub fn code(&self) -> Option<Gc<Code>> {
        Frame(self.regs()).code()
    }
    pub fn header(&self) -> &Header {
        self.object.header()
    }
    /// The function object whose frame this is.
    pub fn function(&self) -> Value {
        Frame(self.regs()).function()
    }
    /// While it awaits: what waited for the same promise before it, a generator, a Reaction or undefined. The word of its frame
    /// holds the caller's registers while the frame runs.
    pub(crate) fn waits_behind(&self) -> Value {
        Value::from_bits(Frame(self.regs()).caller() as u64)
    }
    /// Puts the generator, which is about to leave the interpreter, behind what waits already.
    pub(crate) fn wait_behind(&self, agent: &mut Agent, before: Value) {
        let frame = Frame(self.regs());
        if agent.interpreter.regs == self.regs() {
            // The frame is no longer running.
            (agent.interpreter.pc, agent.interpreter.regs) = (frame.return_pc(), frame.caller());
        }
        jenny_gc::write_barrier(self.object.header());
        frame.set_return(std::ptr::null(), before.bits() as Regs);
    }
    /// Whether this is an object that programs see, whose requests are in `capability`.
    pub(crate) fn is_async_generator(&self) -> bool {
        self.is_async && Frame(self.regs()).has(frame_flags::GENERATOR)
    }
    /// Who waits for it: of an async function its promise, or the capability that holds it; of an async generator the promise of the
    /// first request, or the generator that made it.
    pub fn result(&self) -> Value {
        if self.is_async_generator() { async_generator::first_requester(self) } else { self.capability.get() }
    }
    /// Of an async function: its promise.
    pub(crate) fn own_promise(&self) -> Value {
        if self.is_async_generator() { Value::UNDEFINED } else { self.capability.get() }
    }
    /// Where it is suspended: word index in its code.
    pub fn position(&self) -> u32 {
        // SAFETY: resume_pc lies in the code.
        self.code()
            .map_or(0, |c| unsafe { self.resume_pc.get().offset_from(c.hot.entry.get()) } as u32)
            .saturating_sub(1)
    }
}

/// Copies the running frame into a new cell with a prototype (a plain internal object for async functions).
fn move_to_heap(agent: &mut Agent, frame: Frame, prototype: Value, is_async: bool) -> JsResult<Gc<GeneratorObject>> {
    // SAFETY: only compiled frames suspend.
    let code = unsafe { frame.code_unchecked() };
    let registers = code.hot.register_count.get();
    let shape = agent.root_shape(prototype, 0);
    let size = std::mem::size_of::<GeneratorObject>() + 8 * (HEADER + registers as usize);
    let object = Object::new(Kind::Generator, shape);
    let header = Header::with_aux(Kind::Generator as u8, shape.compress());
    let Some(cell) = agent.heap.try_alloc_raw(header, size) else { return Err(agent.throw_out_of_memory()) };
    let cell = cell.cast::<GeneratorObject>();
    // SAFETY: freshly allocated with room for the frame; the fixed part is written field by field after the header.
    unsafe {
        let at = cell.as_ptr();
        at.cast::<u64>()
            .add(1)
            .copy_from((&raw const object).cast::<u64>().add(1), std::mem::size_of::<Object>() / 8 - 1);
        (&raw mut (*at).state).write(Cell::new(GeneratorState::SuspendedStart));
        (&raw mut (*at).by).write(Cell::new(SuspendedBy::Start));
        (&raw mut (*at).is_async).write(is_async);
        (&raw mut (*at).register_count).write(registers);
        (&raw mut (*at).resume_pc).write(Cell::new(std::ptr::null()));
        (&raw mut (*at).value_register).write(Cell::new(0));
        (&raw mut (*at).mode_register).write(Cell::new(0));
        (&raw mut (*at).number).write(ObservedNumber::default());
        (&raw mut (*at).capability).write(Field::new(Value::UNDEFINED));
        let generator: Gc<GeneratorObject> = Gc::from_ptr(cell);
        let target = generator.regs().sub(HEADER);
        std::ptr::copy_nonoverlapping(frame.0.sub(HEADER), target, HEADER + registers as usize);
        let moved = Frame(generator.regs());
        moved.set_generator(generator.into());
        Ok(generator)
    }
}

/// GeneratorStart: makes the generator object and returns it to the caller (27.5.3.1).
pub(super) fn start(agent: &mut Agent, pc: Pc, frame: Frame) -> JsResult<Landing> {
    // SAFETY: only compiled frames execute instructions.
    let code = unsafe { frame.code_unchecked() };
    let is_async = code.template.flags.is_async;
    let default = if is_async { Intrinsic::AsyncGeneratorPrototype } else { Intrinsic::GeneratorPrototype };
    let prototype = agent.get_prototype_from_constructor(frame.function(), default)?;
    let generator = move_to_heap(agent, frame, prototype.into(), is_async)?;
    // SAFETY: the next instruction follows.
    generator.resume_pc.set(unsafe { pc.add(1) });
    agent.interpreter.result = generator.into();
    let landing = super::unwind::leave(agent, frame);
    // What runs later is neither a construct nor a return into this caller.
    let moved = Frame(generator.regs());
    moved.set_info((moved.info() & 0xffff_ffff) | frame_flags::GENERATOR | frame_flags::ENTRY);
    Ok(landing)
}

#[inline(always)]
fn suspend(generator: Gc<GeneratorObject>, by: SuspendedBy, resume: Pc, value_register: usize, mode_register: usize) {
    // The frame was written without barriers while it ran: the collector looks at the whole cell once.
    jenny_gc::write_barrier(generator.header());
    generator.by.set(by);
    generator.resume_pc.set(resume);
    generator.value_register.set(value_register as u16);
    generator.mode_register.set(mode_register as u16);
}

/// Yield and YieldDelegate: suspends and leaves the loop with the value.
pub(super) fn yield_value(agent: &mut Agent, insn: super::slow::Insn, delegate: bool) -> JsResult<Landing> {
    let frame = insn.frame();
    // SAFETY: the frame's generator word was set when it moved to the heap.
    let generator = unsafe { frame.generator().as_gc_unchecked::<GeneratorObject>() };
    let by = if delegate { SuspendedBy::YieldDelegate } else { SuspendedBy::Yield };
    // SAFETY: the next instruction follows.
    suspend(generator, by, unsafe { insn.pc().add(1) }, insn.byte(1), insn.byte(3));
    generator.state.set(GeneratorState::SuspendedYield);
    let value = insn.get(2);
    if generator.is_async {
        agent.interpreter.result = Value::UNDEFINED;
        // The frame is no longer running: what follows belongs to its resumer.
        (agent.interpreter.pc, agent.interpreter.regs) = (frame.return_pc(), frame.caller());
        async_generator::yielded(agent, generator, value)?;
        // A request that was waiting resumed the frame at once, or it stays suspended.
        return Ok(Landing::Exit(super::dispatch::EXIT_VALUE));
    }
    agent.interpreter.result = value;
    Ok(Landing::Exit(super::dispatch::EXIT_VALUE))
}

impl Agent {
    /// Remembers a module body that awaits, and forgets those that have ended.
    #[cold]
    fn note_waiting_module(&mut self, generator: Gc<GeneratorObject>) {
        self.interpreter.waiting_modules.retain(|known| known.state() != GeneratorState::Completed);
        self.interpreter.waiting_modules.push(generator);
    }
    /// The module bodies that await at their top level.
    pub fn waiting_modules(&self) -> Vec<Gc<GeneratorObject>> {
        let waiting = self.interpreter.waiting_modules.iter();
        waiting.copied().filter(|generator| generator.state() == GeneratorState::Awaiting).collect()
    }
}

/// Await: suspends until the value settles.
pub(super) fn await_value(agent: &mut Agent, insn: super::slow::Insn) -> JsResult<Landing> {
    wait_for(agent, insn, insn.get(2), SuspendedBy::Await, 0)
}

/// AsyncIteratorStep: calls `next` of an async iterator and suspends until what that answers settles.
pub(super) fn async_iterator_step(agent: &mut Agent, insn: super::slow::Insn) -> JsResult<Landing> {
    let state = insn.byte(3);
    if let Some(source) = direct_source(agent, insn) {
        agent.check_native_stack()?;
        let (generator, first) = begin_wait(agent, insn, SuspendedBy::AsyncIteratorStep, state)?;
        async_generator::ask(agent, source, generator)?;
        return Ok(end_wait(agent, insn.frame(), generator, first));
    }
    let result = agent.call(insn.get_run(2, 1), insn.get_run(2, 0), &[])?;
    wait_for(agent, insn, result, SuspendedBy::AsyncIteratorStep, state)
}

/// The async generator that the record's iterator is, if nobody can see the promises and iterator results of its steps.
fn direct_source(agent: &Agent, insn: super::slow::Insn) -> Option<Gc<GeneratorObject>> {
    let source = insn.get_run(2, 0).as_kind::<GeneratorObject>().filter(|source| source.is_async_generator())?;
    let next = insn.get_run(2, 1).as_kind::<crate::function::NativeFunctionObject>()?;
    let is_original = next.function() as usize == async_generator::async_generator_next as *const () as usize;
    let unseen = agent.protectors.promise && !agent.observing && agent.async_context.is_undefined();
    // A promise of another realm would be wrapped.
    (is_original && unseen && Some(next.realm) == agent.realm).then_some(source)
}

/// Suspends until `value` settles.
#[inline(always)]
fn wait_for(
    agent: &mut Agent,
    insn: super::slow::Insn,
    value: Value,
    by: SuspendedBy,
    mode_register: usize,
) -> JsResult<Landing> {
    // OPTIMIZATION: what is no object needs no promise to resume with it.
    let awaited = match value.is_object() || agent.observing {
        true => Some(promise::promise_resolve_intrinsic(agent, value)?),
        false => None,
    };
    let (generator, first) = begin_wait(agent, insn, by, mode_register)?;
    match awaited {
        Some(awaited) => promise::await_promise(agent, awaited, generator),
        None => promise::resume_later(agent, generator, value, false),
    }
    Ok(end_wait(agent, insn.frame(), generator, first))
}

/// Suspends the frame, after moving it to the heap if it is not there yet (true).
#[inline(always)]
fn begin_wait(
    agent: &mut Agent,
    insn: super::slow::Insn,
    by: SuspendedBy,
    mode_register: usize,
) -> JsResult<(Gc<GeneratorObject>, bool)> {
    let frame = insn.frame();
    let first = frame.generator().is_undefined();
    let generator = if first {
        first_wait(agent, frame)?
    } else {
        // SAFETY: set when the frame moved.
        unsafe { frame.generator().as_gc_unchecked::<GeneratorObject>() }
    };
    // SAFETY: the next instruction follows.
    suspend(generator, by, unsafe { insn.pc().add(1) }, insn.byte(1), mode_register);
    generator.state.set(GeneratorState::Awaiting);
    Ok((generator, first))
}

/// Moves the frame of an async function to the heap and makes its promise.
#[inline(never)]
fn first_wait(agent: &mut Agent, frame: Frame) -> JsResult<Gc<GeneratorObject>> {
    let generator = move_to_heap(agent, frame, Value::NULL, true)?;
    let result = promise::new_promise_from(agent, PromiseOrigin::AsyncFunction);
    generator.capability.init(result.into());
    if generator.code().is_some_and(|code| code.template().kind == FunctionKind::Module) {
        agent.note_waiting_module(generator);
    }
    let moved = Frame(generator.regs());
    moved.set_info((moved.info() & 0xffff_ffff) | frame_flags::ASYNC | frame_flags::ENTRY);
    Ok(generator)
}

/// Leaves the suspended frame: to its resumer, or, the first time, to its caller with its promise.
#[inline(always)]
fn end_wait(agent: &mut Agent, frame: Frame, generator: Gc<GeneratorObject>, first: bool) -> Landing {
    if first {
        agent.interpreter.result = generator.capability.get();
        return super::unwind::leave(agent, frame);
    }
    agent.interpreter.result = Value::UNDEFINED;
    Landing::Exit(super::dispatch::EXIT_VALUE)
}

/// Runs a suspended frame until it suspends or completes again. For a sync generator, the value yielded or returned.
pub fn resume(agent: &mut Agent, generator: Gc<GeneratorObject>, value: Value, mode: ResumeMode) -> JsResult<Value> {
    resume_knowing(agent, generator, value, mode, Value::EMPTY)
}

/// The same; `state` goes with the value of an AsyncIteratorStep.
fn resume_knowing(
    agent: &mut Agent,
    generator: Gc<GeneratorObject>,
    value: Value,
    mode: ResumeMode,
    state: Value,
) -> JsResult<Value> {
    let regs = generator.regs();
    let frame = Frame(regs);
    let Some(code) = frame.code() else { return Ok(Value::UNDEFINED) };
    let by = generator.by.get();
    generator.state.set(GeneratorState::Executing);
    frame.set_return(agent.interpreter.pc, agent.interpreter.regs);
    let pc = generator.resume_pc.get();
    let mut throws = false;
    match by {
        SuspendedBy::Start => throws = mode == ResumeMode::Throw,
        SuspendedBy::Await => {
            throws = mode == ResumeMode::Throw;
            frame.set_register(generator.value_register.get() as usize, value);
        }
        SuspendedBy::AsyncIteratorStep => {
            throws = mode == ResumeMode::Throw;
            frame.set_register(generator.value_register.get() as usize, value);
            frame.set_register(generator.mode_register.get() as usize, state);
        }
        SuspendedBy::Yield => {
            throws = mode == ResumeMode::Throw;
            frame.set_register(generator.value_register.get() as usize, value);
            frame.set_register(generator.mode_register.get() as usize, Value::bool(mode == ResumeMode::Return));
        }
        SuspendedBy::YieldDelegate => {
            frame.set_register(generator.value_register.get() as usize, value);
            frame.set_register(generator.mode_register.get() as usize, Value::int(mode as i32));
        }
    }
    if throws {
        agent.exception = value;
    }
    let realm = agent.realm.replace(code.realm);
    // SAFETY: the instruction before the resumption point is the one that suspended.
    let from = if throws { unsafe { pc.sub(1) } } else { pc };
    let result = run(agent, from, regs, throws);
    agent.realm = realm;
    if result.is_err() && generator.state.get() == GeneratorState::Executing {
        generator.state.set(GeneratorState::Completed);
    }
    result
}

/// A Resume job: continues after an await. `state` is that of an AsyncIteratorStep.
pub(crate) fn resume_job(
    agent: &mut Agent,
    generator: Gc<GeneratorObject>,
    value: Value,
    throws: bool,
    state: Value,
) -> JsResult<()> {
    let mode = if throws { ResumeMode::Throw } else { ResumeMode::Next };
    resume_knowing(agent, generator, value, mode, state).map(|_| ())
}

/// An exception leaves a generator's frame. Async generators keep it; Some: where to go on.
pub(super) fn generator_threw(agent: &mut Agent, frame: Frame) -> Option<Landing> {
    // SAFETY: frames with the GENERATOR flag lie in a generator.
    let generator = unsafe { frame.generator().as_gc_unchecked::<GeneratorObject>() };
    generator.state.set(GeneratorState::Completed);
    if !generator.is_async || agent.is_terminating() {
        return None;
    }
    let exception = std::mem::replace(&mut agent.exception, Value::UNDEFINED);
    agent.interpreter.result = Value::UNDEFINED;
    if async_generator::completed(agent, generator, exception, true).is_err() {
        return None;
    }
    Some(Landing::Exit(super::dispatch::EXIT_VALUE))
}

/// A generator's frame returns: the value for its resumer.
pub(super) fn generator_returned(agent: &mut Agent, frame: Frame, value: Value) -> Value {
    // SAFETY: as above.
    let generator = unsafe { frame.generator().as_gc_unchecked::<GeneratorObject>() };
    generator.by.set(SuspendedBy::Yield);
    generator.state.set(GeneratorState::Completed);
    if !generator.is_async {
        return value;
    }
    let _ = async_generator::completed(agent, generator, value, false);
    Value::UNDEFINED
}

/// An async function returns: its promise, if the frame never suspended (its caller gets it), else undefined.
pub(super) fn async_function_returned(agent: &mut Agent, frame: Frame, value: Value) -> Value {
    if frame.generator().is_undefined() {
        return promise::new_resolved_promise(agent, value, PromiseOrigin::AsyncFunction).into();
    }
    // SAFETY: set when the frame moved.
    let generator = unsafe { frame.generator().as_gc_unchecked::<GeneratorObject>() };
    generator.state.set(GeneratorState::Completed);
    if let Some(result) = generator.capability.get().as_kind::<promise::PromiseObject>() {
        promise::resolve_promise(agent, result, value);
    }
    Value::UNDEFINED
}

/// An exception leaves an async function: likewise, rejected.
pub(super) fn async_function_threw(agent: &mut Agent, frame: Frame) -> Value {
    let exception = std::mem::replace(&mut agent.exception, Value::UNDEFINED);
    if frame.generator().is_undefined() {
        let result = promise::new_promise_from(agent, PromiseOrigin::AsyncFunction);
        promise::reject_promise(agent, result, exception);
        return result.into();
    }
    // SAFETY: set when the frame moved.
    let generator = unsafe { frame.generator().as_gc_unchecked::<GeneratorObject>() };
    generator.state.set(GeneratorState::Completed);
    if let Some(result) = generator.capability.get().as_kind::<promise::PromiseObject>() {
        promise::reject_promise(agent, result, exception);
    }
    Value::UNDEFINED
}

/// Adds the frames that await what now runs: the chain of async functions above the innermost frame that was resumed by a job.
pub(super) fn append_async_frames(agent: &mut Agent, frames: &mut Vec<CapturedFrame>, limit: usize) {
    // The outermost frame in a heap cell tells whose promise is awaited.
    let mut regs = agent.interpreter.regs;
    let mut outermost = Value::UNDEFINED;
    while !regs.is_null() {
        let frame = Frame(regs);
        if frame.code().is_some() {
            outermost = if agent.stack.contains(regs) { Value::UNDEFINED } else { frame.generator() };
        }
        regs = frame.caller();
    }
    // A handler of `then` that a job runs stands for the promise that it will settle.
    let mut promise = match outermost.as_kind::<GeneratorObject>() {
        Some(generator) => generator.result(),
        None => agent.interpreter.reaction,
    };
    while frames.len() < limit {
        let Some(waiting) = promise::awaiting_generator(promise) else { return };
        if let Some(code) = waiting.code() {
            frames.push(CapturedFrame {
                code: Some(code),
                pc: waiting.position(),
                function: waiting.function(),
                this: Value::UNDEFINED,
                is_construct: false,
                is_async: true,
            });
        }
        promise = waiting.result();
    }
}

/// Upcast for callers outside.
pub fn as_object(generator: Gc<GeneratorObject>) -> Gc<Object> {
    generator.as_object()
}
