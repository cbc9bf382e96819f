//! The interpreter: dispatch, frames, unwinding and the handlers of each family of instructions.
//!
//! - `dispatch`: the table, the loop, operand decoding
//! - `frame`: what a frame consists of
//! - `call`: entering functions, calls from Rust
//! - `tail_calls`: what makes room when the stack is full of them
//! - `unwind`: exceptions, returns with something to do
//! - `generator`: suspended frames: generators, async functions
//! - `handlers`: fast paths, one family a file; `slow`: the rest in the same families

pub(crate) mod call;
pub(crate) mod dispatch;
pub(crate) mod frame;
pub mod generator;
mod handlers;
pub(crate) mod slow;
mod tail_calls;
mod unwind;

pub(crate) use call::RepeatedCall;
pub use slow::eval::indirect_eval;

use crate::Value;
use crate::agent::Agent;
use crate::error::stack_trace::{CapturedFrame, CapturedStack};
use crate::object::Object;
use dispatch::{Pc, Regs};
use frame::{Frame, frame_flags};
use jenny_gc::{Gc, Trace, Tracer};
use std::cell::Cell;

/// What the interpreter keeps in the agent.
pub struct InterpreterState {
    /// the instruction being executed in the innermost frame, as far as published
    pub(crate) pc: Pc,
    /// the innermost frame's registers, null when nothing runs
    pub(crate) regs: Regs,
    /// value that leaves a frame
    pub(crate) result: Value,
    /// registers to go on with, from a slow path that returns an instruction pointer only
    pub(crate) next_regs: Regs,
    /// module bodies that await at their top level: what a program that ends too early still waits for
    pub(crate) waiting_modules: Vec<Gc<generator::GeneratorObject>>,
    /// The promise (or capability) that the running reaction job will settle.
    pub(crate) reaction: Value,
}

impl Default for InterpreterState {
    fn default() -> Self {
        InterpreterState {
            pc: std::ptr::null(),
            regs: std::ptr::null_mut(),
            result: Value::UNDEFINED,
            next_regs: std::ptr::null_mut(),
            waiting_modules: Vec::new(),
            reaction: Value::UNDEFINED,
        }
    }
}

impl InterpreterState {
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        self.result.trace(tracer);
        self.reaction.trace(tracer);
        self.waiting_modules.iter().for_each(|generator| tracer.visit(*generator));
    }
}

/// Marks what frames hold: the register stack up to its top, and frames in heap cells.
pub(crate) fn trace_frames(agent: &Agent, tracer: &mut Tracer<'_>) {
    let top = agent.stack_top().max(agent.stack.top);
    // A window being laid out may reach a little above the top.
    let end = top.wrapping_add(64).min(agent.stack.end().cast_mut());
    // SAFETY: both lie in the stack's memory.
    unsafe { tracer.visit_conservative_range(agent.stack.base().cast(), end.cast_const().cast()) };
    let mut regs = agent.interpreter.regs;
    while !regs.is_null() {
        let frame = Frame(regs);
        if !agent.stack.contains(regs)
            && let Some(code) = frame.code()
        {
            // SAFETY: a running heap frame has its header and its code's registers.
            unsafe {
                tracer.visit_conservative_range(
                    regs.sub(frame::HEADER).cast_const().cast(),
                    regs.add(code.hot.register_count.get() as usize).cast_const().cast(),
                );
            }
        }
        regs = frame.caller();
    }
}

/// The name that a native function began with; empty for what is none.
pub fn native_name(function: Value) -> String {
    let native = function.as_kind::<crate::function::NativeFunctionObject>();
    native.and_then(|native| native.initial_name().as_string()).map_or_else(String::new, |name| name.to_rust_string())
}

/// Calls that `call_sites` looks for.
const CALL_SITES: usize = 3;

/// A call that runs.
#[derive(Clone, Copy, Debug)]
pub enum Running {
    /// The code, and the word index of its instruction.
    Compiled(Gc<crate::function::Code>, u32),
    /// The function object.
    Native(Value),
}

/// A place in compiled code.
#[derive(Clone, Debug)]
pub struct CodePosition {
    pub template: std::sync::Arc<jenny_bytecode::FunctionTemplate>,
    /// word index of the instruction
    pub pc: u32,
}

