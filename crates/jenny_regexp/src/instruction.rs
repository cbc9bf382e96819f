//! The bytecode: instructions and the tables they point into.

use crate::code_point_set::CodePointSet;
use crate::first_set::FirstSet;

/// One instruction. Jump targets are indices of instructions; registers 0 and 1 are the whole match, `2n` and
/// `2n + 1` group `n`, further ones counters and saved positions. `Back` variants move towards the start.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Instruction {
    Match,
    /// Exactly this code unit.
    Unit(u16),
    UnitBack(u16),
    /// The unit, after setting bit 0x20, is this one: an ASCII letter in either case.
    Letter(u16),
    /// A run of code units in the literal table.
    Literal {
        start: u32,
        len: u16,
    },
    LiteralBack {
        start: u32,
        len: u16,
    },
    /// A code unit in a class.
    Class(u16),
    ClassBack(u16),
    /// A code point in a class.
    ClassPoint(u16),
    ClassPointBack(u16),
    /// Goes on with the next instruction and, if that fails, at `other`.
    Split {
        other: u32,
    },
    /// As `Split`, but a guard on the next unit may rule out one side or both.
    Branch {
        guard: u16,
        other: u32,
    },
    Jump(u32),
    Save(u16),
    /// Forgets registers `first..end`.
    Reset {
        first: u16,
        end: u16,
    },
    /// A repeated character, see [`Loop`].
    Loop(u16),
    /// Sets the counter of a counted loop to zero.
    CountStart(u16),
    /// The head of a counted loop: goes into the body (the next instruction) or to the exit.
    CountHead(u16),
    /// The end of the body of a counted loop: checks for an empty iteration, counts and goes to the head.
    CountEnd(u16),
    /// Remembers the position at which an iteration began.
    EmptyStart(u16),
    /// Fails if nothing was consumed since the register was set.
    EmptyCheck(u16),
    LineStart,
    LineStartMultiline,
    LineEnd,
    LineEndMultiline,
    WordBoundary {
        negated: bool,
        folded: bool,
    },
    /// Index into the table of back references.
    BackReference(u16),
    BackReferenceBack(u16),
    /// Begins a lookaround; `end` is the instruction after its `LookEnd`.
    LookStart {
        register: u16,
        negated: bool,
        end: u32,
    },
    LookEnd {
        register: u16,
        negated: bool,
    },
}

/// A set of characters in the form that matching wants.
#[derive(Debug)]
pub(crate) struct CharClass {
    pub(crate) latin1: [bool; 256],
    /// When all but one to three Latin-1 characters are members, the others.
    pub(crate) absent_bytes: Vec<u8>,
    pub(crate) all_latin1: bool,
    above: Above,
    /// Ranges above U+FFFF.
    supplementary: Vec<(u32, u32)>,
}

/// The members between U+0100 and U+FFFF.
#[derive(Debug)]
enum Above {
    None,
    All,
    Ranges(Vec<(u16, u16)>),
    Bitmap(Box<[u64; 1024]>),
}

/// Past this many ranges a bitmap is smaller or faster.
const MAX_RANGES: usize = 12;

impl CharClass {
    pub(crate) fn new(set: &CodePointSet) -> CharClass {
        let mut latin1 = [false; 256];
        let mut ranges = Vec::new();
        let mut supplementary = Vec::new();
        for &(low, high) in set.ranges() {
            for c in low..=high.min(0xFF) {
                latin1[c as usize] = true;
            }
            if high > 0xFF && low <= 0xFFFF {
                ranges.push((low.max(0x100) as u16, high.min(0xFFFF) as u16));
            }
            if high > 0xFFFF {
                supplementary.push((low.max(0x1_0000), high));
            }
        }
        let absent: Vec<u8> = (0..=255u8).filter(|&byte| !latin1[usize::from(byte)]).collect();
        let above = match ranges[..] {
            [] => Above::None,
            [(0x100, 0xFFFF)] => Above::All,
            _ if ranges.len() <= MAX_RANGES => Above::Ranges(ranges),
            _ => {
                let mut bits = Box::new([0u64; 1024]);
                for c in ranges.iter().flat_map(|&(low, high)| low..=high) {
                    bits[usize::from(c >> 6)] |= 1 << (c & 63);
                }
                Above::Bitmap(bits)
            }
        };
        CharClass {
            all_latin1: absent.is_empty(),
            absent_bytes: if absent.len() <= 3 { absent } else { Vec::new() },
            latin1,
            above,
            supplementary,
        }
    }

