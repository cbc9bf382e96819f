//! From the tree to bytecode for the backtracking matcher.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::alternatives::share_beginnings;
use crate::code_point_set::CodePointSet;
use crate::error::{Fault, TOO_LARGE};
use crate::first_set::{FirstSet, first, is_lone_surrogate, needs_code_points};
use crate::flags::Flags;
use crate::instruction::{BackReference, CharClass, Counted, Guard, Instruction, Loop};
use crate::linear_compiler::linear_size;
use crate::node::{GroupRange, INFINITE, Look, Node, Pattern, Reference, Repeat};
use crate::prefilter::{Prefilter, has_leading_run};
use crate::program::Program;

struct Compiler {
    unicode: bool,
    instructions: Vec<Instruction>,
    classes: Vec<CharClass>,
    class_ids: FxHashMap<CodePointSet, u16>,
    literals: Vec<u16>,
    guards: Vec<Guard>,
    loops: Vec<Loop>,
    counted: Vec<Counted>,
    back_references: Vec<BackReference>,
    named_references: Vec<Vec<u32>>,
    registers: usize,
    /// How many regrouped alternatives are being written inside each other.
    sharing: usize,
    overflow: bool,
}

/// A larger minimum is reached at once when an iteration is empty. With a smaller one the iterations are run one by
/// one, because the order of backtracking into them can be seen.
const MAX_EMPTY_ROUNDS: u32 = 1000;

/// Regrouping alternatives nests them; past this depth they stay as they are.
const MAX_SHARING: usize = 32;

pub(crate) fn compile(pattern: Pattern, source: &[u16], flags: Flags) -> Result<Program, Fault> {
    let unicode = flags.either_unicode();
    let captures = (pattern.group_count as usize + 1) * 2;
    let mut compiler = Compiler {
        unicode,
        instructions: Vec::new(),
        classes: Vec::new(),
        class_ids: FxHashMap::default(),
        literals: Vec::new(),
        guards: Vec::new(),
        loops: Vec::new(),
        counted: Vec::new(),
        back_references: Vec::new(),
        named_references: pattern.named_references,
        registers: captures,
        sharing: 0,
        overflow: false,
    };
    compiler.emit(&pattern.node, false, &FirstSet::ANY);
    compiler.push(Instruction::Match);
    if compiler.overflow || u32::try_from(compiler.instructions.len()).is_err() {
        return Err(Fault { reason: TOO_LARGE, offset: 0 });
    }
    let prefilter = Prefilter::new(&pattern.node, unicode);
    let linear = linear_size(&pattern.node).is_some();
    Ok(Program {
        flags,
        group_count: pattern.group_count as usize,
        names: pattern.names,
        instructions: compiler.instructions,
        classes: compiler.classes,
        literals: compiler.literals,
        guards: compiler.guards,
        loops: compiler.loops,
        counted: compiler.counted,
        back_references: compiler.back_references,
        register_count: compiler.registers,
        anchored: pattern.node.is_anchored(false),
        leading_run: has_leading_run(&pattern.node),
        min_length: pattern.node.min_length(),
        prefilter,
        linear_source: linear.then(|| source.into()),
        linear: OnceLock::new(),
    })
}

impl Compiler {
    fn push(&mut self, instruction: Instruction) -> usize {
        self.instructions.push(instruction);
        self.instructions.len() - 1
    }

    fn here(&self) -> u32 {
        self.instructions.len() as u32
    }

    /// Makes the branch at `at` go to the next instruction to be written.
    fn land(&mut self, at: usize) {
        let here = self.here();
        match &mut self.instructions[at] {
            Instruction::Split { other } | Instruction::Branch { other, .. } => *other = here,
            Instruction::Jump(target) => *target = here,
            _ => {}
        }
    }

    /// An index as an operand; too large a table is reported at the end.
    fn operand(&mut self, index: usize) -> u16 {
        u16::try_from(index).unwrap_or_else(|_| {
            self.overflow = true;
            0
        })
    }

