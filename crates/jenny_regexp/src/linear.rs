//! The linear matcher: all ways to match at once, in the order in which backtracking would try them.
//!
//! Its time is the size of the program times the length of the input, so it takes over when backtracking explodes.
//! A thread is a step and one bit: whether anything was consumed since the innermost iteration that must not be empty
//! began. One bit is enough, because an inner iteration that ends has consumed something for the outer one as well.

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

/// Threads in order of preference, each with its captures. A thread's number is twice its step plus its bit.
#[derive(Debug, Default)]
struct Threads {
    /// Where in `order` a thread is, if `order` agrees.
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
    fn prepare(&mut self, threads: usize, slots: usize) {
        self.index.clear();
        self.index.resize(threads, 0);
        self.order.clear();
        self.captures.resize(threads * slots, UNSET);
    }

    fn contains(&self, thread: u32) -> bool {
        self.order.get(self.index[thread as usize] as usize) == Some(&thread)
    }

    fn insert(&mut self, thread: u32) {
        self.index[thread as usize] = self.order.len() as u32;
        self.order.push(thread);
    }
}

/// Searches for the match that backtracking would find; its captures go to the registers.
pub(crate) fn search<U: prefilter::Search>(
    search: Search<'_, U>,
    scratch: &mut Scratch,
    registers: &mut [u32],
) -> Result<bool, MatchError> {
    let Search { program, linear, input, start, limit, interrupt } = search;
    let slots = program.capture_count() * 2;
    let unicode = program.flags.either_unicode();
    let threads = linear.steps.len() * 2;
    scratch.current.prepare(threads, slots);
    scratch.next.prepare(threads, slots);
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
            follow(linear, input, pos, 0, slots, &mut scratch.pending, &mut scratch.captures, &mut scratch.current);
        }
        let character =
            if unicode { code_point_at(input, pos) } else { input.get(pos).map(|unit| (unit.value(), pos + 1)) };
        scratch.next.order.clear();
        for i in 0..scratch.current.order.len() {
            let thread = scratch.current.order[i];
            let step = thread >> 1;
            let from = thread as usize * slots;
            fuel -= 1;
            if fuel == 0 {
                fuel = POLL_INTERVAL;
                if interrupt() {
                    return Err(MatchError::Interrupted);
                }
            }
            let taken = match (linear.steps[step as usize], character) {
                (Step::Match, _) => {
                    registers[..slots].copy_from_slice(&scratch.current.captures[from..from + slots]);
                    registers[1] = pos as u32;
                    matched = true;
                    // The threads after this one are less preferred.
                    break;
                }
                (Step::Char(wanted), Some((c, _))) => wanted == c,
                (Step::Class(class), Some((c, _))) => linear.classes[usize::from(class)].contains(c),
                _ => false,
            };
            if let Some((_, after)) = character
                && taken
            {
                scratch.captures.copy_from_slice(&scratch.current.captures[from..from + slots]);
                let Scratch { next, pending, captures, .. } = scratch;
                follow(linear, input, after, (step + 1) << 1 | 1, slots, pending, captures, next);
            }
        }
        let Some((_, after)) = character else { break };
        pos = after;
        std::mem::swap(&mut scratch.current, &mut scratch.next);
    }
    Ok(matched)
}

/// Adds the threads that consume something and can be reached from `first` without consuming anything.
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
        let mut thread = match entry {
            Pending::Restore(slot, old) => {
                captures[usize::from(slot)] = old;
                continue;
            }
            Pending::Follow(thread) => thread,
        };
        loop {
            if threads.contains(thread) {
                break;
            }
            threads.insert(thread);
            let (step, consumed) = (thread >> 1, thread & 1);
            let unit_before = || pos.checked_sub(1).map(|before| input[before].value());
            let passes = match linear.steps[step as usize] {
                Step::Jump(target) => {
                    thread = target << 1 | consumed;
                    continue;
                }
                Step::Split(preferred, other) => {
                    pending.push(Pending::Follow(other << 1 | consumed));
                    thread = preferred << 1 | consumed;
                    continue;
                }
                Step::IterationStart => {
                    thread = (step + 1) << 1;
                    continue;
                }
                Step::IterationEnd => consumed == 1,
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
                Step::LineStart { multiline } => unit_before().is_none_or(|unit| multiline && is_line_terminator(unit)),
                Step::LineEnd { multiline } => {
                    input.get(pos).is_none_or(|unit| multiline && is_line_terminator(unit.value()))
                }
                Step::WordBoundary { negated, folded } => is_word_boundary(input, pos, folded) != negated,
                Step::Match | Step::Char(_) | Step::Class(_) => {
                    let from = thread as usize * slots;
                    threads.captures[from..from + slots].copy_from_slice(captures);
                    false
                }
            };
            if !passes {
                break;
            }
            thread += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Flags, Input, Matcher, compile};

    fn decode(text: &str) -> Vec<u16> {
        let mut parts = text.split('%');
        let mut units: Vec<u16> = parts.next().unwrap_or_default().bytes().map(u16::from).collect();
        for part in parts {
            units.push(u16::from_str_radix(&part[..4], 16).expect("four digits"));
            units.extend(part[4..].bytes().map(u16::from));
        }
        units
    }

    /// Both matchers must find the same match with the same captures, wherever a linear form exists.
    #[test]
    fn agrees_with_backtracking() {
        let mut compared = 0;
        let mut scratch = Scratch::default();
        let mut matcher = Matcher::new();
        for line in include_str!("../tests/data/matches.txt").lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let [pattern, flags, text, last_index, _] = fields[..] else { panic!("a bad line: {line}") };
            let flags = Flags::parse(&decode(flags)).expect("flags");
            let program = compile(&decode(pattern), flags).expect("a pattern");
            let Some(linear) = program.linear() else { continue };
            let input = decode(text);
            let last_index: usize = last_index.parse().expect("a number");
            if last_index > input.len() {
                continue;
            }
            let unicode = flags.either_unicode();
            let start = last_index - usize::from(unicode && is_inside_pair(&input, last_index));
            let limit = if flags.sticky { start } else { input.len() };
            let mut registers = vec![UNSET; program.register_count];
            let search = Search { program: &program, linear, input: &input, start, limit, interrupt: &mut || false };
            let found = super::search(search, &mut scratch, &mut registers).expect("a decision");
            let expected = matcher.exec(&program, Input::Utf16(&input), last_index, &mut || false);
            let expected = expected.expect("a decision").map(<[_]>::to_vec);
            let captures = found.then(|| {
                registers[..program.capture_count() * 2]
                    .chunks_exact(2)
                    .map(|pair| (pair[1] != UNSET).then_some((pair[0] as usize, pair[1] as usize)))
                    .collect::<Vec<_>>()
            });
            assert_eq!(captures, expected, "{line}");
            compared += 1;
        }
        assert!(compared > 1000, "{compared} compared");
    }
}
