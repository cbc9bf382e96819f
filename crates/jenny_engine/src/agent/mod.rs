//! Agent: one thread's engine, with its heap, stack, realms, job queue and host hooks (ECMA-262 9.7).

mod heap_snapshot;
pub mod held_by_calls;
pub mod host;
pub mod interrupt;
pub mod job;
pub mod observer;
pub mod protectors;
pub mod repeats;
pub mod stack;

use crate::kind::CELL_TYPES;
use crate::object::Shape;
use crate::realm::Realm;
use crate::string::atoms::AtomTable;
use crate::string::names::Names;
use crate::string::{JsString, PropertyKey, Symbol, WellKnownSymbol};
use crate::{Intrinsic, JsResult, Throw, Value};
use host::HostHooks;
pub use interrupt::InterruptHandle;
use jenny_gc::{Gc, Heap, HeapConfig, Liveness, Trace, Tracer};
use job::JobQueue;
use protectors::Protectors;
use rustc_hash::FxHashMap;
use stack::VmStack;
use std::rc::Rc;

/// Buckets of prototype epochs; see `Agent::prototype_epochs`.
pub const EPOCH_BUCKETS: usize = u8::MAX as usize + 1;

/// The place of a key's epoch in `Agent::prototype_epochs`.
#[inline(always)]
pub(crate) fn epoch_bucket(key: PropertyKey) -> u8 {
    (key.hash() as usize % EPOCH_BUCKETS) as u8
}

/// How an agent is set up.
#[derive(Clone, Debug)]
pub struct AgentOptions {
    /// Bytes that the heap may hold before allocations throw.
    pub heap_limit: usize,
    /// Allocations between two forced collections; 0 forces none.
    pub gc_stress: u32,
    /// Bytes of the JavaScript register stack.
    pub stack_size: usize,
    /// Bytes of native stack that natives may use below where the agent was made.
    pub native_stack_size: usize,
}

impl Default for AgentOptions {
    fn default() -> Self {
        AgentOptions { heap_limit: 4 << 30, gc_stress: 0, stack_size: 1 << 20, native_stack_size: 6 << 20 }
    }
}

/// The engine of one thread. Boxed: its address is fixed, since the collector calls back into it.
pub struct Agent {
    pub heap: Heap,
    pub names: Names,
    pub atoms: AtomTable,
    pub(crate) single_units: Vec<Gc<JsString>>,
    pub(crate) well_known_symbols: Vec<Gc<Symbol>>,
    /// GlobalSymbolRegistry, by atom.
    pub(crate) symbol_registry: FxHashMap<u64, Gc<Symbol>>,
    pub(crate) symbol_count: u32,
    pub(crate) root_shapes: FxHashMap<(u64, u8), Gc<Shape>>,
    /// Names of the functions that make objects of a root shape whose prototype names no constructor; weak as well.
    pub(crate) makers: FxHashMap<Gc<Shape>, Box<str>>,
    /// In front of `root_shapes`; weak too: emptied by every collection.
    pub(crate) root_shape_memo: [Option<Gc<Shape>>; crate::object::shape::ROOT_SHAPE_MEMO],
    /// Bumped when a property with a key of that hash bucket is added to, removed from or changed in kind on an object that is
    /// some shape's prototype. An inline cache for a property found (or not found) along a prototype chain holds the epoch of
    /// its key's bucket and is valid only while it has not moved.
    pub prototype_epochs: [u32; EPOCH_BUCKETS],
    pub(crate) for_in: crate::builtins::iterator::ForInMemo,
    pub(crate) megamorphic: crate::inline_cache::megamorphic::MegamorphicCache,
    /// Bumped when the global object loses or reconfigures a property, or a global lexical binding is declared.
    pub global_epoch: u32,
    pub protectors: Protectors,
    /// Above 0 while builtins are being made: their own properties are no changes.
    pub(crate) making_builtins: u32,
    /// The realm of the running execution context.
    pub(crate) realm: Option<Gc<Realm>>,
    /// The value being thrown, while a `Throw` travels.
    pub(crate) exception: Value,
    pub(crate) stack: VmStack,
    pub jobs: JobQueue,
    /// Somebody is told of jobs and promises; see [`observer`].
    pub(crate) observing: bool,
    pub(crate) observation: Box<observer::Observation>,
    /// What follows a chain of asynchronous calls (AsyncLocalStorage): saved with every reaction, await and microtask and
    /// restored around the job. Undefined until a program sets it.
    pub async_context: Value,
    /// KeepDuringJob list (WeakRef targets), emptied after each job.
    pub(crate) kept_alive: Vec<Value>,
    pub host: Box<dyn HostHooks>,
    /// Who loads modules; without it imports fail.
    pub module_loader: Option<Rc<dyn host::ModuleLoader>>,
    /// Who hosts `Atomics.waitAsync`; without it that throws.
    pub async_waits: Option<Rc<dyn host::AsyncWaits>>,
    /// [[ModuleAsyncEvaluationCount]]
    pub(crate) module_async_evaluation_count: u64,
    /// Natives may not go below this address.
    pub(crate) native_stack_limit: usize,
    pub interrupts: InterruptHandle,
    /// Who is told of HOST interrupts.
    pub interrupt_listener: Option<Rc<dyn host::InterruptListener>>,
    /// Values held for Rust code outside (see `embed::Root`).
    pub(crate) regexp: crate::builtins::RegExpState,
    pub(crate) local_offsets: crate::builtins::date::time::LocalOffsets,
    /// Arrays being joined, outermost first (each also lies on the native stack).
    pub(crate) join_stack: Vec<Value>,
    pub(crate) finalization: crate::builtins::finalization_registry::FinalizationState,
    pub(crate) interpreter: crate::interpreter::InterpreterState,
    /// The story of the last stack overflow.
    pub(crate) stack_overflow: crate::error::stack_overflow::StackOverflow,
    pub(crate) out_of_memory: crate::error::out_of_memory::OutOfMemory,
    /// What crates above keep per agent.
    pub(crate) host_state: crate::embed::AgentState,
    /// Texts of small integers, once there was one.
    pub(crate) number_cache: Vec<Option<Gc<JsString>>>,
}