    fn new_register(&mut self) -> u16 {
        self.registers += 1;
        self.operand(self.registers - 1)
    }

    fn class(&mut self, set: &CodePointSet) -> u16 {
        if let Some(&id) = self.class_ids.get(set) {
            return id;
        }
        let id = self.operand(self.classes.len());
        self.classes.push(CharClass::new(set));
        self.class_ids.insert(set.clone(), id);
        id
    }

    fn guard(&mut self, here: &FirstSet, other: &FirstSet) -> Option<u16> {
        if here.is_any() && other.is_any() || self.guards.len() >= usize::from(u16::MAX) {
            return None;
        }
        self.guards.push(Guard::new(here, other));
        Some((self.guards.len() - 1) as u16)
    }

    /// Writes a branch that prefers the next instruction; its other side is landed later.
    fn branch(&mut self, backward: bool, here: &FirstSet, other: &FirstSet) -> usize {
        let guard = if backward { None } else { self.guard(here, other) };
        match guard {
            Some(guard) => self.push(Instruction::Branch { guard, other: 0 }),
            None => self.push(Instruction::Split { other: 0 }),
        }
    }

    /// Writes `node`. `follow` is what can come after it; it is used only when matching forward.
    fn emit(&mut self, node: &Node, backward: bool, follow: &FirstSet) {
        match node {
            Node::Empty => {}
            Node::Char(c) => self.emit_char(*c, backward),
            Node::Set(set) => self.emit_set(set, backward),
            Node::Seq(nodes) => self.emit_seq(nodes, backward, follow),
            Node::Alt(nodes) => self.emit_alt(nodes, backward, follow),
            Node::Group(index, node) => {
                let first = self.operand(*index as usize * 2);
                let second = self.operand(*index as usize * 2 + 1);
                self.push(Instruction::Save(if backward { second } else { first }));
                self.emit(node, backward, follow);
                self.push(Instruction::Save(if backward { first } else { second }));
            }
            Node::Repeat(repeat) => self.emit_repeat(repeat, backward, follow),
            Node::Look(look) => self.emit_look(look),
            Node::BackReference { reference, ignore_case } => {
                let groups = match reference {
                    Reference::Index(index) => vec![*index],
                    Reference::Name(name) => self.named_references[*name].clone(),
                };
                self.back_references.push(BackReference { groups, ignore_case: *ignore_case });
                let id = self.operand(self.back_references.len() - 1);
                self.push(if backward { Instruction::BackReferenceBack(id) } else { Instruction::BackReference(id) });
            }
            Node::LineStart { multiline } => {
                self.push(if *multiline { Instruction::LineStartMultiline } else { Instruction::LineStart });
            }
            Node::LineEnd { multiline } => {
                self.push(if *multiline { Instruction::LineEndMultiline } else { Instruction::LineEnd });
            }
            Node::WordBoundary { negated, folded } => {
                self.push(Instruction::WordBoundary { negated: *negated, folded: *folded });
            }
        }
    }

    /// The code units of a character, unless it must be read as a code point.
    fn units_of(&self, node: &Node) -> Option<Vec<u16>> {
        match node {
            Node::Char(c) if !is_lone_surrogate(*c, self.unicode) => match char::from_u32(*c) {
                Some(c) => Some(c.encode_utf16(&mut [0; 2]).to_vec()),
                None => u16::try_from(*c).ok().map(|unit| vec![unit]),
            },
            _ => None,
        }
    }

    fn emit_char(&mut self, c: u32, backward: bool) {
        match self.units_of(&Node::Char(c)) {
            Some(units) => self.emit_literal(&units, backward),
            None => self.emit_set(&CodePointSet::from_ranges([(c, c)]), backward),
        }
    }

