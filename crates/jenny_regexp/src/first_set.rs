//! What the next code unit can be: the analysis behind guards, possessive loops and the start of a search.

use crate::code_point_set::CodePointSet;
use crate::input::{is_lead, is_trail};
use crate::node::Node;

/// An over-approximation of the code units with which a match can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FirstSet {
    latin1: [u64; 4],
    /// Whether any unit above U+00FF may come.
    pub(crate) high: bool,
    /// Whether the end of the input may come.
    pub(crate) end: bool,
}

impl FirstSet {
    pub(crate) const NONE: FirstSet = FirstSet { latin1: [0; 4], high: false, end: false };
    /// Nothing is known.
    pub(crate) const ANY: FirstSet = FirstSet { latin1: [u64::MAX; 4], high: true, end: true };

    pub(crate) fn of_char(c: u32) -> FirstSet {
        let mut set = FirstSet::NONE;
        set.insert(c);
        set
    }

    pub(crate) fn of_set(from: &CodePointSet) -> FirstSet {
        let mut set = FirstSet::NONE;
        for &(low, high) in from.ranges() {
            if high > 0xFF {
                set.high = true;
            }
            if low > 0xFF {
                break;
            }
            for c in low..=high.min(0xFF) {
                set.insert(c);
            }
        }
        set
    }

    fn insert(&mut self, c: u32) {
        if c > 0xFF {
            self.high = true;
        } else {
            self.latin1[(c >> 6) as usize] |= 1 << (c & 63);
        }
    }

    pub(crate) fn has_latin1(&self, byte: u8) -> bool {
        self.latin1[usize::from(byte >> 6)] >> (byte & 63) & 1 != 0
    }

    pub(crate) fn latin1_bytes(&self) -> impl Iterator<Item = u8> + '_ {
        (0..=255).filter(|&byte| self.has_latin1(byte))
    }

    pub(crate) fn latin1_len(&self) -> u32 {
        self.latin1.iter().map(|word| word.count_ones()).sum()
    }

    pub(crate) fn union(&self, other: &FirstSet) -> FirstSet {
        let mut latin1 = self.latin1;
        for (word, other) in latin1.iter_mut().zip(other.latin1) {
            *word |= other;
        }
        FirstSet { latin1, high: self.high || other.high, end: self.end || other.end }
    }

    pub(crate) fn is_disjoint(&self, other: &FirstSet) -> bool {
        let high_or_end = self.high && other.high || self.end && other.end;
        !high_or_end && self.latin1.iter().zip(other.latin1).all(|(a, b)| a & b == 0)
    }

    pub(crate) fn is_any(&self) -> bool {
        *self == FirstSet::ANY
    }

    /// Whether every code unit may come, whatever the end.
    pub(crate) fn has_every_unit(&self) -> bool {
        self.high && self.latin1 == [u64::MAX; 4]
    }
}

/// The units that can come where `node` and then something out of `follow` must match forward.
pub(crate) fn first(node: &Node, follow: &FirstSet) -> FirstSet {
    match node {
        Node::Char(c) => FirstSet::of_char(*c),
        Node::Set(set) => FirstSet::of_set(set),
        Node::Seq(nodes) => nodes.iter().rev().fold(*follow, |after, node| first(node, &after)),
        Node::Alt(nodes) => nodes.iter().fold(FirstSet::NONE, |set, node| set.union(&first(node, follow))),
        Node::Group(_, node) => first(node, follow),
        Node::Repeat(repeat) => {
            let once = first(&repeat.node, follow);
            if repeat.min == 0 { once.union(follow) } else { once }
        }
        Node::LineEnd { multiline: false } => FirstSet { end: true, ..FirstSet::NONE },
        Node::LineEnd { multiline: true } => {
            let mut set = FirstSet { end: true, high: true, ..FirstSet::NONE };
            set.insert(0x0A);
            set.insert(0x0D);
            set
        }
        Node::BackReference { .. } => FirstSet::ANY,
        Node::Empty | Node::Look(_) | Node::LineStart { .. } | Node::WordBoundary { .. } => *follow,
    }
}

/// What stands at one fixed distance from the start of every match.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FixedUnit {
    pub(crate) set: FirstSet,
    /// The code unit, when there is only one.
    pub(crate) exact: Option<u16>,
}

/// The units that every match begins with, as far as their distance from its start is fixed.
pub(crate) struct FixedPrefix {
    pub(crate) units: Vec<FixedUnit>,
    /// Distance of the first of `units` from the start; negative when a lookbehind leads.
    pub(crate) offset: isize,
}

const MAX_PREFIX: usize = 32;
/// Nodes to visit for a prefix at most; nested repetitions visit theirs again and again.
const PREFIX_FUEL: u32 = 10_000;

/// Collects the fixed prefix of a pattern.
pub(crate) fn fixed_prefix(node: &Node, unicode: bool) -> FixedPrefix {
    let mut units = Vec::new();
    let mut offset = 0;
    let mut fuel = PREFIX_FUEL;
    let mut leading = node;
    while let Node::Seq(nodes) = leading
        && let Some(first) = nodes.first()
    {
        leading = first;
    }
    if let Node::Look(look) = leading
        && look.behind
        && !look.negated
    {
        let mut behind = Vec::new();
        if collect(&look.node, unicode, &mut fuel, &mut behind) {
            offset = -(behind.len() as isize);
            units = behind;
        }
    }
    collect(node, unicode, &mut fuel, &mut units);
    FixedPrefix { units, offset }
}