impl Agent {
    /// A new agent with one realm. Must be used on the thread that made it.
    ///
    /// Panics when the system has no address space left; see [`Agent::try_new`].
    pub fn new(options: AgentOptions, host: Box<dyn HostHooks>) -> Box<Agent> {
        match Agent::try_new(options, host) {
            Ok(agent) => agent,
            Err(error) => panic!("cannot reserve the heap's address space: {error}"),
        }
    }
    /// The same.
    ///
    /// # Errors
    /// The system's, when it has no address space for the heap.
    pub fn try_new(options: AgentOptions, host: Box<dyn HostHooks>) -> std::io::Result<Box<Agent>> {
        let config = HeapConfig { limit: options.heap_limit, stress: false, ..HeapConfig::default() };
        let heap = Heap::try_new(&CELL_TYPES, config)?;
        let stack = VmStack::new(options.stack_size)?;
        let mut atoms = AtomTable::default();
        let names = Names::new(&heap, &mut atoms);
        let marker = 0u8;
        let here = std::ptr::addr_of!(marker) as usize;
        let mut agent = Box::new(Agent {
            names,
            single_units: Vec::with_capacity(256),
            well_known_symbols: Vec::with_capacity(WellKnownSymbol::ALL.len()),
            symbol_registry: FxHashMap::default(),
            symbol_count: 0,
            root_shapes: FxHashMap::default(),
            makers: FxHashMap::default(),
            root_shape_memo: [None; crate::object::shape::ROOT_SHAPE_MEMO],
            prototype_epochs: [0; EPOCH_BUCKETS],
            for_in: Default::default(),
            megamorphic: Default::default(),
            global_epoch: 0,
            protectors: Protectors::default(),
            making_builtins: 0,
            realm: None,
            exception: Value::EMPTY,
            stack,
            jobs: JobQueue::default(),
            observing: false,
            observation: Box::default(),
            async_context: Value::UNDEFINED,
            kept_alive: Vec::new(),
            host,
            module_loader: None,
            async_waits: None,
            module_async_evaluation_count: 0,
            native_stack_limit: here.saturating_sub(options.native_stack_size),
            interrupts: InterruptHandle::default(),
            interrupt_listener: None,
            regexp: Default::default(),
            local_offsets: Default::default(),
            join_stack: Vec::new(),
            finalization: Default::default(),
            interpreter: Default::default(),
            stack_overflow: Default::default(),
            out_of_memory: Default::default(),
            host_state: Default::default(),
            number_cache: Vec::new(),
            atoms,
            heap,
        });
        let data = std::ptr::from_mut::<Agent>(&mut agent).cast::<()>();
        let interrupts = agent.interrupts.clone();
        agent.stack.watch(&interrupts);
        agent.heap.set_roots(trace_roots, data);
        agent.heap.set_weak_roots(sweep_weak, data);
        for unit in 0..=255u8 {
            // A digit is an index and no atom.
            let string = match unit.is_ascii_digit() {
                true => Agent::alloc_latin1_unit(&agent.heap, &[unit]),
                false => agent.atoms.intern_latin1(&agent.heap, &[unit]),
            };
            agent.single_units.push(string);
        }
        for (_, name) in WellKnownSymbol::ALL {
            let description = agent.string(&format!("Symbol.{name}"));
            let symbol = agent.new_symbol(Some(description));
            agent.well_known_symbols.push(symbol);
        }
        let realm = Realm::create(&mut agent);
        agent.realm = Some(realm);
        agent.heap.set_stress(options.gc_stress);
        Ok(agent)
    }
    /// Lets agents that are made from now on have the names known here from their birth, and in common, which is worth doing once a
    /// process: when a first agent of their kind has all that it has before its program.
    pub fn share_atoms(&self) {
        self.atoms.share();
    }
    /// The current Realm Record.
    #[inline(always)]
    pub fn realm(&self) -> Gc<Realm> {
        match self.realm {
            Some(realm) => realm,
            None => unreachable!("an agent has a realm from its construction on"),
        }
    }
    /// Runs `f` with another current realm.
    pub fn with_realm<R>(&mut self, realm: Gc<Realm>, f: impl FnOnce(&mut Agent) -> R) -> R {
        let old = self.realm.replace(realm);
        let result = f(self);
        self.realm = old;
        result
    }
    /// An intrinsic object of the current realm, made at its first touch.
    #[inline]
    pub fn intrinsic(&mut self, which: Intrinsic) -> Gc<crate::Object> {
        let realm = self.realm();
        realm.intrinsic(self, which)
    }
    /// Throws a value: `return Err(agent.throw(value))`.
    pub fn throw(&mut self, value: Value) -> Throw {
        self.exception = value;
        Throw(())
    }
    /// Takes the thrown value after an Err.
    pub fn take_exception(&mut self, _: Throw) -> Value {
        std::mem::replace(&mut self.exception, Value::UNDEFINED)
    }
    /// Takes the thrown value where the Err itself is gone.
    pub fn take_pending_exception(&mut self) -> Value {
        std::mem::replace(&mut self.exception, Value::UNDEFINED)
    }
    /// Err(RangeError) if natives have used up their stack.
    #[inline(always)]
    pub fn check_native_stack(&mut self) -> JsResult<()> {
        let marker = 0u8;
        if (std::ptr::addr_of!(marker) as usize) < self.native_stack_limit {
            return Err(self.throw_stack_overflow());
        }
        Ok(())
    }
    /// Where nothing runs, on a thread of the agent's own: the system gets back what earlier calls used of its stacks.
    pub fn give_back_stacks(&mut self) {
        let top = self.stack_top().max(self.stack.top);
        self.stack.give_back(top);
        jenny_gc::give_back_dead_stack();
    }
    /// The handle by which other threads interrupt this agent.
    pub fn interrupt_handle(&self) -> InterruptHandle {
        self.interrupts.clone()
    }
    /// Called where a loop or a native polls: throws if the agent was asked to stop or is out of memory.
    #[inline(always)]
    pub fn poll_interrupts(&mut self) -> JsResult<()> {
        if self.interrupts.pending() != 0 || self.heap.has_news_of_exhaustion() {
            self.handle_interrupts()
        } else {
            Ok(())
        }
    }
    #[cold]
    pub(crate) fn handle_interrupts(&mut self) -> JsResult<()> {
        self.stack.restore_limit();
        let pending = self.interrupts.pending();
        if pending & interrupt::TERMINATE != 0 {
            // No handler catches an empty exception: the unwinder lets it through.
            self.exception = Value::EMPTY;
            return Err(Throw(()));
        }
        self.tell_of_host_interrupt(pending);
        if pending & interrupt::OBSERVER != 0 {
            self.interrupts.clear(interrupt::OBSERVER);
            self.observe_interrupt();
        }
        if self.heap.is_exhausted() {
            return Err(self.throw_out_of_memory());
        }
        Ok(())
    }
    fn tell_of_host_interrupt(&mut self, pending: u32) {
        if pending & interrupt::HOST != 0 {
            self.interrupts.clear(interrupt::HOST);
            if let Some(listener) = self.interrupt_listener.clone() {
                listener.interrupted(self);
            }
        }
    }
    /// Tells the listener what was asked of it, where nothing runs.
    pub fn serve_interrupts(&mut self) {
        let pending = self.interrupts.pending();
        if pending != 0 {
            self.tell_of_host_interrupt(pending);
        }
    }
    /// For work that cannot be left and taken up again: serves what can be served in its middle. True if it has to stop.
    #[inline(always)]
    pub(crate) fn must_stop(&mut self) -> bool {
        let pending = self.interrupts.pending();
        if pending != 0 {
            self.tell_of_host_interrupt(pending);
        }
        pending & interrupt::TERMINATE != 0
    }
    /// A frame that would reach to `end` seems not to fit: either it does not, or the limit was lowered by somebody who wants
    /// attention. Errors: RangeError, and what interrupts throw.
    #[cold]
    #[inline(never)]
    pub(crate) fn stack_seems_full(&mut self, end: *mut Value) -> JsResult<()> {
        self.stack.restore_limit();
        self.poll_interrupts()?;
        if end >= self.stack.full_limit() { Err(self.throw_stack_overflow()) } else { Ok(()) }
    }
    /// A call found the stack's limit reached: it is watched, or somebody wants attention, or the stack is full, which the caller
    /// finds out by the full limit. Errors: what interrupts throw.
    #[cold]
    #[inline(never)]
    pub(crate) fn limit_reached_by_call(
        &mut self,
        code: Gc<crate::function::Code>,
        window: *mut Value,
        argc: u32,
    ) -> JsResult<()> {
        if self.stack.unwatch_calls() {
            self.observe_call(code, window, argc);
        }
        self.poll_interrupts()
    }
    /// Ends this agent's program from inside: the uncatchable error that `return Err(...)` passes on.
    pub fn terminate(&mut self) -> Throw {
        self.interrupts.request(interrupt::TERMINATE);
        self.exception = Value::EMPTY;
        Throw(())
    }
    /// Takes back a request to end the program, once nothing of it runs any more; false if there was none.
    pub fn recover_from_termination(&mut self) -> bool {
        let asked = self.interrupts.pending() & interrupt::TERMINATE != 0;
        if asked {
            self.interrupts.clear(interrupt::TERMINATE);
            self.exception = Value::UNDEFINED;
        }
        asked
    }
    /// Whether an exception is the uncatchable one of termination.
    pub fn is_terminating(&self) -> bool {
        self.exception.is_empty()
    }
}

