//! The backtracking matcher: one loop over the instructions and one explicit stack.

use crate::case_folding::canonicalize;
use crate::error::MatchError;
use crate::input::{Input, Unit, code_point_at, code_point_before, is_inside_pair};
use crate::instruction::{BackReference, Guard, Instruction, Loop};
use crate::linear;
use crate::node::INFINITE;
use crate::prefilter::Search;
use crate::program::Program;

/// A register or capture without a value.
pub(crate) const UNSET: u32 = u32::MAX;

/// Steps between two polls of the interrupt callback.
pub(crate) const POLL_INTERVAL: u32 = 10_000;
/// Backtracks after which a pattern with a linear form is matched by it.
const LINEAR_THRESHOLD: u64 = 50_000;
/// Further backtracks allowed for every code unit of the input, so that long inputs keep the fast matcher.
const LINEAR_THRESHOLD_PER_UNIT: u64 = 8;
/// Steps after which a match without a linear form is given up.
const STEP_LIMIT: u64 = 200_000_000;
/// Cap of the backtrack stack, 48 MiB.
const MAX_ENTRIES: usize = (48 << 20) / size_of::<Entry>();
/// What a matcher keeps of its stack between runs.
const KEPT_ENTRIES: usize = 1 << 16;
/// Failed starts before the literal that every match must contain is looked for.
const STARTS_BEFORE_REQUIRED: u32 = 32;

/// Scratch memory for matching, to be reused.
#[derive(Debug, Default)]
pub struct Matcher {
    registers: Vec<u32>,
    stack: Vec<Entry>,
    captures: Vec<Option<(usize, usize)>>,
    /// Where the first loop of the program last ended.
    run_end: usize,
    linear: linear::Scratch,
}

/// Something to undo or to try when matching fails. The low bits of `word` are an instruction or a register.
#[derive(Clone, Copy, Debug)]
struct Entry {
    word: u32,
    a: u32,
    b: u32,
}

const TAG_SHIFT: u32 = 29;
const OPERAND: u32 = (1 << TAG_SHIFT) - 1;
/// Go on at the instruction and position `a`.
const CHOICE: u32 = 0;
/// Restore a register to `a`.
const UNDO: u32 = 1;
/// A greedy loop that ends at `a` and can give back down to `b`.
const GREEDY: u32 = 2;
/// A lazy loop that ends at `a` and can take `b` more.
const LAZY: u32 = 3;
/// The start of a lookaround that began at `a`.
const BARRIER: u32 = 4;

/// Why an attempt ended without a decision.
enum Stop {
    Error(MatchError),
    /// Too much backtracking: use the linear form.
    Linear,
}

/// Counts steps and says when to stop.
pub(crate) struct Meter<'a> {
    /// Steps until the next poll.
    fuel: u32,
    spent: u64,
    /// Steps at which the linear form takes over, if there is one.
    linear_at: u64,
    interrupt: &'a mut dyn FnMut() -> bool,
}

