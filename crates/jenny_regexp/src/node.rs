//! The tree between the parser and the compilers: a pattern with its flags and modifiers already applied.

use std::rc::Rc;

use crate::code_point_set::CodePointSet;

/// The upper bound of a quantifier that has none.
pub(crate) const INFINITE: u32 = u32::MAX;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Empty,
    /// One code unit, or one code point in Unicode mode, compared exactly.
    Char(u32),
    /// One code unit or code point out of a set that is already closed under case folding.
    Set(Rc<CodePointSet>),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    /// A capturing group with its number, from 1.
    Group(u32, Box<Node>),
    Repeat(Box<Repeat>),
    Look(Box<Look>),
    BackReference {
        reference: Reference,
        ignore_case: bool,
    },
    LineStart {
        multiline: bool,
    },
    LineEnd {
        multiline: bool,
    },
    WordBoundary {
        negated: bool,
        /// Whether U+017F and U+212A count as word characters (WordCharacters, §22.2.2.9.3).
        folded: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reference {
    Index(u32),
    /// An index into [`Pattern::named_references`].
    Name(usize),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Repeat {
    pub(crate) node: Node,
    pub(crate) min: u32,
    /// At least `min`; [`INFINITE`] for no bound.
    pub(crate) max: u32,
    pub(crate) greedy: bool,
    pub(crate) groups: GroupRange,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Look {
    pub(crate) node: Node,
    pub(crate) behind: bool,
    pub(crate) negated: bool,
}

/// The capturing groups inside a term: `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GroupRange {
    pub(crate) first: u32,
    pub(crate) end: u32,
}

impl GroupRange {
    pub(crate) fn is_empty(self) -> bool {
        self.first == self.end
    }
}

/// What the parser hands to the compilers.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) node: Node,
    /// Capturing groups, without group 0.
    pub(crate) group_count: u32,
    /// Names in the order of their first group, each with all groups of that name.
    pub(crate) names: Vec<(Box<[u16]>, Vec<usize>)>,
    /// The groups that each `\k<name>` may mean.
    pub(crate) named_references: Vec<Vec<u32>>,
}

impl Node {
    /// Wraps a list of terms, without a needless level.
    pub(crate) fn seq(mut terms: Vec<Node>) -> Node {
        match terms.len() {
            0 => Node::Empty,
            1 => terms.remove(0),
            _ => Node::Seq(terms),
        }
    }

    /// Wraps a list of alternatives, without a needless level. Neighbours that are single characters become one
    /// set, which cannot be told apart from trying them in turn.
    pub(crate) fn alt(alternatives: Vec<Node>) -> Node {
        let mut merged: Vec<Node> = Vec::with_capacity(alternatives.len());
        let mut run: Vec<Node> = Vec::new();
        let flush = |run: &mut Vec<Node>, merged: &mut Vec<Node>| {
            if run.len() > 1 {
                let sets = run.drain(..).filter_map(|node| node.single_character());
                let set = CodePointSet::from_ranges(sets.flat_map(|set| set.ranges().to_vec()));
                merged.push(Node::of_set(set));
            }
            merged.append(run);
        };
        for node in alternatives {
            if matches!(node, Node::Char(_) | Node::Set(_)) {
                run.push(node);
            } else {
                flush(&mut run, &mut merged);
                merged.push(node);
            }
        }
        flush(&mut run, &mut merged);
        if merged.len() == 1 { merged.remove(0) } else { Node::Alt(merged) }
    }

    /// One character out of a set.
    pub(crate) fn of_set(set: CodePointSet) -> Node {
        match set.single() {
            Some(c) => Node::Char(c),
            None => Node::Set(Rc::new(set)),
        }
    }

    /// The set of a node that is one character.
    pub(crate) fn single_character(&self) -> Option<CodePointSet> {
        match self {
            Node::Char(c) => Some(CodePointSet::from_ranges([(*c, *c)])),
            Node::Set(set) => Some((**set).clone()),
            _ => None,
        }
    }

    /// Whether the node can match without consuming anything.
    pub(crate) fn is_nullable(&self) -> bool {
        match self {
            Node::Char(_) | Node::Set(_) => false,
            Node::Seq(nodes) => nodes.iter().all(Node::is_nullable),
            Node::Alt(nodes) => nodes.iter().any(Node::is_nullable),
            Node::Group(_, node) => node.is_nullable(),
            Node::Repeat(repeat) => repeat.min == 0 || repeat.node.is_nullable(),
            Node::Empty
            | Node::Look(_)
            | Node::BackReference { .. }
            | Node::LineStart { .. }
            | Node::LineEnd { .. }
            | Node::WordBoundary { .. } => true,
        }
    }

    /// Whether the node can only match without consuming anything.
    pub(crate) fn is_always_empty(&self) -> bool {
        match self {
            Node::Char(_) | Node::Set(_) | Node::BackReference { .. } => false,
            Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().all(Node::is_always_empty),
            Node::Group(_, node) => node.is_always_empty(),
            Node::Repeat(repeat) => repeat.node.is_always_empty(),
            Node::Empty | Node::Look(_) | Node::LineStart { .. } | Node::LineEnd { .. } | Node::WordBoundary { .. } => {
                true
            }
        }
    }

    /// Whether every match begins at index 0 of the input, or if `lines` at the start of a line.
    pub(crate) fn is_anchored(&self, lines: bool) -> bool {
        match self {
            Node::LineStart { multiline } => lines || !multiline,
            Node::Seq(nodes) => {
                for node in nodes {
                    match node {
                        Node::Look(_) | Node::WordBoundary { .. } | Node::LineEnd { .. } | Node::Empty => {}
                        other => return other.is_anchored(lines),
                    }
                }
                false
            }
            Node::Alt(nodes) => nodes.iter().all(|node| node.is_anchored(lines)),
            Node::Group(_, node) => node.is_anchored(lines),
            Node::Repeat(repeat) => repeat.min > 0 && repeat.node.is_anchored(lines),
            _ => false,
        }
    }

    /// Whether a back reference occurs anywhere inside.
    pub(crate) fn has_back_reference(&self) -> bool {
        match self {
            Node::BackReference { .. } => true,
            Node::Seq(nodes) | Node::Alt(nodes) => nodes.iter().any(Node::has_back_reference),
            Node::Group(_, node) => node.has_back_reference(),
            Node::Repeat(repeat) => repeat.node.has_back_reference(),
            Node::Look(look) => look.node.has_back_reference(),
            _ => false,
        }
    }

    /// The fewest code units that a match consumes; saturating.
    pub(crate) fn min_length(&self) -> usize {
        match self {
            Node::Char(c) if *c > 0xFFFF => 2,
            Node::Char(_) | Node::Set(_) => 1,
            Node::Seq(nodes) => nodes.iter().fold(0, |sum, node| sum.saturating_add(node.min_length())),
            Node::Alt(nodes) => nodes.iter().map(Node::min_length).min().unwrap_or(0),
            Node::Group(_, node) => node.min_length(),
            Node::Repeat(repeat) if repeat.min == 0 => 0,
            Node::Repeat(repeat) => repeat.node.min_length().saturating_mul(repeat.min as usize),
            _ => 0,
        }
    }
}