/// The collector's view of an agent: everything that must live and is not on the native stack.
unsafe fn trace_roots(data: *mut (), tracer: &mut Tracer<'_>) {
    // SAFETY: `data` is the boxed agent, which owns the heap and outlives it; only reads happen here.
    let agent = unsafe { &*data.cast::<Agent>() };
    agent.names.trace(tracer);
    agent.single_units.iter().for_each(|s| tracer.visit(*s));
    agent.well_known_symbols.iter().for_each(|s| tracer.visit(*s));
    agent.symbol_registry.values().for_each(|s| tracer.visit(*s));
    agent.realm.trace(tracer);
    agent.exception.trace(tracer);
    agent.kept_alive.iter().for_each(|v| v.trace(tracer));
    agent.jobs.trace(tracer);
    agent.async_context.trace(tracer);
    agent.regexp.trace(tracer);
    agent.interpreter.trace(tracer);
    agent.stack_overflow.trace(tracer);
    agent.out_of_memory.trace(tracer);
    agent.number_cache.iter().flatten().for_each(|s| tracer.visit(*s));
    agent.stack.trace(tracer);
    crate::interpreter::trace_frames(agent, tracer);
}

unsafe fn sweep_weak(data: *mut (), liveness: &Liveness) {
    // SAFETY: as above; the tables changed here are not borrowed while a collection runs (no allocation happens inside them).
    let agent = unsafe { &mut *data.cast::<Agent>() };
    agent.atoms.sweep(liveness);
    agent.root_shape_memo.fill(None);
    agent.for_in.clear();
    agent.megamorphic.clear();
    agent.root_shapes.retain(|_, shape| liveness.is_live(*shape));
    agent.makers.retain(|shape, _| liveness.is_live(*shape));
    if agent.finalization.sweep(liveness) {
        agent.host.finalization_ready();
    }
}
