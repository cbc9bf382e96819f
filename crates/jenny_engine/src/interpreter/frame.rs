//! Frames: eight header words, then the registers, on the register stack or (generators, async functions) in a heap cell.
//!
//! ```text
//! regs[-8] return pc      regs[-4] new.target (undefined in a [[Call]])
//! regs[-7] caller's regs  regs[-3] arguments list (an Elements cell) or undefined
//! regs[-6] Code, or 0     regs[-2] argc | dst << 32 | flags << 48
//! regs[-5] function       regs[-1] generator object (async functions once suspended too) or undefined
//! regs[0] this, regs[1..] parameters, locals, temporaries
//! ```
//!
//! A native's frame has Code 0; its arguments follow `this`.

use crate::Value;
use crate::function::Code;
use jenny_bytecode::FRAME_HEADER;
use jenny_gc::Gc;

/// Header words of a frame.
pub const HEADER: usize = FRAME_HEADER as usize;

/// Flags in the info word.
pub mod frame_flags {
    /// returning leaves the interpreter loop
    pub const ENTRY: u64 = 1 << 48;
    /// [[Construct]]: a result that is no object is replaced by this
    pub const CONSTRUCT: u64 = 1 << 49;
    /// the caller runs in another realm
    pub const REALM: u64 = 1 << 50;
    /// async function (not generator)
    pub const ASYNC: u64 = 1 << 51;
    /// generator or async generator that has started
    pub const GENERATOR: u64 = 1 << 52;
    /// any
    pub const ANY: u64 = 0xffff << 48;
}

/// A frame, by its registers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Frame(pub *mut Value);

impl Frame {
    #[inline(always)]
    fn word(self, i: isize) -> u64 {
        // SAFETY: frames are made with all their header words; the pointer stays valid while the frame is linked.
        unsafe { (*self.0.offset(i)).bits() }
    }
    #[inline(always)]
    fn set_word(self, i: isize, word: u64) {
        // SAFETY: as above.
        unsafe { *self.0.offset(i) = Value::from_bits(word) }
    }
    #[inline(always)]
    pub fn return_pc(self) -> *const u32 {
        self.word(-8) as *const u32
    }
    #[inline(always)]
    pub fn set_return(self, pc: *const u32, caller: *mut Value) {
        self.set_word(-8, pc as u64);
        self.set_word(-7, caller as u64);
    }
    #[inline(always)]
    pub fn caller(self) -> *mut Value {
        self.word(-7) as *mut Value
    }
    /// The compiled function being run; None for a native.
    #[inline(always)]
    pub fn code(self) -> Option<Gc<Code>> {
        let word = self.word(-6);
        // SAFETY: the word is 0 or the address of a live Code cell, which the frame keeps alive.
        (word != 0).then(|| unsafe { Value::from_bits(word).as_gc_unchecked() })
    }
    /// The word of its code, 0 for a native.
    #[inline(always)]
    pub fn code_word(self) -> u64 {
        self.word(-6)
    }
    /// # Safety
    /// The frame must be one of compiled code.
    #[inline(always)]
    pub unsafe fn code_unchecked(self) -> Gc<Code> {
        // SAFETY: promised by the caller.
        unsafe { Value::from_bits(self.word(-6)).as_gc_unchecked() }
    }
    #[inline(always)]
    pub fn function(self) -> Value {
        Value::from_bits(self.word(-5))
    }
    #[inline(always)]
    pub fn new_target(self) -> Value {
        Value::from_bits(self.word(-4))
    }
    #[inline(always)]
    pub fn arguments(self) -> Value {
        Value::from_bits(self.word(-3))
    }
    #[inline(always)]
    pub fn set_arguments(self, list: Value) {
        self.set_word(-3, list.bits());
    }
    #[inline(always)]
    pub fn info(self) -> u64 {
        self.word(-2)
    }
    #[inline(always)]
    pub fn set_info(self, info: u64) {
        self.set_word(-2, info);
    }
    #[inline(always)]
    pub fn argc(self) -> u32 {
        self.info() as u32
    }
    /// Register of the caller that gets the result.
    #[inline(always)]
    pub fn dst(self) -> usize {
        (self.info() >> 32) as u16 as usize
    }
    #[inline(always)]
    pub fn has(self, flag: u64) -> bool {
        self.info() & flag != 0
    }
    #[inline(always)]
    pub fn generator(self) -> Value {
        Value::from_bits(self.word(-1))
    }
    #[inline(always)]
    pub fn set_generator(self, generator: Value) {
        self.set_word(-1, generator.bits());
    }
    /// Writes code, function, new.target, info, and undefined for the rest.
    #[inline(always)]
    pub fn init(self, code: u64, function: Value, new_target: Value, info: u64) {
        self.set_word(-6, code);
        self.set_word(-5, function.bits());
        self.set_word(-4, new_target.bits());
        self.set_word(-3, Value::UNDEFINED.bits());
        self.set_word(-2, info);
        self.set_word(-1, Value::UNDEFINED.bits());
    }
    #[inline(always)]
    pub fn register(self, i: usize) -> Value {
        // SAFETY: callers stay below the frame's register count.
        unsafe { *self.0.add(i) }
    }
    #[inline(always)]
    pub fn set_register(self, i: usize, value: Value) {
        // SAFETY: as above.
        unsafe { *self.0.add(i) = value }
    }
}