    fn emit_literal(&mut self, units: &[u16], backward: bool) {
        if let [unit] = *units {
            self.push(if backward { Instruction::UnitBack(unit) } else { Instruction::Unit(unit) });
            return;
        }
        let parts: Vec<&[u16]> = units.chunks(usize::from(u16::MAX)).collect();
        let mut emit = |part: &[u16]| {
            let start = self.literals.len() as u32;
            self.literals.extend_from_slice(part);
            let len = part.len() as u16;
            self.instructions.push(if backward {
                Instruction::LiteralBack { start, len }
            } else {
                Instruction::Literal { start, len }
            });
        };
        if backward {
            parts.iter().rev().for_each(|part| emit(part));
        } else {
            parts.iter().for_each(|part| emit(part));
        }
    }

    fn emit_set(&mut self, set: &CodePointSet, backward: bool) {
        if let [(low, low_end), (high, high_end)] = *set.ranges()
            && low == low_end
            && high == high_end
            && low ^ 0x20 == high
            && high < 0x80
            && !backward
        {
            self.push(Instruction::Letter(high as u16));
            return;
        }
        let id = self.class(set);
        self.push(match (needs_code_points(set, self.unicode), backward) {
            (false, false) => Instruction::Class(id),
            (false, true) => Instruction::ClassBack(id),
            (true, false) => Instruction::ClassPoint(id),
            (true, true) => Instruction::ClassPointBack(id),
        });
    }

    fn emit_seq(&mut self, nodes: &[Node], backward: bool, follow: &FirstSet) {
        if backward {
            for node in nodes.iter().rev() {
                self.emit(node, true, &FirstSet::ANY);
            }
            return;
        }
        let mut follows = Vec::with_capacity(nodes.len());
        let mut after = *follow;
        for node in nodes.iter().rev() {
            follows.push(after);
            after = first(node, &after);
        }
        follows.reverse();
        let mut i = 0;
        while i < nodes.len() {
            if let Some(mut units) = self.units_of(&nodes[i]) {
                i += 1;
                while i < nodes.len()
                    && let Some(more) = self.units_of(&nodes[i])
                {
                    units.extend(more);
                    i += 1;
                }
                self.emit_literal(&units, false);
                continue;
            }
            self.emit(&nodes[i], false, &follows[i]);
            i += 1;
        }
    }

    fn emit_alt(&mut self, nodes: &[Node], backward: bool, follow: &FirstSet) {
        if !backward
            && self.sharing < MAX_SHARING
            && let Some(shared) = share_beginnings(nodes)
        {
            self.sharing += 1;
            match &shared[..] {
                [single] => self.emit(single, false, follow),
                several => self.emit_branches(several, false, follow),
            }
            self.sharing -= 1;
            return;
        }
        self.emit_branches(nodes, backward, follow);
    }

