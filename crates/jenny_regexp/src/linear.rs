//! The linear matcher: all ways to match at once, in the order in which backtracking would try them.
//!
//! Its time is the size of the program times the length of the input, so it takes over when backtracking explodes.

use crate::error::MatchError;
use crate::input::{code_point_at, is_inside_pair};
use crate::linear_compiler::{LinearProgram, Step};
use crate::matcher::{POLL_INTERVAL, UNSET, is_line_terminator, is_word_boundary};
use crate::prefilter;
use crate::program::Program;

/// What to search.
pub(crate) struct Search<'a, U> {
    pub(crate) program: &'a Program,
    pub(crate) linear: &'a LinearProgram,
    pub(crate) input: &'a [U],
    /// The first position at which a match may start.
    pub(crate) start: usize,
    /// The last one.
    pub(crate) limit: usize,
    pub(crate) interrupt: &'a mut dyn FnMut() -> bool,
}

/// Scratch memory, to be reused.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    current: Threads,
    next: Threads,
    pending: Vec<Pending>,
    /// The captures of the thread being followed.
    captures: Vec<u32>,
}

/// Threads in order of preference, at most one for each step, each with its captures.
#[derive(Debug, Default)]
struct Threads {
    /// Where in `order` a step is, if `order` agrees.
    index: Vec<u32>,
    order: Vec<u32>,
    captures: Vec<u32>,
}

#[derive(Debug)]
enum Pending {
    Follow(u32),
    Restore(u16, u32),
}

impl Threads {
    fn prepare(&mut self, steps: usize, slots: usize) {
        self.index.clear();
        self.index.resize(steps, 0);
        self.order.clear();
        self.captures.resize(steps * slots, UNSET);
    }

    fn contains(&self, step: u32) -> bool {
        self.order.get(self.index[step as usize] as usize) == Some(&step)
    }

    fn insert(&mut self, step: u32) {
        self.index[step as usize] = self.order.len() as u32;
        self.order.push(step);
    }
}

/// Searches for the match that backtracking would find; its captures go to the registers.
pub(crate) fn search<U: prefilter::Search>(
    search: Search<'_, U>,
    scratch: &mut Scratch,
    registers: &mut [u32],
) -> Result<bool, MatchError> {
    let Search {
        program,
        linear,
        input,
        start,
        limit,
        interrupt,
    } = search;
    let slots = program.capture_count() * 2;
    let unicode = program.flags.either_unicode();
    let steps = linear.steps.len();
    scratch.current.prepare(steps, slots);
    scratch.next.prepare(steps, slots);
    scratch.captures.clear();
    scratch.captures.resize(slots, UNSET);
    let mut matched = false;
    let mut pos = start;
    let mut fuel = POLL_INTERVAL;
    loop {
        if scratch.current.order.is_empty() {
            if matched || pos > limit {
                break;
            }
            if program.prefilter.is_useful() && !program.flags.sticky {
                match program.prefilter.next(input, pos) {
                    Some(candidate) => pos = candidate.start,
                    None => break,
                }
                if unicode && is_inside_pair(input, pos) {
                    pos += 1;
                    continue;
                }
                if pos > limit {
                    break;
                }
            }
        }
        if !matched && pos <= limit {
            scratch.captures.fill(UNSET);
            scratch.captures[0] = pos as u32;
            follow(
                linear,
                input,
                pos,
                0,
                slots,
                &mut scratch.pending,
                &mut scratch.captures,
                &mut scratch.current,
            );
        }
        let character = if unicode {
            code_point_at(input, pos)
        } else {
            input.get(pos).map(|unit| (unit.value(), pos + 1))
        };
        scratch.next.order.clear();
        for i in 0..scratch.current.order.len() {
            let step = scratch.current.order[i];
            fuel -= 1;
            if fuel == 0 {
                fuel = POLL_INTERVAL;
                if interrupt() {
                    return Err(MatchError::Interrupted);
                }
            }
            let taken = match (linear.steps[step as usize], character) {
                (Step::Match, _) => {
                    let from = step as usize * slots;
                    registers[..slots]
                        .copy_from_slice(&scratch.current.captures[from..from + slots]);
                    registers[1] = pos as u32;
                    matched = true;
                    // The threads after this one are less preferred.
                    break;
                }
                (Step::Char(wanted), Some((c, _))) => wanted == c,
                (Step::Class(class), Some((c, _))) => {
                    linear.classes[usize::from(class)].contains(c)
                }
                _ => false,
            };
            if let Some((_, after)) = character
                && taken
            {
                let from = step as usize * slots;
                scratch
                    .captures
                    .copy_from_slice(&scratch.current.captures[from..from + slots]);
                let Scratch {
                    next,
                    pending,
                    captures,
                    ..
                } = scratch;
                follow(
                    linear,
                    input,
                    after,
                    step + 1,
                    slots,
                    pending,
                    captures,
                    next,
                );
            }
        }
        let Some((_, after)) = character else { break };
        pos = after;
        std::mem::swap(&mut scratch.current, &mut scratch.next);
    }
    Ok(matched)
}

/// Adds the steps that consume something and can be reached from `first` without consuming anything.
fn follow<U: prefilter::Search>(
    linear: &LinearProgram,
    input: &[U],
    pos: usize,
    first: u32,
    slots: usize,
    pending: &mut Vec<Pending>,
    captures: &mut [u32],
    threads: &mut Threads,
) {
    pending.clear();
    pending.push(Pending::Follow(first));
    while let Some(entry) = pending.pop() {
        let mut step = match entry {
            Pending::Restore(slot, old) => {
                captures[usize::from(slot)] = old;
                continue;
            }
            Pending::Follow(step) => step,
        };
        loop {
            if threads.contains(step) {
                break;
            }
            threads.insert(step);
            let unit_before = || pos.checked_sub(1).map(|before| input[before].value());
            let passes = match linear.steps[step as usize] {
                Step::Jump(target) => {
                    step = target;
                    continue;
                }
                Step::Split(preferred, other) => {
                    pending.push(Pending::Follow(other));
                    step = preferred;
                    continue;
                }
                Step::Save(slot) => {
                    pending.push(Pending::Restore(slot, captures[usize::from(slot)]));
                    captures[usize::from(slot)] = pos as u32;
                    true
                }
                Step::Reset { first, end } => {
                    for slot in first..end {
                        let old = std::mem::replace(&mut captures[usize::from(slot)], UNSET);
                        if old != UNSET {
                            pending.push(Pending::Restore(slot, old));
                        }
                    }
                    true
                }
                Step::LineStart { multiline } => {
                    unit_before().is_none_or(|unit| multiline && is_line_terminator(unit))
                }
                Step::LineEnd { multiline } => input
                    .get(pos)
                    .is_none_or(|unit| multiline && is_line_terminator(unit.value())),
                Step::WordBoundary { negated, folded } => {
                    is_word_boundary(input, pos, folded) != negated
                }
                Step::Match | Step::Char(_) | Step::Class(_) => {
                    let from = step as usize * slots;
                    threads.captures[from..from + slots].copy_from_slice(captures);
                    false
                }
            };
            if !passes {
                break;
            }
            step += 1;
        }
    }
}
