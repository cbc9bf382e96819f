//! Finding where a match could start without running the program: literals, rare units and first sets.

use memchr::memmem;

use crate::first_set::{FirstSet, FixedPrefix, first, fixed_prefix, needs_code_points};
use crate::input::Unit;
use crate::instruction::CharClass;
use crate::node::{INFINITE, Node};

/// How to get from one position to the next at which a match may start.
#[derive(Debug)]
pub(crate) struct Prefilter {
    kind: Kind,
    /// A literal that every match contains somewhere after its start.
    pub(crate) required: Option<Literal>,
}

#[derive(Debug)]
enum Kind {
    None,
    /// Every match has the literal at this distance from its start.
    Literal {
        literal: Literal,
        offset: isize,
    },
    /// Every match has one of these Latin-1 characters at this distance from its start.
    Bytes {
        bytes: Vec<u8>,
        offset: isize,
        /// what else must stand near it, looked at before an attempt is made
        beside: Vec<Beside>,
    },
    /// Every match begins at the start of a line.
    LineStart,
    /// Every match begins with one of these units.
    First {
        latin1: Box<[bool; 256]>,
        high: bool,
        end: bool,
    },
    /// Every match is a run of at least `min` of the class, then the literal, which begins outside the class.
    Run {
        class: Box<CharClass>,
        min: usize,
        literal: Literal,
        only_longest: bool,
    },
}

/// One of these units stands at this distance from the start of every match.
#[derive(Debug)]
struct Beside {
    set: FirstSet,
    offset: isize,
}

impl Beside {
    /// Most units of a set that tells enough.
    const MAX_UNITS: u32 = 16;
    /// Most sets that are looked at.
    const MAX_SETS: usize = 2;

    #[inline]
    fn holds<U: Unit>(&self, input: &[U], start: usize) -> bool {
        let unit = start.checked_add_signed(self.offset).and_then(|at| input.get(at));
        unit.is_some_and(|unit| match u8::try_from(unit.value()) {
            Ok(byte) => self.set.has_latin1(byte),
            Err(_) => self.set.high,
        })
    }
}

/// A position at which a match may start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    /// Where to look next if there is no match here.
    pub(crate) resume: usize,
}

/// Code units to search for.
#[derive(Debug)]
pub(crate) struct Literal {
    units: Vec<u16>,
    /// The searcher for Latin-1, unless a unit is outside of it.
    bytes: Option<memmem::Finder<'static>>,
    /// Index of the unit that is least common in text.
    rare: usize,
}

impl Literal {
    fn new(units: Vec<u16>) -> Literal {
        let bytes: Option<Vec<u8>> = units.iter().map(|&unit| u8::try_from(unit).ok()).collect();
        let rare = (0..units.len()).min_by_key(|&i| u8::try_from(units[i]).map_or(0, commonness)).unwrap_or(0);
        Literal { bytes: bytes.map(|bytes| memmem::Finder::new(&bytes).into_owned()), units, rare }
    }
}

/// The part of the search that depends on the width of the units.
pub(crate) trait Search: Unit {
    fn find_literal(input: &[Self], at: usize, literal: &Literal) -> Option<usize>;
    fn rfind_literal(input: &[Self], at: usize, literal: &Literal) -> Option<usize>;
    fn find_bytes(input: &[Self], at: usize, bytes: &[u8]) -> Option<usize>;
    fn find_line_terminator(input: &[Self], at: usize) -> Option<usize>;
}

impl Search for u8 {
    fn find_literal(input: &[u8], at: usize, literal: &Literal) -> Option<usize> {
        let finder = literal.bytes.as_ref()?;
        finder.find(input.get(at..)?).map(|found| at + found)
    }

    fn rfind_literal(input: &[u8], at: usize, literal: &Literal) -> Option<usize> {
        let finder = literal.bytes.as_ref()?;
        memmem::rfind(input.get(at..)?, finder.needle()).map(|found| at + found)
    }

    fn find_bytes(input: &[u8], at: usize, bytes: &[u8]) -> Option<usize> {
        let rest = input.get(at..)?;
        match *bytes {
            [a] => memchr::memchr(a, rest),
            [a, b] => memchr::memchr2(a, b, rest),
            [a, b, c] => memchr::memchr3(a, b, c, rest),
            _ => None,
        }
        .map(|found| at + found)
    }

    fn find_line_terminator(input: &[u8], at: usize) -> Option<usize> {
        u8::find_bytes(input, at, b"\n\r")
    }
}

