//! Calls of functions in a record, and statements: each with what the calls around it hold. Told over a range of turns, for they
//! are many.
//!
//! The engine tells of a call before its frame is made, and of no return. So the frames of now are compared with those that were
//! told whenever anything else is told: what is gone has returned, or thrown, since.

use std::ops::RangeInclusive;

use jenny_engine::Agent;
use jenny_engine::agent::held_by_calls::RunningFrame;

/// Bytes that are told of values in one run; calls are told on without them.
const MOST_BYTES: usize = 64 << 20;
/// Bytes of one telling.
const LONGEST: usize = 48 << 10;

/// Turns of the loop whose calls a record gets.
pub type Turns = RangeInclusive<u64>;

/// In which turns a record gets calls, and in which statements, which bring the calls with them.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    pub calls: Option<Turns>,
    pub statements: Option<Turns>,
}

/// Where the agent stands when calls are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A call begins, or the runtime is used.
    Call,
    /// A statement begins.
    Statement,
    Other,
}

/// What is told of calls.
#[derive(Debug)]
pub(super) enum Told {
    /// The innermost call has ended; true if it threw.
    Exit(bool),
    /// A call, with the frames around it, innermost first.
    Enter(Vec<RunningFrame>),
    /// A statement of the innermost call begins; the same.
    Statement(Vec<RunningFrame>),
    /// What the calls hold, as JSON.
    Values(String),
}

/// The calls of one agent that were told and have not ended.
#[derive(Debug)]
pub(super) struct OpenCalls {
    detail: Detail,
    turn: u64,
    /// Places and codes of frames, outermost first.
    open: Vec<(usize, usize)>,
    bytes: usize,
    last: String,
}

/// Frames of a stack that a record holds.
const FRAMES: usize = 40;

fn key_of(frame: &RunningFrame) -> (usize, usize) {
    (frame.place, frame.code.addr())
}

impl OpenCalls {
    pub fn new(detail: Detail) -> OpenCalls {
        OpenCalls { detail, turn: 0, open: Vec::new(), bytes: 0, last: String::new() }
    }

    pub fn turn_begins(&mut self, turn: u64) {
        self.turn = turn;
    }

    /// Whether calls of now are told.
    pub fn are_wanted(&self) -> bool {
        let Detail { calls, statements } = &self.detail;
        [calls, statements].into_iter().flatten().any(|turns| turns.contains(&self.turn))
    }

    fn are_statements_wanted(&self) -> bool {
        self.detail.statements.as_ref().is_some_and(|turns| turns.contains(&self.turn))
    }

    /// What has changed since the last time, in its order; the values of now with it if somebody would look at them now.
    pub fn compare(&mut self, agent: &Agent, moment: Moment) -> Vec<Told> {
        let mut told = Vec::new();
        if self.open.is_empty() && !self.are_wanted() {
            return told;
        }
        let mut frames = Vec::new();
        let called = agent.called_frame();
        frames.extend(called);
        agent.visit_frames(|frame| {
            frames.push(frame);
            true
        });
        let outward = frames.iter().rev();
        let mut same = self.open.iter().zip(outward).take_while(|(open, frame)| **open == key_of(frame)).count();
        if called.is_some() {
            // A function is called where another call of it has just ended.
            same = same.min(frames.len() - 1);
        }
        for (place, _) in self.open.drain(same..).rev() {
            told.push(Told::Exit(agent.has_unwound(place)));
        }
        if !self.are_wanted() {
            return told;
        }
        for at in (0..frames.len() - same).rev() {
            self.open.push(key_of(&frames[at]));
            told.push(Told::Enter(frames[at..].iter().take(FRAMES).copied().collect()));
        }
        let tells = match moment {
            Moment::Call => true,
            Moment::Statement => self.are_statements_wanted(),
            Moment::Other => false,
        };
        if tells && moment == Moment::Statement && !frames.is_empty() {
            told.push(Told::Statement(frames.iter().take(FRAMES).copied().collect()));
        }
        if tells && !frames.is_empty() && self.bytes < MOST_BYTES {
            let text = crate::watch::snapshot::take(agent).to_string();
            if text.len() <= LONGEST && text != self.last {
                self.bytes += text.len();
                self.last.clone_from(&text);
                told.push(Told::Values(text));
            }
        }
        told
    }

    /// The stack is empty: what was not told to have ended has.
    pub fn end(&mut self) -> usize {
        self.last.clear();
        std::mem::take(&mut self.open).len()
    }
}