    /// Membership of a code unit.
    #[inline(always)]
    pub(crate) fn contains_unit(&self, unit: u32) -> bool {
        if unit < 0x100 { self.latin1[unit as usize] } else { self.contains_above(unit) }
    }

    /// Membership of a code point.
    #[inline(always)]
    pub(crate) fn contains(&self, c: u32) -> bool {
        if c <= 0xFFFF { self.contains_unit(c) } else { in_ranges(&self.supplementary, c) }
    }

    fn contains_above(&self, unit: u32) -> bool {
        match &self.above {
            Above::None => false,
            Above::All => true,
            Above::Ranges(ranges) => in_ranges(ranges, unit as u16),
            Above::Bitmap(bits) => bits[(unit >> 6) as usize & 1023] >> (unit & 63) & 1 != 0,
        }
    }
}

fn in_ranges<T: Copy + Ord>(ranges: &[(T, T)], c: T) -> bool {
    if ranges.len() <= 6 {
        return ranges.iter().any(|&(low, high)| low <= c && c <= high);
    }
    let after = ranges.partition_point(|&(low, _)| low <= c);
    after > 0 && ranges[after - 1].1 >= c
}

/// Which sides of a branch the next code unit allows: [`Guard::HERE`] and [`Guard::OTHER`].
#[derive(Debug)]
pub(crate) struct Guard {
    pub(crate) latin1: [u8; 256],
    pub(crate) high: u8,
    pub(crate) end: u8,
}

impl Guard {
    pub(crate) const HERE: u8 = 1;
    pub(crate) const OTHER: u8 = 2;
    pub(crate) const BOTH: u8 = 3;

    pub(crate) fn new(here: &FirstSet, other: &FirstSet) -> Guard {
        let bits = |here: bool, other: bool| u8::from(here) * Guard::HERE + u8::from(other) * Guard::OTHER;
        let mut latin1 = [0; 256];
        for byte in 0..=255u8 {
            latin1[usize::from(byte)] = bits(here.has_latin1(byte), other.has_latin1(byte));
        }
        Guard { latin1, high: bits(here.high, other.high), end: bits(here.end, other.end) }
    }

    #[inline(always)]
    pub(crate) fn check(&self, unit: Option<u32>) -> u8 {
        match unit {
            Some(unit) if unit < 0x100 => self.latin1[unit as usize],
            Some(_) => self.high,
            None => self.end,
        }
    }
}

/// A character repeated `min..=max` times; one backtrack entry serves all its iterations.
#[derive(Debug)]
pub(crate) struct Loop {
    pub(crate) class: u16,
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) greedy: bool,
    /// Whether it is the first loop of the program.
    pub(crate) first: bool,
    /// Giving back characters could not help, because what follows cannot begin with one of them.
    pub(crate) possessive: bool,
    /// Whether the class is read by code points.
    pub(crate) points: bool,
    /// A guard whose [`Guard::HERE`] says that what follows may begin with a unit.
    pub(crate) next: Option<u16>,
}

/// A loop with a body of any kind and a counter.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) counter: u16,
    /// Where the position at the start of an iteration is kept, if the body can be empty.
    pub(crate) start: Option<u16>,
    pub(crate) min: u32,
    pub(crate) max: u32,
    pub(crate) greedy: bool,
    pub(crate) head: u32,
    pub(crate) exit: u32,
    /// The minimum is huge and no group is inside: after an empty iteration the others are taken for empty.
    pub(crate) may_skip_empty: bool,
}

/// A back reference and the groups of its name.
#[derive(Debug)]
pub(crate) struct BackReference {
    pub(crate) groups: Vec<u32>,
    pub(crate) ignore_case: bool,
}
