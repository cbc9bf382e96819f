//! The encoder: typed emitters come from the table; labels are patched when bound.

use crate::ops::Op;

/// A register of the frame.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Register(pub u32);

impl Register {
    /// `this`.
    pub const THIS: Register = Register(0);
}

/// A jump target, bound once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Label(u32);

const UNBOUND: u32 = u32::MAX;

/// Growing code of one function.
#[derive(Default, Debug)]
pub struct Encoder {
    code: Vec<u32>,
    labels: Vec<u32>,
    /// (word to patch, head word of the jump, label)
    fixups: Vec<(u32, u32, u32)>,
    last: Option<Op>,
    bound_at: Option<u32>,
}

impl Encoder {
    /// An empty encoder.
    pub fn new() -> Self {
        Self::default()
    }
    /// A label that is not bound yet.
    pub fn new_label(&mut self) -> Label {
        self.labels.push(UNBOUND);
        Label(self.labels.len() as u32 - 1)
    }
    /// Binds a label here.
    pub fn bind(&mut self, label: Label) {
        debug_assert_eq!(self.labels[label.0 as usize], UNBOUND, "a label is bound once");
        self.labels[label.0 as usize] = self.position();
        self.bound_at = Some(self.position());
    }
    /// Whether control can reach the next instruction: it falls through to it, or a label is bound here.
    pub fn is_reachable(&self) -> bool {
        !self.last.is_some_and(Op::is_terminator) || self.bound_at == Some(self.position())
    }
    /// Word index of the next instruction.
    pub fn position(&self) -> u32 {
        self.code.len() as u32
    }
    /// Where a bound label is.
    pub fn label_position(&self, label: Label) -> Option<u32> {
        let at = self.labels[label.0 as usize];
        (at != UNBOUND).then_some(at)
    }

    pub(crate) fn begin(&mut self, op: Op, bytes: &[u32]) -> u32 {
        let get = |i: usize| bytes.get(i).copied().unwrap_or(0);
        let (a, b, c) = (get(0), get(1), get(2));
        debug_assert!(a <= 0xffff && b <= 0xffff && c <= 0xffff, "the compiler bounds registers");
        if a > 0xff || b > 0xff || c > 0xff {
            self.code.push(Op::Wide as u32 | (a >> 8) << 8 | (b >> 8) << 16 | (c >> 8) << 24);
        }
        self.last = Some(op);
        let start = self.position();
        self.code.push(op as u32 | (a & 0xff) << 8 | (b & 0xff) << 16 | (c & 0xff) << 24);
        start
    }
    pub(crate) fn push_word(&mut self, word: u32) {
        self.code.push(word);
    }
    pub(crate) fn label_word(&mut self, start: u32, label: Label) -> u32 {
        let at = self.labels[label.0 as usize];
        if at != UNBOUND {
            return at.wrapping_sub(start);
        }
        self.fixups.push((self.position(), start, label.0));
        0
    }

    /// The finished code. Errors: none; every label used must be bound.
    pub fn finish(mut self) -> Vec<u32> {
        for (word, start, label) in self.fixups {
            let at = self.labels[label as usize];
            assert_ne!(at, UNBOUND, "the compiler binds every label it uses");
            self.code[word as usize] = at.wrapping_sub(start);
        }
        self.code
    }
}