impl Meter<'_> {
    #[inline(always)]
    fn step(&mut self, steps: u32) -> Result<(), Stop> {
        self.fuel = self.fuel.saturating_sub(steps);
        if self.fuel == 0 { self.poll() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn poll(&mut self) -> Result<(), Stop> {
        self.fuel = POLL_INTERVAL;
        self.spent += u64::from(POLL_INTERVAL);
        if (self.interrupt)() {
            return Err(Stop::Error(MatchError::Interrupted));
        }
        if self.spent >= self.linear_at {
            return Err(Stop::Linear);
        }
        if self.spent >= STEP_LIMIT {
            return Err(Stop::Error(MatchError::StepLimit));
        }
        Ok(())
    }
}

impl Matcher {
    /// A matcher without memory yet.
    pub fn new() -> Matcher {
        Matcher::default()
    }

    /// Searches forward from `last_index`, or with the sticky flag looks only there.
    ///
    /// The result is `None` when there is no match, else the code unit ranges of group 0 and of all groups.
    /// In Unicode mode an index between the halves of a surrogate pair means the pair, whose start is then where the
    /// match is reported (as in V8). `interrupt` is called every 10,000 steps; `true` stops the match.
    pub fn exec(
        &mut self,
        program: &Program,
        input: Input,
        last_index: usize,
        interrupt: &mut dyn FnMut() -> bool,
    ) -> Result<Option<&[Option<(usize, usize)>]>, MatchError> {
        // Positions are kept in 32 bits, and the highest value means none.
        if last_index > input.len() {
            return Ok(None);
        }
        if input.len() >= UNSET as usize {
            return Err(MatchError::StackOverflow);
        }
        let found = match input {
            Input::Latin1(units) => self.search(program, units, last_index, interrupt),
            Input::Utf16(units) => self.search(program, units, last_index, interrupt),
        };
        if self.stack.capacity() > KEPT_ENTRIES {
            self.stack.clear();
            self.stack.shrink_to(KEPT_ENTRIES);
        }
        if !found? {
            return Ok(None);
        }
        self.captures.clear();
        for pair in self.registers[..program.capture_count() * 2].chunks_exact(2) {
            let set = pair[0] != UNSET && pair[1] != UNSET;
            self.captures.push(set.then_some((pair[0] as usize, pair[1] as usize)));
        }
        Ok(Some(&self.captures))
    }

    fn search<U: Search>(
        &mut self,
        program: &Program,
        input: &[U],
        last_index: usize,
        interrupt: &mut dyn FnMut() -> bool,
    ) -> Result<bool, MatchError> {
        let unicode = program.flags.either_unicode();
        let sticky = program.flags.sticky;
        let mut at = last_index;
        if unicode && is_inside_pair(input, at) {
            at -= 1;
        }
        let linear_at = match program.linear_source {
            Some(_) => LINEAR_THRESHOLD + (input.len() - at) as u64 * LINEAR_THRESHOLD_PER_UNIT,
            None => u64::MAX,
        };
        let mut meter = Meter { fuel: POLL_INTERVAL, spent: 0, linear_at, interrupt };
        self.registers.clear();
        self.registers.resize(program.register_count, UNSET);
        if program.anchored && at > 0 || input.len() - at < program.min_length {
            return Ok(false);
        }
        let last_start = input.len() - program.min_length;
        let mut limit = if sticky || program.anchored { at } else { last_start };
        let mut starts = 0;
        while at <= limit {
            let (start, resume) = if sticky || program.anchored {
                (at, at + 1)
            } else {
                match program.prefilter.next(input, at) {
                    Some(candidate) if candidate.start <= limit => (candidate.start, candidate.resume),
                    _ => return Ok(false),
                }
            };
            at = resume;
            if unicode && is_inside_pair(input, start) {
                continue;
            }
            match self.attempt(program, input, start, &mut meter) {
                Ok(true) => return Ok(true),
                Ok(false) => {
                    if program.leading_run {
                        at = at.max(self.run_end);
                    }
                }
                Err(Stop::Error(MatchError::StackOverflow)) | Err(Stop::Linear) if program.linear().is_some() => {
                    let Some(linear) = program.linear() else {
                        return Ok(false);
                    };
                    let scratch = &mut self.linear;
                    let search = linear::Search { program, linear, input, start, limit, interrupt: meter.interrupt };
                    return linear::search(search, scratch, &mut self.registers);
                }
                Err(Stop::Linear) => meter.linear_at = u64::MAX,
                Err(Stop::Error(error)) => return Err(error),
            }
            starts += 1;
            if starts == STARTS_BEFORE_REQUIRED
                && let Some(required) = &program.prefilter.required
            {
                match U::rfind_literal(input, at.min(input.len()), required) {
                    Some(last) => limit = limit.min(last),
                    None => return Ok(false),
                }
            }
        }
        Ok(false)
    }

    /// Tries to match at `start`, leaving the captures in the registers.
    fn attempt<U: Unit>(
        &mut self,
        program: &Program,
        input: &[U],
        start: usize,
        meter: &mut Meter,
    ) -> Result<bool, Stop> {
        self.stack.clear();
        self.registers.fill(UNSET);
        self.run_end = 0;
        meter.step(1)?;
        let end = self.run(program, input, start, meter)?;
        if let Some(end) = end {
            self.registers[0] = start as u32;
            self.registers[1] = end as u32;
        }
        Ok(end.is_some())
    }

    #[inline(always)]
    fn push(&mut self, tag: u32, operand: usize, a: usize, b: usize) -> Result<(), Stop> {
        if self.stack.len() >= MAX_ENTRIES {
            return Err(Stop::Error(MatchError::StackOverflow));
        }
        self.stack.push(Entry { word: tag << TAG_SHIFT | operand as u32, a: a as u32, b: b as u32 });
        Ok(())
    }

    /// Sets a register so that failing restores it.
    #[inline(always)]
    fn set(&mut self, register: u16, value: usize) -> Result<(), Stop> {
        let register = usize::from(register);
        // With nothing to go back to, failing ends the attempt and nobody reads the old value.
        if !self.stack.is_empty() {
            self.push(UNDO, register, self.registers[register] as usize, 0)?;
        }
        self.registers[register] = value as u32;
        Ok(())
    }

    fn run<U: Unit>(
        &mut self,
        program: &Program,
        input: &[U],
        start: usize,
        meter: &mut Meter,
    ) -> Result<Option<usize>, Stop> {
        let instructions = &program.instructions[..];
        let len = input.len();
        let mut pc = 0;
        let mut pos = start;
        'next: loop {
            // An arm that succeeds goes on with 'next; falling out of the match is failure.
            match instructions[pc] {
                Instruction::Match => return Ok(Some(pos)),
                Instruction::Unit(unit) => {
                    if pos < len && input[pos].value() == u32::from(unit) {
                        pos += 1;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::UnitBack(unit) => {
                    if pos > 0 && input[pos - 1].value() == u32::from(unit) {
                        pos -= 1;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::Letter(unit) => {
                    if pos < len && input[pos].value() | 0x20 == u32::from(unit) {
                        pos += 1;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::Literal { start, len: count } => {
                    let units = &program.literals[start as usize..start as usize + usize::from(count)];
                    if let Some(slice) = input.get(pos..pos + units.len())
                        && slice.iter().zip(units).all(|(a, &b)| a.value() == u32::from(b))
                    {
                        pos += units.len();
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::LiteralBack { start, len: count } => {
                    let units = &program.literals[start as usize..start as usize + usize::from(count)];
                    if let Some(from) = pos.checked_sub(units.len())
                        && input[from..pos].iter().zip(units).all(|(a, &b)| a.value() == u32::from(b))
                    {
                        pos = from;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::Class(class) => {
                    if pos < len && program.classes[usize::from(class)].contains_unit(input[pos].value()) {
                        pos += 1;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::ClassBack(class) => {
                    if pos > 0 && program.classes[usize::from(class)].contains_unit(input[pos - 1].value()) {
                        pos -= 1;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::ClassPoint(class) => {
                    if let Some((c, after)) = code_point_at(input, pos)
                        && program.classes[usize::from(class)].contains(c)
                    {
                        pos = after;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::ClassPointBack(class) => {
                    if let Some((c, before)) = code_point_before(input, pos)
                        && program.classes[usize::from(class)].contains(c)
                    {
                        pos = before;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::Split { other } => {
                    self.push(CHOICE, other as usize, pos, 0)?;
                    pc += 1;
                    continue 'next;
                }
                Instruction::Branch { guard, other } => {
                    match program.guards[usize::from(guard)].check(input.get(pos).map(|unit| unit.value())) {
                        Guard::BOTH => {
                            self.push(CHOICE, other as usize, pos, 0)?;
                            pc += 1;
                            continue 'next;
                        }
                        Guard::HERE => {
                            pc += 1;
                            continue 'next;
                        }
                        Guard::OTHER => {
                            pc = other as usize;
                            continue 'next;
                        }
                        _ => {}
                    }
                }
                Instruction::Jump(target) => {
                    meter.step(1)?;
                    pc = target as usize;
                    continue 'next;
                }
                Instruction::Save(register) => {
                    self.set(register, pos)?;
                    pc += 1;
                    continue 'next;
                }
                Instruction::Reset { first, end } => {
                    for register in first..end {
                        if self.registers[usize::from(register)] != UNSET {
                            self.set(register, UNSET as usize)?;
                        }
                    }
                    pc += 1;
                    continue 'next;
                }
                Instruction::Loop(id) => {
                    let repeat = &program.loops[usize::from(id)];
                    if let Some(end) = self.run_loop(program, input, repeat, pc, pos, meter)? {
                        pos = end;
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::CountStart(id) => {
                    self.set(program.counted[usize::from(id)].counter, 0)?;
                    pc += 1;
                    continue 'next;
                }
                Instruction::CountHead(id) => {
                    let counted = &program.counted[usize::from(id)];
                    let count = self.registers[usize::from(counted.counter)];
                    let exit = counted.exit as usize;
                    pc = if count >= counted.max && counted.max != INFINITE {
                        exit
                    } else {
                        if let Some(start) = counted.start {
                            self.set(start, pos)?;
                        }
                        if count < counted.min {
                            pc + 1
                        } else if counted.greedy {
                            self.push(CHOICE, exit, pos, 0)?;
                            pc + 1
                        } else {
                            self.push(CHOICE, pc + 1, pos, 0)?;
                            exit
                        }
                    };
                    continue 'next;
                }
                Instruction::CountEnd(id) => {
                    meter.step(1)?;
                    let counted = &program.counted[usize::from(id)];
                    let mut count = self.registers[usize::from(counted.counter)];
                    let empty = counted.start.is_some_and(|start| self.registers[usize::from(start)] == pos as u32);
                    // An empty iteration fails once the minimum is reached.
                    if !(empty && count >= counted.min) {
                        count = if empty && counted.may_skip_empty {
                            counted.min
                        } else {
                            count.saturating_add(1).min(INFINITE - 1)
                        };
                        self.set(counted.counter, count as usize)?;
                        pc = counted.head as usize;
                        continue 'next;
                    }
                }
                Instruction::EmptyStart(register) => {
                    self.set(register, pos)?;
                    pc += 1;
                    continue 'next;
                }
                Instruction::EmptyCheck(register) => {
                    if self.registers[usize::from(register)] != pos as u32 {
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::LineStart => {
                    if pos == 0 {
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::LineStartMultiline => {
                    if pos == 0 || is_line_terminator(input[pos - 1].value()) {
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::LineEnd => {
                    if pos == len {
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::LineEndMultiline => {
                    if pos == len || is_line_terminator(input[pos].value()) {
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::WordBoundary { negated, folded } => {
                    if is_word_boundary(input, pos, folded) != negated {
                        pc += 1;
                        continue 'next;
                    }
                }
                Instruction::BackReference(id) => {
                    let reference = &program.back_references[usize::from(id)];
                    match self.referenced(reference) {
                        None => {
                            pc += 1;
                            continue 'next;
                        }
                        Some((from, to)) => {
                            meter.step(1 + (to - from) as u32 / 16)?;
                            if let Some(end) = match_forward(program, input, reference, from, to, pos) {
                                pos = end;
                                pc += 1;
                                continue 'next;
                            }
                        }
                    }
                }
                Instruction::BackReferenceBack(id) => {
                    let reference = &program.back_references[usize::from(id)];
                    match self.referenced(reference) {
                        None => {
                            pc += 1;
                            continue 'next;
                        }
                        Some((from, to)) => {
                            meter.step(1 + (to - from) as u32 / 16)?;
                            if let Some(end) = match_backward(program, input, reference, from, to, pos) {
                                pos = end;
                                pc += 1;
                                continue 'next;
                            }
                        }
                    }
                }
                Instruction::LookStart { register, .. } => {
                    // The register needs no undo: a lookaround is left before it is entered again.
                    self.registers[usize::from(register)] = self.stack.len() as u32;
                    self.push(BARRIER, pc, pos, 0)?;
                    pc += 1;
                    continue 'next;
                }
                Instruction::LookEnd { register, negated } => {
                    let barrier = self.registers[usize::from(register)] as usize;
                    if negated {
                        // The body matched, so the lookaround fails; its captures are undone on the way.
                        while self.stack.len() > barrier {
                            if let Some(entry) = self.stack.pop() {
                                self.undo(entry);
                            }
                        }
                    } else {
                        pos = self.stack[barrier].a as usize;
                        self.keep_undo_entries(barrier);
                        pc += 1;
                        continue 'next;
                    }
                }
            }
            // Failure: undo and find the last choice.
            loop {
                let Some(entry) = self.stack.pop() else {
                    return Ok(None);
                };
                let operand = (entry.word & OPERAND) as usize;
                match entry.word >> TAG_SHIFT {
                    CHOICE => {
                        meter.step(1)?;
                        pc = operand;
                        pos = entry.a as usize;
                        continue 'next;
                    }
                    UNDO => self.registers[operand] = entry.a,
                    GREEDY => {
                        meter.step(1)?;
                        if let Some(end) = self.give_back(program, input, operand, entry)? {
                            pos = end;
                            pc = operand + 1;
                            continue 'next;
                        }
                    }
                    LAZY => {
                        meter.step(1)?;
                        if let Some(end) = self.take_more(program, input, operand, entry, meter)? {
                            pos = end;
                            pc = operand + 1;
                            continue 'next;
                        }
                    }
                    _ => {
                        // The body of a lookaround failed in every way.
                        if let Instruction::LookStart { negated: true, end, .. } = instructions[operand] {
                            pos = entry.a as usize;
                            pc = end as usize;
                            continue 'next;
                        }
                    }
                }
            }
        }
    }

    fn undo(&mut self, entry: Entry) {
        if entry.word >> TAG_SHIFT == UNDO {
            self.registers[(entry.word & OPERAND) as usize] = entry.a;
        }
    }

    /// Drops the choices of a finished lookaround; what it changed is still undone when something before it fails.
    fn keep_undo_entries(&mut self, barrier: usize) {
        let mut kept = barrier;
        for i in barrier + 1..self.stack.len() {
            if self.stack[i].word >> TAG_SHIFT == UNDO {
                self.stack[kept] = self.stack[i];
                kept += 1;
            }
        }
        self.stack.truncate(kept);
    }

    /// Runs a repeated character from `pos`; the position after it, or `None`.
    #[inline]
    fn run_loop<U: Unit>(
        &mut self,
        program: &Program,
        input: &[U],
        repeat: &Loop,
        pc: usize,
        pos: usize,
        meter: &mut Meter,
    ) -> Result<Option<usize>, Stop> {
        let class = &program.classes[usize::from(repeat.class)];
        let first = if repeat.greedy { repeat.max } else { repeat.min };
        let (end, floor) = if repeat.points && U::WIDE {
            let (mut end, mut floor, mut count) = (pos, pos, 0);
            while count < first
                && let Some((c, after)) = code_point_at(input, end)
                && class.contains(c)
            {
                end = after;
                count += 1;
                if count == repeat.min {
                    floor = end;
                }
            }
            if count < repeat.min {
                return Ok(None);
            }
            (end, floor)
        } else {
            let limit = input.len().min(pos.saturating_add(first as usize));
            let end = U::span(input, pos, limit, class);
            let floor = pos + repeat.min as usize;
            if end < floor {
                return Ok(None);
            }
            (end, floor)
        };
        meter.step(((end - pos) >> 5) as u32)?;
        if repeat.first {
            self.run_end = end;
        }
        if !repeat.greedy {
            let more = if repeat.max == INFINITE { INFINITE } else { repeat.max - repeat.min };
            let entry = Entry { word: 0, a: end as u32, b: more };
            if self.may_follow(program, input, repeat, end) {
                if more > 0 {
                    self.push(LAZY, pc, end, more as usize)?;
                }
                return Ok(Some(end));
            }
            return self.take_more(program, input, pc, entry, meter);
        }
        if repeat.possessive || end == floor {
            return Ok(Some(end));
        }
        if self.may_follow(program, input, repeat, end) {
            self.push(GREEDY, pc, end, floor)?;
            return Ok(Some(end));
        }
        self.give_back(program, input, pc, Entry { word: 0, a: end as u32, b: floor as u32 })
    }

    /// Whether what follows a loop can begin at a position.
    #[inline(always)]
    fn may_follow<U: Unit>(&self, program: &Program, input: &[U], repeat: &Loop, pos: usize) -> bool {
        match repeat.next {
            Some(guard) => {
                program.guards[usize::from(guard)].check(input.get(pos).map(|unit| unit.value())) & Guard::HERE != 0
            }
            None => true,
        }
    }

    /// Shortens a greedy loop to the next position at which what follows may begin.
    #[inline]
    fn give_back<U: Unit>(
        &mut self,
        program: &Program,
        input: &[U],
        pc: usize,
        entry: Entry,
    ) -> Result<Option<usize>, Stop> {
        let Instruction::Loop(id) = program.instructions[pc] else {
            return Ok(None);
        };
        let repeat = &program.loops[usize::from(id)];
        let (mut end, floor) = (entry.a as usize, entry.b as usize);
        while end > floor {
            end =
                if repeat.points { code_point_before(input, end).map_or(floor, |(_, before)| before) } else { end - 1 };
            if self.may_follow(program, input, repeat, end) {
                if end > floor {
                    self.push(GREEDY, pc, end, floor)?;
                }
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Lengthens a lazy loop to the next position at which what follows may begin.
    #[inline]
    fn take_more<U: Unit>(
        &mut self,
        program: &Program,
        input: &[U],
        pc: usize,
        entry: Entry,
        meter: &mut Meter,
    ) -> Result<Option<usize>, Stop> {
        let Instruction::Loop(id) = program.instructions[pc] else {
            return Ok(None);
        };
        let repeat = &program.loops[usize::from(id)];
        let class = &program.classes[usize::from(repeat.class)];
        let begin = entry.a as usize;
        let (mut end, mut more) = (begin, entry.b);
        while more > 0 {
            if repeat.first {
                self.run_end = end;
            }
            end = if repeat.points {
                match code_point_at(input, end) {
                    Some((c, after)) if class.contains(c) => after,
                    _ => return Ok(None),
                }
            } else {
                match input.get(end) {
                    Some(unit) if class.contains_unit(unit.value()) => end + 1,
                    _ => return Ok(None),
                }
            };
            more -= u32::from(more != INFINITE);
            if self.may_follow(program, input, repeat, end) {
                meter.step(((end - begin) >> 5) as u32)?;
                if more > 0 {
                    self.push(LAZY, pc, end, more as usize)?;
                }
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// The range of the group that took part, of those a back reference names.
    fn referenced(&self, reference: &BackReference) -> Option<(usize, usize)> {
        reference.groups.iter().find_map(|&group| {
            let register = group as usize * 2;
            let (from, to) = (self.registers[register], self.registers[register + 1]);
            (from != UNSET && to != UNSET).then_some((from as usize, to as usize))
        })
    }
}

fn same(a: u32, b: u32, reference: &BackReference, unicode: bool) -> bool {
    a == b || reference.ignore_case && canonicalize(a, unicode) == canonicalize(b, unicode)
}

/// Matches the captured text `from..to` forward at `pos`; the position after it.
fn match_forward<U: Unit>(
    program: &Program,
    input: &[U],
    reference: &BackReference,
    mut from: usize,
    to: usize,
    mut pos: usize,
) -> Option<usize> {
    let unicode = program.flags.either_unicode();
    while from < to {
        let ((a, after), (b, end)) = if unicode {
            (code_point_at(&input[..to], from)?, code_point_at(input, pos)?)
        } else {
            ((input[from].value(), from + 1), (input.get(pos)?.value(), pos + 1))
        };
        if !same(a, b, reference, unicode) {
            return None;
        }
        (from, pos) = (after, end);
    }
    Some(pos)
}

/// Matches the captured text `from..to` backward, ending at `pos`; the position where it begins.
fn match_backward<U: Unit>(
    program: &Program,
    input: &[U],
    reference: &BackReference,
    from: usize,
    mut to: usize,
    mut pos: usize,
) -> Option<usize> {
    let unicode = program.flags.either_unicode();
    while from < to {
        let ((a, before), (b, start)) = if unicode {
            (code_point_before(input, to)?, code_point_before(input, pos)?)
        } else {
            let start = pos.checked_sub(1)?;
            ((input[to - 1].value(), to - 1), (input[start].value(), start))
        };
        if !same(a, b, reference, unicode) {
            return None;
        }
        (to, pos) = (before, start);
    }
    Some(pos)
}

#[inline(always)]
pub(crate) fn is_line_terminator(unit: u32) -> bool {
    matches!(unit, 0x0A | 0x0D | 0x2028 | 0x2029)
}

#[inline(always)]
pub(crate) fn is_word_boundary<U: Unit>(input: &[U], pos: usize, folded: bool) -> bool {
    let is_word = |unit: Option<&U>| {
        unit.is_some_and(|unit| {
            let c = unit.value();
            u8::try_from(c).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                || folded && matches!(c, 0x017F | 0x212A)
        })
    };
    let before = pos.checked_sub(1).and_then(|before| input.get(before));
    is_word(before) != is_word(input.get(pos))
}
