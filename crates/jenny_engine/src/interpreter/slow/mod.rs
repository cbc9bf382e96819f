//! The slow halves of instructions, in the same families as the handlers; and whole instructions that are rare or large.

pub mod arith;
pub mod binding;
pub mod call;
pub mod class;
pub mod compare;
pub mod disposal;
pub mod eval;
pub mod function;
pub mod generator;
pub mod iterate;
pub mod literal;
pub mod module;
pub mod property;

use super::dispatch::{Pc, Regs};
use super::frame::Frame;
use crate::Value;
use crate::function::{Closure, Code};
use jenny_gc::Gc;

/// The operands of an instruction handled here, and its frame. Two words, so that handlers pass it in registers: a handler
/// whose locals must live in memory could not end in a jump.
#[derive(Clone, Copy)]
pub struct Insn {
    /// instruction pointer; bit 0 is set if a Wide prefix precedes
    tagged_pc: usize,
    pub regs: Regs,
}

impl Insn {
    #[inline(always)]
    pub fn new(pc: Pc, regs: Regs, wide: bool) -> Insn {
        Insn { tagged_pc: pc as usize | wide as usize, regs }
    }
    /// The head word.
    #[inline]
    pub fn pc(&self) -> Pc {
        (self.tagged_pc & !1) as Pc
    }
    #[inline(always)]
    fn wide(&self) -> bool {
        self.tagged_pc & 1 != 0
    }
    /// Byte operand 1, 2 or 3.
    #[inline]
    pub fn byte(&self, i: usize) -> usize {
        // SAFETY: pc points at a verified instruction, after a Wide prefix if `wide`.
        unsafe {
            let low = (*self.pc() >> (8 * i)) & 0xff;
            (if self.wide() { low | ((*self.pc().sub(1) >> (8 * i)) & 0xff) << 8 } else { low }) as usize
        }
    }
    /// Word operand 1, 2...
    #[inline]
    pub fn word(&self, i: usize) -> u32 {
        // SAFETY: as above; the row has that many words.
        unsafe { *self.pc().add(i) }
    }
    /// The value of the register named by byte operand `i`.
    #[inline]
    pub fn get(&self, i: usize) -> Value {
        self.frame().register(self.byte(i))
    }
    /// Sets the register named by byte operand `i`.
    #[inline]
    pub fn set(&self, i: usize, value: impl Into<Value>) {
        self.frame().set_register(self.byte(i), value.into());
    }
    /// The register `offset` after the one named by byte operand `i` (runs).
    #[inline]
    pub fn get_run(&self, i: usize, offset: usize) -> Value {
        self.frame().register(self.byte(i) + offset)
    }
    #[inline]
    pub fn set_run(&self, i: usize, offset: usize, value: impl Into<Value>) {
        self.frame().set_register(self.byte(i) + offset, value.into());
    }
    /// `count` registers from the one named by byte operand `i`. Do not hold it while JavaScript runs.
    #[inline]
    pub fn run(&self, i: usize, count: usize) -> &[Value] {
        // SAFETY: verified code names runs within the frame.
        unsafe { std::slice::from_raw_parts(self.regs.add(self.byte(i)), count) }
    }
    /// The value of the register named by word operand `i`.
    pub fn word_register(&self, i: usize) -> Value {
        self.frame().register(self.word(i) as usize)
    }
    pub fn set_word_register(&self, i: usize, value: Value) {
        self.frame().set_register(self.word(i) as usize, value);
    }
    #[inline]
    pub fn frame(&self) -> Frame {
        Frame(self.regs)
    }
    pub fn code(&self) -> Gc<Code> {
        // SAFETY: only compiled frames execute instructions.
        unsafe { self.frame().code_unchecked() }
    }
    pub fn is_strict(&self) -> bool {
        self.code().template.flags.strict
    }
    /// The constant in word operand `i`.
    pub fn constant(&self, i: usize) -> Value {
        // SAFETY: verified.
        unsafe { *self.code().hot.constants.get().add(self.word(i) as usize) }
    }
    /// The running closure.
    pub fn closure(&self) -> Gc<Closure> {
        // SAFETY: compiled frames run closures.
        unsafe { self.frame().function().as_gc_unchecked() }
    }
}