/// Appends the fixed units of `node`; whether they are all of it, so that more may follow at a fixed distance.
fn collect(node: &Node, unicode: bool, fuel: &mut u32, out: &mut Vec<FixedUnit>) -> bool {
    *fuel = fuel.saturating_sub(1);
    if out.len() >= MAX_PREFIX || *fuel == 0 {
        return false;
    }
    match node {
        Node::Empty | Node::Look(_) | Node::LineStart { .. } | Node::LineEnd { .. } | Node::WordBoundary { .. } => true,
        Node::Char(c) => {
            match char::from_u32(*c) {
                Some(c) => {
                    for &mut unit in c.encode_utf16(&mut [0; 2]) {
                        out.push(FixedUnit { set: FirstSet::of_char(u32::from(unit)), exact: Some(unit) });
                    }
                }
                None => out.push(FixedUnit { set: FirstSet::of_char(*c), exact: u16::try_from(*c).ok() }),
            }
            true
        }
        Node::Set(set) => {
            out.push(FixedUnit { set: FirstSet::of_set(set), exact: None });
            !(unicode && set.intersects_range(0x1_0000, 0x10_FFFF))
        }
        Node::Seq(nodes) => nodes.iter().all(|node| collect(node, unicode, fuel, out)),
        Node::Alt(nodes) => {
            let start = out.len();
            let mut fixed = true;
            let mut common: Option<Vec<FixedUnit>> = None;
            for node in nodes {
                let mut branch = Vec::new();
                fixed &= collect(node, unicode, fuel, &mut branch);
                branch.truncate(MAX_PREFIX);
                match &mut common {
                    None => common = Some(branch),
                    Some(common) => {
                        fixed &= common.len() == branch.len();
                        common.truncate(branch.len());
                        for (a, b) in common.iter_mut().zip(&branch) {
                            a.set = a.set.union(&b.set);
                            a.exact = if a.exact == b.exact { a.exact } else { None };
                        }
                    }
                }
            }
            out.extend(common.unwrap_or_default());
            fixed && out.len() - start < MAX_PREFIX
        }
        Node::Group(_, node) => collect(node, unicode, fuel, out),
        Node::Repeat(repeat) => {
            for _ in 0..repeat.min {
                if !collect(&repeat.node, unicode, fuel, out) {
                    return false;
                }
                if repeat.node.is_nullable() {
                    // Only assertions are fixed and nullable; more rounds add nothing.
                    break;
                }
            }
            repeat.max == repeat.min
        }
        Node::BackReference { .. } => false,
    }
}

/// Whether a set, read as single code units, could take half of a surrogate pair in Unicode mode.
pub(crate) fn needs_code_points(set: &CodePointSet, unicode: bool) -> bool {
    unicode && (set.intersects_range(0xD800, 0xDFFF) || set.intersects_range(0x1_0000, 0x10_FFFF))
}

/// Whether a character must be compared as a code point in Unicode mode, because its unit may be half of a pair.
pub(crate) fn is_lone_surrogate(c: u32, unicode: bool) -> bool {
    unicode && (is_lead(c) || is_trail(c)) && c <= 0xFFFF
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flags::Flags;
    use crate::parser::parse;

    fn node_of(pattern: &str) -> Node {
        let units: Vec<u16> = pattern.encode_utf16().collect();
        parse(&units, Flags::default()).expect("a pattern").node
    }

    #[test]
    fn first_units() {
        let bytes = |pattern: &str| {
            let set = first(&node_of(pattern), &FirstSet::ANY);
            (set.latin1_bytes().map(char::from).collect::<String>(), set.high, set.end)
        };
        assert_eq!(bytes("GET|POST"), ("GP".into(), false, false));
        assert_eq!(bytes("a*b"), ("ab".into(), false, false));
        assert_eq!(bytes("(?:a|b?c)d"), ("abc".into(), false, false));
        assert_eq!(bytes("a*$"), ("a".into(), false, true));
        assert_eq!(bytes("\u{416}x"), (String::new(), true, false));
    }

    #[test]
    fn prefixes() {
        let text = |pattern: &str| {
            let prefix = fixed_prefix(&node_of(pattern), false);
            let text: String = prefix
                .units
                .iter()
                .map(|unit| unit.exact.map_or('?', |unit| char::from_u32(u32::from(unit)).unwrap_or('!')))
                .collect();
            (text, prefix.offset)
        };
        assert_eq!(text(r"(\d{4})-(\d\d)x*y"), ("????-??".into(), 0));
        assert_eq!(text("(?<=id=)[0-9]+a"), ("id=?".into(), -3));
        assert_eq!(text("GET|POST|PUT"), ("???".into(), 0));
        assert_eq!(text("a(?:bc|bd)e"), ("ab?e".into(), 0));
        assert_eq!(text("ab+c"), ("ab".into(), 0));
        assert_eq!(text("(?:a|)b"), (String::new(), 0));
    }
}