impl Search for u16 {
    fn find_literal(input: &[u16], at: usize, literal: &Literal) -> Option<usize> {
        let (units, rare) = (&literal.units[..], literal.rare);
        let mut from = at + rare;
        loop {
            let found = find_units(input, from, [units[rare]; 1])?;
            let start = found - rare;
            if input.get(start..start + units.len())? == units {
                return Some(start);
            }
            from = found + 1;
        }
    }

    fn rfind_literal(input: &[u16], at: usize, literal: &Literal) -> Option<usize> {
        let windows = input.get(at..)?.windows(literal.units.len());
        let last = windows.len().checked_sub(1)?;
        windows.rev().position(|window| window == literal.units).map(|back| at + last - back)
    }

    fn find_bytes(input: &[u16], at: usize, bytes: &[u8]) -> Option<usize> {
        let wide = u16::from;
        match *bytes {
            [a] => find_units(input, at, [wide(a)]),
            [a, b] => find_units(input, at, [wide(a), wide(b)]),
            [a, b, c] => find_units(input, at, [wide(a), wide(b), wide(c)]),
            _ => None,
        }
    }

    fn find_line_terminator(input: &[u16], at: usize) -> Option<usize> {
        find_units(input, at, [0x0A, 0x0D, 0x2028, 0x2029])
    }
}

/// The first unit at or after `at` that is one of `units`, in blocks that the compiler can vectorise.
fn find_units<const N: usize>(input: &[u16], at: usize, units: [u16; N]) -> Option<usize> {
    const BLOCK: usize = 32;
    let rest = input.get(at..)?;
    let is_wanted = |unit: u16| units.iter().fold(false, |hit, &wanted| hit | (unit == wanted));
    let blocks = rest.chunks_exact(BLOCK);
    let tail = blocks.remainder();
    let mut offset = 0;
    for block in blocks {
        if block.iter().fold(false, |hit, &unit| hit | is_wanted(unit)) {
            return block.iter().position(|&unit| is_wanted(unit)).map(|found| at + offset + found);
        }
        offset += BLOCK;
    }
    tail.iter().position(|&unit| is_wanted(unit)).map(|found| at + offset + found)
}

impl Prefilter {
    pub(crate) fn new(node: &Node, unicode: bool) -> Prefilter {
        let mut items = Vec::new();
        flatten(node, &mut items);
        let kind = Kind::new(node, &items, unicode);
        let required = match kind {
            Kind::Literal { .. } | Kind::Run { .. } => None,
            _ => required_literal(&items, unicode).map(Literal::new),
        };
        Prefilter { kind, required }
    }

    /// The first candidate at or after `at`.
    #[inline]
    pub(crate) fn next<U: Search>(&self, input: &[U], at: usize) -> Option<Candidate> {
        let here = |start| Some(Candidate { start, resume: start + 1 });
        match &self.kind {
            Kind::None => here(at),
            Kind::Literal { literal, offset } => {
                let from = at.saturating_add_signed(*offset);
                here(U::find_literal(input, from, literal)?.checked_add_signed(-offset)?)
            }
            Kind::Bytes { bytes, offset, beside } => {
                let mut from = at.saturating_add_signed(*offset);
                loop {
                    let found = U::find_bytes(input, from, bytes)?;
                    let start = found.checked_add_signed(-offset)?;
                    if beside.iter().all(|unit| unit.holds(input, start)) {
                        return here(start);
                    }
                    from = found + 1;
                }
            }
            Kind::LineStart => match at.checked_sub(1) {
                None => here(0),
                Some(before) => here(U::find_line_terminator(input, before)? + 1),
            },
            Kind::First { latin1, high, end } => {
                let rest = input.get(at..)?;
                let found = rest.iter().position(|unit| match u8::try_from(unit.value()) {
                    Ok(byte) => latin1[usize::from(byte)],
                    Err(_) => *high,
                });
                match found {
                    Some(offset) => here(at + offset),
                    None if *end => here(input.len()),
                    None => None,
                }
            }
            Kind::Run { class, min, literal, only_longest } => {
                let mut at = at;
                loop {
                    let found = U::find_literal(input, at, literal)?;
                    let run = input.get(at..found)?;
                    let length = run.iter().rev().take_while(|unit| class.contains_unit(unit.value())).count();
                    if length >= *min {
                        let start = found - length;
                        return Some(Candidate { start, resume: if *only_longest { found + 1 } else { start + 1 } });
                    }
                    at = found + 1;
                }
            }
        }
    }

