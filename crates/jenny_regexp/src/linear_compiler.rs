//! From the tree to the program of the linear matcher: no counters, every repetition written out.

use rustc_hash::FxHashMap;

use crate::code_point_set::CodePointSet;
use crate::instruction::CharClass;
use crate::node::{INFINITE, Node, Pattern, Repeat};

/// The most instructions that a linear program may have; its time is their number times the input.
const MAX_SIZE: usize = 4000;
/// The most captures that all its threads together may have.
const MAX_SLOTS: usize = 1 << 20;

/// An instruction of the linear matcher. Both sides of a split are targets, the preferred one first.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Match,
    /// A code unit, or in Unicode mode a code point.
    Char(u32),
    Class(u16),
    Split(u32, u32),
    Jump(u32),
    Save(u16),
    /// Begins an optional iteration of a body that can be empty.
    IterationStart,
    /// Ends it; one that consumed nothing fails (RepeatMatcher, §22.2.2.3.1).
    IterationEnd,
    Reset {
        first: u16,
        end: u16,
    },
    LineStart {
        multiline: bool,
    },
    LineEnd {
        multiline: bool,
    },
    WordBoundary {
        negated: bool,
        folded: bool,
    },
}

/// A program for the linear matcher.
#[derive(Debug)]
pub(crate) struct LinearProgram {
    pub(crate) steps: Vec<Step>,
    pub(crate) classes: Vec<CharClass>,
}

/// The number of steps a pattern takes, or `None` when it has no linear form.
pub(crate) fn linear_size(node: &Node) -> Option<usize> {
    let size = match node {
        Node::BackReference { .. } | Node::Look(_) => return None,
        Node::Seq(nodes) | Node::Alt(nodes) => {
            let mut size = 0;
            for node in nodes {
                size += linear_size(node)? + 2;
            }
            size
        }
        Node::Group(_, node) => linear_size(node)? + 2,
        Node::Repeat(repeat) => {
            let rounds = if repeat.max == INFINITE { repeat.min.saturating_add(1) } else { repeat.max };
            (linear_size(&repeat.node)? + 5).checked_mul(rounds as usize)?
        }
        _ => 1,
    };
    (size <= MAX_SIZE).then_some(size)
}

/// Compiles a pattern for the linear matcher, if it can be.
pub(crate) fn compile(pattern: &Pattern) -> Option<LinearProgram> {
    linear_size(&pattern.node)?;
    let mut compiler = Compiler { steps: Vec::new(), classes: Vec::new(), ids: FxHashMap::default() };
    compiler.emit(&pattern.node);
    compiler.steps.push(Step::Match);
    let slots = (pattern.group_count as usize + 1) * 2;
    (compiler.steps.len() * 2 * slots <= MAX_SLOTS)
        .then_some(LinearProgram { steps: compiler.steps, classes: compiler.classes })
}

struct Compiler {
    steps: Vec<Step>,
    classes: Vec<CharClass>,
    ids: FxHashMap<CodePointSet, u16>,
}

impl Compiler {
    fn here(&self) -> u32 {
        self.steps.len() as u32
    }

    fn emit(&mut self, node: &Node) {
        match node {
            Node::Empty | Node::BackReference { .. } | Node::Look(_) => {}
            Node::Char(c) => self.steps.push(Step::Char(*c)),
            Node::Set(set) => {
                let classes = &mut self.classes;
                let id = *self.ids.entry((**set).clone()).or_insert_with(|| {
                    classes.push(CharClass::new(set));
                    (classes.len() - 1) as u16
                });
                self.steps.push(Step::Class(id));
            }
            Node::Seq(nodes) => nodes.iter().for_each(|node| self.emit(node)),
            Node::Alt(nodes) => {
                let mut jumps = Vec::new();
                for (i, node) in nodes.iter().enumerate() {
                    if i + 1 == nodes.len() {
                        self.emit(node);
                        break;
                    }
                    let split = self.split(true);
                    self.emit(node);
                    jumps.push(self.steps.len());
                    self.steps.push(Step::Jump(0));
                    self.land(split, true);
                }
                let here = self.here();
                for jump in jumps {
                    self.steps[jump] = Step::Jump(here);
                }
            }
            Node::Group(index, node) => {
                self.steps.push(Step::Save(*index as u16 * 2));
                self.emit(node);
                self.steps.push(Step::Save(*index as u16 * 2 + 1));
            }
            Node::Repeat(repeat) => self.emit_repeat(repeat),
            Node::LineStart { multiline } => self.steps.push(Step::LineStart { multiline: *multiline }),
            Node::LineEnd { multiline } => self.steps.push(Step::LineEnd { multiline: *multiline }),
            Node::WordBoundary { negated, folded } => {
                self.steps.push(Step::WordBoundary { negated: *negated, folded: *folded });
            }
        }
    }

    fn split(&mut self, greedy: bool) -> usize {
        let body = self.here() + 1;
        self.steps.push(if greedy { Step::Split(body, 0) } else { Step::Split(0, body) });
        self.steps.len() - 1
    }

    /// Makes the side of a split that leaves go to the next step.
    fn land(&mut self, split: usize, greedy: bool) {
        let here = self.here();
        if let Step::Split(first, second) = &mut self.steps[split] {
            *(if greedy { second } else { first }) = here;
        }
    }

    fn emit_body(&mut self, repeat: &Repeat, optional: bool) {
        let checked = optional && repeat.node.is_nullable();
        if checked {
            self.steps.push(Step::IterationStart);
        }
        if !repeat.groups.is_empty() {
            self.steps.push(Step::Reset { first: repeat.groups.first as u16 * 2, end: repeat.groups.end as u16 * 2 });
        }
        self.emit(&repeat.node);
        if checked {
            self.steps.push(Step::IterationEnd);
        }
    }

    fn emit_repeat(&mut self, repeat: &Repeat) {
        for _ in 0..repeat.min {
            self.emit_body(repeat, false);
        }
        if repeat.max == INFINITE {
            let head = self.here();
            let split = self.split(repeat.greedy);
            self.emit_body(repeat, true);
            self.steps.push(Step::Jump(head));
            self.land(split, repeat.greedy);
            return;
        }
        let mut splits = Vec::new();
        for _ in repeat.min..repeat.max {
            splits.push(self.split(repeat.greedy));
            self.emit_body(repeat, true);
        }
        for split in splits {
            self.land(split, repeat.greedy);
        }
    }
}