impl CodePosition {
    /// Line and column from 1.
    pub fn line_column(&self) -> (u32, u32) {
        self.template.source.line_column(crate::builtins::error::call_site::template_offset(&self.template, self.pc))
    }
}

/// The frames of now, innermost first, at most `limit`. `above`: leaves out frames above and including the topmost call of it.
pub fn capture_frames(agent: &mut Agent, limit: usize, above: Option<Gc<Object>>) -> CapturedStack {
    let mut frames = Vec::new();
    let mut skipping = above.is_some();
    agent.walk_frames(|frame, code, pc| {
        if frames.len() >= limit {
            return false;
        }
        if !skipping && (code.is_some() || !crate::builtins::function::passes_call_on(frame.function())) {
            frames.push(CapturedFrame {
                code,
                pc,
                function: frame.function(),
                this: frame.register(0),
                is_construct: code.is_some() && frame.has(frame_flags::CONSTRUCT)
                    || code.is_none() && !frame.new_target().is_undefined(),
                is_async: false,
            });
        } else if skipping && above.is_some_and(|f| frame.function() == f.into()) {
            skipping = false;
        }
        true
    });
    generator::append_async_frames(agent, &mut frames, limit);
    CapturedStack { frames }
}

/// Frames of a [`CallTrail`].
const TRAIL: usize = 12;

/// The places of the innermost frames as words, to be compared quickly with where the agent stands later. The words stay
/// meaningful while the templates of the frames' code live.
#[derive(Clone, Copy, Debug, Default)]
pub struct CallTrail {
    words: [usize; TRAIL],
    length: usize,
    /// More frames follow.
    is_cut: bool,
}

/// A trail in a place that two sides share.
#[derive(Debug, Default)]
pub(crate) struct TrailCell {
    words: Cell<[usize; TRAIL]>,
    length: Cell<usize>,
    is_cut: Cell<bool>,
}

impl TrailCell {
    pub(crate) fn set(&self, trail: &CallTrail) {
        self.words.set(trail.words);
        self.length.set(trail.length);
        self.is_cut.set(trail.is_cut);
    }
}

/// What tells a frame and its place from others: its pc and its code, one word for both.
#[inline(always)]
fn frame_word(frame: Frame, pc: *const u32) -> usize {
    pc as usize ^ (frame.code_word() as usize).rotate_left(17)
}

impl CallTrail {
    /// Where `agent` stands. `visit` gets each compiled frame, innermost first: its code and the word index in it.
    pub fn of(agent: &Agent, mut visit: impl FnMut(Gc<crate::function::Code>, u32)) -> CallTrail {
        CallTrail::up_to(agent, |code, pc| {
            visit(code, pc);
            true
        })
    }

    /// The same up to the frame at which `visit` answers false.
    fn up_to(agent: &Agent, mut visit: impl FnMut(Gc<crate::function::Code>, u32) -> bool) -> CallTrail {
        let mut trail = CallTrail::default();
        let (mut pc, mut regs) = (agent.interpreter.pc, agent.interpreter.regs);
        // A caller's pc is behind its call instruction, unless the call came from a native.
        let mut behind = 0;
        let mut goes_on = true;
        while goes_on && !regs.is_null() && trail.length < TRAIL {
            let frame = Frame(regs);
            trail.words[trail.length] = frame_word(frame, pc);
            trail.length += 1;
            let code = frame.code();
            if let Some(code) = code {
                // SAFETY: the pc lies in the frame's code, or one behind.
                let at = unsafe { pc.offset_from(code.hot.entry.get()) } as u32;
                goes_on = visit(code, at.saturating_sub(behind));
            }
            pc = frame.return_pc();
            behind = u32::from(code.is_some() && !frame.has(frame_flags::ENTRY));
            regs = frame.caller();
        }
        trail.is_cut = !regs.is_null();
        trail
    }
}

