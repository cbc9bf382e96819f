//! Proper tail calls of strict code (ECMA-262 15.10): frames that only wait to return what their callee returns are taken off
//! the stack when it is full.
//!
//! A call in tail position is an ordinary call until then, so it costs nothing, and stack traces name its caller as long as
//! there is room for the frame. A program that loops by tail calls runs in the bounded space of the stack: each squeeze frees
//! a part of it, and what a squeeze costs is shared by the calls that filled that part.

use super::dispatch::{Pc, Regs};
use super::frame::{Frame, HEADER, frame_flags};
use crate::agent::Agent;
use crate::function::Code;
use jenny_bytecode::Op;
use jenny_gc::Gc;

/// A squeeze that frees less than this part of the stack would be repeated too soon; the stack counts as full then.
const LEAST_PART: usize = 64;

/// Moves and jumps between a call and its return.
const MAX_STEPS: usize = 16;

/// Whether the frame of `code`, which waits at `return_pc` for a value in register `dst`, would do nothing but return it.
fn is_in_tail_position(code: Gc<Code>, return_pc: Pc, dst: usize) -> bool {
    let flags = &code.template.flags;
    if !flags.strict || flags.is_async || flags.is_generator {
        return false;
    }
    // SAFETY: return addresses lie in the code of their frame.
    let offset = unsafe { return_pc.offset_from(code.hot.entry.get()) };
    let call = (offset - 1) as u32;
    if code.template.handlers.iter().any(|h| h.start <= call && call < h.end) {
        return false;
    }
    let (mut pc, mut register) = (return_pc, dst);
    for _ in 0..MAX_STEPS {
        // SAFETY: verified code; moves and jumps lead to instructions of it, and operands are where the table says.
        unsafe {
            let byte = |i: u32| ((*pc >> (8 * i)) & 0xff) as usize;
            match Op::from_code(*pc as u8) {
                Some(Op::Move) if byte(2) == register => {
                    register = byte(1);
                    pc = pc.add(1);
                }
                Some(Op::Jump) => pc = pc.offset(*pc.add(1) as i32 as isize),
                Some(Op::Return) => return byte(1) == register,
                _ => return false,
            }
        }
    }
    false
}

/// What a frame inherits from the frames below it that were taken away.
struct Inherited {
    return_pc: Pc,
    dst: u64,
    flags: u64,
}

impl Agent {
    /// Takes the frames in tail position off the stack, down to the last call from Rust; the running frame `regs`, about to
    /// call, stays. Returns by how many words it moved down, None if that is less than `wanted` or than a good part of the stack.
    #[cold]
    #[inline(never)]
    pub(super) fn squeeze_tail_frames(&mut self, regs: Regs, wanted: usize) -> Option<usize> {
        // From the running frame down: those that may move.
        let mut frames: Vec<(Frame, bool)> = Vec::new();
        let mut at = regs;
        let mut callee: Option<Frame> = None;
        let mut freed = 0;
        while self.stack.contains(at) {
            let frame = Frame(at);
            let Some(code) = frame.code() else { break };
            let special = frame.info() & frame_flags::ANY & !(frame_flags::ENTRY | frame_flags::REALM);
            let goes = callee
                .is_some_and(|callee| special == 0 && is_in_tail_position(code, callee.return_pc(), callee.dst()));
            if let Some(callee) = callee.filter(|_| goes) {
                // SAFETY: both lie on the stack.
                freed += unsafe { callee.0.offset_from(at) } as usize;
            }
            frames.push((frame, goes));
            if frame.has(frame_flags::ENTRY) {
                break;
            }
            callee = Some(frame);
            at = frame.caller();
        }
        let whole = unsafe { self.stack.end().offset_from(self.stack.base()) } as usize;
        if freed < wanted.max(whole / LEAST_PART) {
            return None;
        }
        frames.reverse();
        // The words of the frame that runs end with its registers.
        // SAFETY: it is a frame of compiled code, as all of them are.
        let top = unsafe { regs.add(Frame(regs).code_unchecked().hot.register_count.get() as usize) };
        let mut removed = 0;
        let mut inherited: Option<Inherited> = None;
        let mut caller = frames.first().map_or(std::ptr::null_mut(), |(frame, _)| frame.caller());
        for (i, &(frame, goes)) in frames.iter().enumerate() {
            // SAFETY: the frames lie on the stack in this order, the header of each among the registers of the one below it.
            // Each is copied downwards before the next one is, over words of frames that were copied or removed.
            unsafe {
                let next = frames.get(i + 1).map(|(next, _)| next.0);
                let info = frame.info();
                if goes {
                    let kept = info & (frame_flags::ENTRY | frame_flags::REALM);
                    match &mut inherited {
                        Some(inherited) => inherited.flags |= kept,
                        None => {
                            let (return_pc, dst) = (frame.return_pc(), frame.dst() as u64);
                            inherited = Some(Inherited { return_pc, dst, flags: kept });
                        }
                    }
                    removed += next.map_or(0, |next| next.offset_from(frame.0) as usize);
                    continue;
                }
                let start = frame.0.sub(HEADER);
                let end = next.map_or(top, |next| next.sub(HEADER));
                let words = end.offset_from(start) as usize;
                let moved = Frame(frame.0.sub(removed));
                if removed != 0 {
                    std::ptr::copy(start, start.sub(removed), words);
                }
                let return_pc = match inherited.take() {
                    Some(from) => {
                        moved.set_info(info & !(0xffff << 32) | from.dst << 32 | from.flags);
                        from.return_pc
                    }
                    None => moved.return_pc(),
                };
                moved.set_return(return_pc, caller);
                caller = moved.0;
            }
        }
        self.interpreter.regs = caller;
        Some(removed)
    }
}