    /// Whether a candidate is known to be better than any position, so that a search is worth stopping for it.
    pub(crate) fn is_useful(&self) -> bool {
        !matches!(self.kind, Kind::None)
    }
}

impl Kind {
    fn new(node: &Node, items: &[&Node], unicode: bool) -> Kind {
        let FixedPrefix { units, offset } = fixed_prefix(node, unicode);
        let mut best: Option<(usize, usize)> = None;
        let mut start = 0;
        for end in 0..=units.len() {
            if units.get(end).is_some_and(|unit| unit.exact.is_some()) {
                continue;
            }
            if end > start && best.is_none_or(|(_, length)| end - start > length) {
                best = Some((start, end - start));
            }
            start = end + 1;
        }
        if let Some((start, length)) = best
            && (length > 1 || units[start].set.high)
        {
            let literal = units[start..start + length].iter().filter_map(|unit| unit.exact).collect();
            return Kind::Literal { literal: Literal::new(literal), offset: offset + start as isize };
        }
        if node.is_anchored(true) {
            return Kind::LineStart;
        }
        if let Some(run) = Kind::run(items, node, unicode) {
            return run;
        }
        let cost = |set: &FirstSet| set.latin1_bytes().map(|byte| u32::from(commonness(byte))).sum::<u32>();
        let rarest = units
            .iter()
            .enumerate()
            .filter(|(_, unit)| !unit.set.high && (1..=3).contains(&unit.set.latin1_len()))
            .min_by_key(|(_, unit)| cost(&unit.set));
        if let Some((i, unit)) = rarest {
            let mut others: Vec<usize> = (0..units.len())
                .filter(|&other| {
                    other != i && !units[other].set.high && units[other].set.latin1_len() <= Beside::MAX_UNITS
                })
                .collect();
            others.sort_by_key(|&other| cost(&units[other].set));
            let beside = others.into_iter().take(Beside::MAX_SETS);
            return Kind::Bytes {
                bytes: unit.set.latin1_bytes().collect(),
                offset: offset + i as isize,
                beside: beside.map(|i| Beside { set: units[i].set, offset: offset + i as isize }).collect(),
            };
        }
        let set = first(node, &FirstSet::ANY);
        if set.has_every_unit() {
            return Kind::None;
        }
        if !set.high && !set.end && (1..=3).contains(&set.latin1_len()) {
            return Kind::Bytes { bytes: set.latin1_bytes().collect(), offset: 0, beside: Vec::new() };
        }
        let mut latin1 = Box::new([false; 256]);
        for byte in set.latin1_bytes() {
            latin1[usize::from(byte)] = true;
        }
        Kind::First { latin1, high: set.high, end: set.end }
    }

    fn run(items: &[&Node], whole: &Node, unicode: bool) -> Option<Kind> {
        let asserted = items.iter().take_while(|item| is_assertion(item)).count();
        let Node::Repeat(repeat) = items.get(asserted)? else {
            return None;
        };
        let set = repeat.node.single_character()?;
        if repeat.max != INFINITE || needs_code_points(&set, unicode) {
            return None;
        }
        let literal = leading_units(&items[asserted + 1..], unicode);
        if literal.is_empty() || set.contains(u32::from(literal[0])) {
            return None;
        }
        Some(Kind::Run {
            class: Box::new(CharClass::new(&set)),
            min: repeat.min as usize,
            literal: Literal::new(literal),
            // What comes after the run cannot tell where it began, unless an earlier assertion or a reference to
            // its group can.
            only_longest: asserted == 0 && !whole.has_back_reference(),
        })
    }
}

fn is_assertion(node: &Node) -> bool {
    matches!(node, Node::Look(_) | Node::WordBoundary { .. } | Node::LineStart { .. } | Node::LineEnd { .. })
}

/// Whether every match begins with a repeated character without a bound, and what follows cannot tell where the run
/// began. A failed attempt then rules out every start within the run: each way to go on from there was tried.
pub(crate) fn has_leading_run(node: &Node) -> bool {
    let mut items = Vec::new();
    flatten(node, &mut items);
    match items.first() {
        Some(Node::Repeat(repeat)) => {
            repeat.max == INFINITE && repeat.node.single_character().is_some() && !node.has_back_reference()
        }
        _ => false,
    }
}