impl Agent {
    /// Where the running calls stand in the program's own code, innermost first, a few of them; None if they stand where
    /// `known` says, which costs no allocation. Plain data: it keeps no cell alive.
    pub fn call_sites(&self, known: Option<&[CodePosition]>) -> Option<Vec<CodePosition>> {
        self.visit_call_sites(|sites| {
            let same = |(&(code, pc), known): (&(Gc<crate::function::Code>, u32), &CodePosition)| {
                pc == known.pc && std::sync::Arc::ptr_eq(code.template(), &known.template)
            };
            if known.is_some_and(|known| known.len() == sites.len() && sites.iter().zip(known).all(same)) {
                return None;
            }
            Some(sites.iter().map(|&(code, pc)| CodePosition { template: code.template().clone(), pc }).collect())
        })
    }
    /// The same calls, with the trail of all frames down to the last of them.
    pub fn call_sites_and_trail(&self) -> (Vec<CodePosition>, CallTrail) {
        let mut calls = Vec::new();
        let trail = CallTrail::up_to(self, |code, pc| {
            if !crate::error::is_internal_source(&code.template().source.name) {
                calls.push(CodePosition { template: code.template().clone(), pc });
            }
            calls.len() < CALL_SITES
        });
        (calls, trail)
    }
    /// Gives `visit` the same places, which it looks up without an allocation: each function's code and the word index in it.
    fn visit_call_sites<R>(&self, visit: impl FnOnce(&[(Gc<crate::function::Code>, u32)]) -> R) -> R {
        let mut sites = smallvec::SmallVec::<[_; CALL_SITES]>::new();
        self.walk_frames(|_, code, pc| {
            if let Some(code) = code
                && !crate::error::is_internal_source(&code.template().source.name)
            {
                sites.push((code, pc));
            }
            sites.len() < CALL_SITES
        });
        visit(&sites)
    }
    /// Whether the innermost frames lie where they did at `trail`, which a `CallTrail::of` took.
    #[inline(always)]
    pub fn is_at(&self, trail: &CallTrail) -> bool {
        self.stands_at(trail.words.iter().copied(), trail.length, trail.is_cut)
    }
    /// The same of a trail in a cell.
    #[inline(always)]
    pub(crate) fn is_at_cell(&self, trail: &TrailCell) -> bool {
        let words: &Cell<[usize]> = &trail.words;
        self.stands_at(words.as_slice_of_cells().iter().map(Cell::get), trail.length.get(), trail.is_cut.get())
    }
    #[inline(always)]
    fn stands_at(&self, words: impl Iterator<Item = usize>, length: usize, is_cut: bool) -> bool {
        let mut pc = self.interpreter.pc;
        let mut regs = self.interpreter.regs;
        for word in words.take(length) {
            if regs.is_null() || word != frame_word(Frame(regs), pc) {
                return false;
            }
            (pc, regs) = (Frame(regs).return_pc(), Frame(regs).caller());
        }
        is_cut || regs.is_null()
    }
    /// A number of the place where the innermost frame stands, equal at equal places.
    #[inline]
    pub fn innermost_place(&self) -> usize {
        self.interpreter.pc as usize
    }
    /// Gives `visit` the running calls, innermost first, until it answers false: a compiled function's code and the word index in
    /// it, or a native function. Allocates nothing.
    pub fn visit_running(&self, mut visit: impl FnMut(Running) -> bool) {
        self.walk_frames(|frame, code, pc| {
            visit(match code {
                Some(code) => Running::Compiled(code, pc),
                None => Running::Native(frame.function()),
            })
        });
    }
    /// Gives `visit` the frames of the running calls, innermost first, until it answers false: with the code of a compiled function and the
    /// word index in it.
    #[inline]
    pub(crate) fn walk_frames(&self, mut visit: impl FnMut(Frame, Option<Gc<crate::function::Code>>, u32) -> bool) {
        let mut pc = self.interpreter.pc;
        let mut regs = self.interpreter.regs;
        while !regs.is_null() {
            let frame = Frame(regs);
            let code = frame.code();
            // SAFETY: pc lies in the code of the frame.
            let place = code.map_or(0, |code| unsafe { pc.offset_from(code.hot.entry.get()) } as u32);
            if !visit(frame, code, place) {
                return;
            }
            let entry = code.is_some() && frame.has(frame_flags::ENTRY);
            pc = frame.return_pc();
            if !entry && code.is_some() && !pc.is_null() {
                pc = pc.wrapping_sub(1);
            }
            regs = frame.caller();
        }
    }
    /// The callee of the innermost compiled frame and its Code, if any: the active script or module.
    pub fn active_code(&self) -> Option<Gc<crate::function::Code>> {
        let mut regs = self.interpreter.regs;
        while !regs.is_null() {
            let frame = Frame(regs);
            if let Some(code) = frame.code() {
                return Some(code);
            }
            regs = frame.caller();
        }
        None
    }
}