    fn emit_branches(&mut self, nodes: &[Node], backward: bool, follow: &FirstSet) {
        let firsts: Vec<FirstSet> =
            if backward { Vec::new() } else { nodes.iter().map(|node| first(node, follow)).collect() };
        // What the alternatives from each one on can begin with.
        let mut rest = firsts.clone();
        for i in (1..rest.len()).rev() {
            rest[i - 1] = rest[i - 1].union(&rest[i]);
        }
        let mut jumps = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            if i + 1 == nodes.len() {
                self.emit(node, backward, follow);
                break;
            }
            let branch = match (firsts.get(i), rest.get(i + 1)) {
                (Some(here), Some(other)) => self.branch(false, here, other),
                _ => self.push(Instruction::Split { other: 0 }),
            };
            self.emit(node, backward, follow);
            jumps.push(self.push(Instruction::Jump(0)));
            self.land(branch);
        }
        for jump in jumps {
            self.land(jump);
        }
    }

    fn emit_repeat(&mut self, repeat: &Repeat, backward: bool, follow: &FirstSet) {
        if !backward && let Some(set) = repeat.node.single_character() {
            self.emit_loop(repeat, &set, follow);
            return;
        }
        let Repeat { node, min, max, greedy, groups } = repeat;
        let nullable = node.is_nullable();
        let once = if backward { FirstSet::ANY } else { first(node, follow) };
        let again = once.union(follow);
        match (*min, *max) {
            (0, 1) => {
                let (branch, jump) = self.emit_choice(*greedy, backward, &once, follow);
                let start = nullable.then(|| self.new_register());
                if let Some(start) = start {
                    self.push(Instruction::EmptyStart(start));
                }
                self.emit(node, backward, follow);
                if let Some(start) = start {
                    self.push(Instruction::EmptyCheck(start));
                }
                self.land(jump.unwrap_or(branch));
            }
            (0, INFINITE) => {
                let head = self.here();
                let (branch, jump) = self.emit_choice(*greedy, backward, &once, follow);
                let start = nullable.then(|| self.new_register());
                if let Some(start) = start {
                    self.push(Instruction::EmptyStart(start));
                }
                self.emit_reset(*groups);
                self.emit(node, backward, &again);
                if let Some(start) = start {
                    self.push(Instruction::EmptyCheck(start));
                }
                self.push(Instruction::Jump(head));
                self.land(jump.unwrap_or(branch));
            }
            (1, INFINITE) if !nullable => {
                let head = self.here();
                self.emit_reset(*groups);
                self.emit(node, backward, &again);
                let (branch, jump) = self.emit_choice(*greedy, backward, &once, follow);
                self.push(Instruction::Jump(head));
                self.land(jump.unwrap_or(branch));
            }
            _ => {
                let counter = self.new_register();
                let start = nullable.then(|| self.new_register());
                let id = self.operand(self.counted.len());
                self.counted.push(Counted {
                    counter,
                    start,
                    min: *min,
                    max: *max,
                    greedy: *greedy,
                    head: self.here() + 1,
                    exit: 0,
                    may_skip_empty: groups.is_empty() && *min > MAX_EMPTY_ROUNDS,
                });
                self.push(Instruction::CountStart(id));
                self.push(Instruction::CountHead(id));
                self.emit_reset(*groups);
                self.emit(node, backward, &again);
                self.push(Instruction::CountEnd(id));
                self.counted[usize::from(id)].exit = self.here();
            }
        }
    }

    /// The choice between a body, written next, and what follows it. The result is the branch, and for a lazy
    /// choice the jump that leaves; the last of them is to be landed after the body.
    fn emit_choice(
        &mut self,
        greedy: bool,
        backward: bool,
        body: &FirstSet,
        follow: &FirstSet,
    ) -> (usize, Option<usize>) {
        if greedy {
            return (self.branch(backward, body, follow), None);
        }
        let branch = self.branch(backward, follow, body);
        let jump = self.push(Instruction::Jump(0));
        self.land(branch);
        (branch, Some(jump))
    }

    fn emit_reset(&mut self, groups: GroupRange) {
        if !groups.is_empty() {
            let first = self.operand(groups.first as usize * 2);
            let end = self.operand(groups.end as usize * 2);
            self.push(Instruction::Reset { first, end });
        }
    }

    fn emit_loop(&mut self, repeat: &Repeat, set: &CodePointSet, follow: &FirstSet) {
        let class = self.class(set);
        let possessive = FirstSet::of_set(set).is_disjoint(follow) && repeat.greedy;
        let next = if possessive || follow.has_every_unit() { None } else { self.guard(follow, &FirstSet::NONE) };
        let id = self.operand(self.loops.len());
        self.loops.push(Loop {
            class,
            min: repeat.min,
            max: repeat.max,
            greedy: repeat.greedy,
            first: id == 0,
            // With an upper bound the loop can stop before a member, and giving back still cannot help.
            possessive,
            points: needs_code_points(set, self.unicode),
            next,
        });
        self.push(Instruction::Loop(id));
    }

    fn emit_look(&mut self, look: &Look) {
        let register = self.new_register();
        let start = self.push(Instruction::LookStart { register, negated: look.negated, end: 0 });
        self.emit(&look.node, look.behind, &FirstSet::ANY);
        self.push(Instruction::LookEnd { register, negated: look.negated });
        let here = self.here();
        if let Instruction::LookStart { end, .. } = &mut self.instructions[start] {
            *end = here;
        }
    }
}