/// The terms that every match goes through in order, without the groups around them.
fn flatten<'a>(node: &'a Node, out: &mut Vec<&'a Node>) {
    match node {
        Node::Seq(nodes) => nodes.iter().for_each(|node| flatten(node, out)),
        Node::Group(_, node) => flatten(node, out),
        Node::Empty => {}
        other => out.push(other),
    }
}

/// The exact code units with which a list of terms begins.
fn leading_units(items: &[&Node], unicode: bool) -> Vec<u16> {
    let mut units = Vec::new();
    for item in items {
        match item {
            Node::Char(c) if !crate::first_set::is_lone_surrogate(*c, unicode) => match char::from_u32(*c) {
                Some(c) => units.extend_from_slice(c.encode_utf16(&mut [0; 2])),
                None => units.extend(u16::try_from(*c)),
            },
            _ => break,
        }
    }
    units
}

/// The longest literal that occurs in every match.
fn required_literal(items: &[&Node], unicode: bool) -> Option<Vec<u16>> {
    let mut best: Vec<u16> = Vec::new();
    let mut i = 0;
    while i < items.len() {
        let mut units = leading_units(&items[i..], unicode);
        i += units.len().max(1);
        if let Some(Node::Repeat(repeat)) = items.get(i - 1)
            && repeat.min > 0
        {
            let mut inner = Vec::new();
            flatten(&repeat.node, &mut inner);
            units = required_literal(&inner, unicode).unwrap_or_default();
        }
        if units.len() > best.len() {
            best = units;
        }
    }
    (!best.is_empty()).then_some(best)
}

/// A rough rank of how often a byte occurs in text, source code and logs; higher is more common.
fn commonness(byte: u8) -> u8 {
    match byte {
        b' ' => 255,
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 230,
        b'l' | b'd' | b'c' | b'u' | b'm' | b'p' | b'h' => 200,
        b'0' | b'1' | b'2' => 190,
        b'f' | b'g' | b'b' | b'y' | b'w' | b'v' => 160,
        b'3'..=b'9' => 150,
        b'.' | b',' | b'-' | b'/' | b':' | b'_' | b'"' | b'(' | b')' | b'=' | b';' | b'\n' | b'\'' => 130,
        b'k' | b'x' => 110,
        b'A'..=b'Z' => 90,
        b'j' | b'q' | b'z' => 60,
        0 => 100,
        0x80.. => 50,
        _ => 40,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Flags;
    use crate::parser::parse;

    fn candidates(pattern: &str, input: &str) -> Vec<usize> {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        let node = parse(&units, Flags::default()).expect("a pattern").node;
        let prefilter = Prefilter::new(&node, false);
        let wide: Vec<u16> = input.encode_utf16().collect();
        let (mut narrow, mut at) = (Vec::new(), 0);
        while let Some(candidate) = prefilter.next(input.as_bytes(), at) {
            assert_eq!(prefilter.next(&wide[..], at), Some(candidate), "{pattern}");
            if candidate.start > input.len() {
                break;
            }
            narrow.push(candidate.start);
            at = candidate.resume;
        }
        narrow
    }

    #[test]
    fn candidates_by_kind() {
        let text = "GET /a?id=12 2024-05-06 mail bob.s@x.org or @y, POST";
        assert_eq!(candidates("index", text), []);
        assert_eq!(candidates("GET|POST|PUT", text), [0, 48]);
        assert_eq!(candidates("GET|POST|PUT", "GEO PLUS PUT GOT PET GET"), [9, 13, 17, 21]);
        assert_eq!(candidates("(?<=a[xy])[bc]d", "axbd aybd azbd abbd bd"), [2, 7]);
        assert_eq!(candidates(r"(\d{4})-(\d\d)", text), [13]);
        assert_eq!(candidates(r"(?<=id=)\d+", text), [10]);
        assert_eq!(candidates(r"[\w.]+@\w", text), [29]);
        assert_eq!(candidates(r"\b[\w.]+@\w", text), (29..34 + 1).take(5).collect::<Vec<_>>());
        assert_eq!(candidates("$", "ab"), [2]);
    }

    #[test]
    fn literals_across_blocks() {
        let mut input = vec![u16::from(b'x'); 100];
        for at in [0, 15, 31, 32, 63, 64, 97] {
            input[at..at + 3].copy_from_slice(&[1, 2, 3]);
            let literal = Literal::new(vec![1, 2, 3]);
            assert_eq!(u16::find_literal(&input, 0, &literal), Some(at));
            assert_eq!(u16::rfind_literal(&input, 0, &literal), Some(at));
            input[at..at + 3].fill(u16::from(b'x'));
        }
    }
}
