//! The one seam to everything that the outside world decides: time, randomness, choice and waiting.
//!
//! The loop asks an [`Oracle`] at the points where a specification says "implementation-defined" or
//! where the world answers; it asks nothing else. [`RealOracle`] answers from the operating system in
//! natural order, [`VirtualOracle`] from a virtual clock and a chosen strategy. Recording, replaying
//! and exploring are further oracles behind the same loop code.

mod point;
mod real;
mod virtual_oracle;

pub use point::{AltId, Clock, FaultKind, Point, Stream};
pub use real::{RealOracle, loop_times};
pub use virtual_oracle::{Decision, Strategy, VirtualOracle};

use std::collections::VecDeque;

use crate::event_loop::{OperationId, OperationKind};
use crate::reactor::{Arrival, Inbox};

/// A moment on the monotonic clock: nanoseconds since the oracle's own origin.
pub type VTime = u64;

/// Nanoseconds in a millisecond.
pub const MILLISECOND: VTime = 1_000_000;

/// Something that a user or a tool sent to the program outside any operation, such as a click on the stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Which of the program's targets it is for; the binding gives targets their numbers.
    pub target: u64,
    /// The event's type, as in `Event.type`.
    pub kind: String,
    /// What goes with it, in the binding's own encoding.
    pub data: Vec<u8>,
}

/// Why [`Oracle::park`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpark {
    /// Something lies in the inbox, or somebody woke the loop.
    Arrival,
    /// The moment asked for has come, or may have come: the loop looks at the clock again.
    Due,
}

/// What decides for the loop. One alternative is never asked about, so it costs nothing and is never recorded.
pub trait Oracle {
    /// Picks one of `alternatives`, which has at least two members, in natural order; answers an index into it.
    fn choose(&mut self, point: Point, alternatives: &[AltId]) -> usize;

    /// True if [`Oracle::choose`] always answers 0. The loop then builds no lists of alternatives.
    fn is_natural(&self) -> bool;

    /// Nanoseconds: since the oracle's origin for [`Clock::Monotonic`], since 1970 for [`Clock::Wall`].
    /// The monotonic clock never goes back.
    fn now(&mut self, clock: Clock) -> VTime;

    /// Fills `out` from `stream`. Streams are independent: drawing from one never shifts another.
    fn rand(&mut self, stream: Stream, out: &mut [u8]);

    /// The next input that reached the program outside its operations.
    fn input(&mut self) -> Option<Input>;

    /// Waits until something arrives in `inbox` or the monotonic clock reaches `until`; without `until`,
    /// for an arrival only. `pending` counts the operations that may still arrive.
    fn park(&mut self, inbox: &Inbox, until: Option<VTime>, pending: usize) -> Unpark;

    /// What has arrived in `inbox` by now, in the order in which the loop meets it.
    fn arrivals(&mut self, inbox: &Inbox, _turn: u64) -> VecDeque<Arrival> {
        inbox.drain()
    }

    /// An operation begins that runs outside the loop.
    fn operation_starts(&mut self, _operation: OperationId, _kind: OperationKind) {}

    /// Whether [`Oracle::turn_ends`] does anything; asked once.
    fn hears_turns(&self) -> bool {
        false
    }

    /// A turn has ended; `hash` is over what is pending then.
    fn turn_ends(&mut self, _turn: u64, _hash: &dyn Fn() -> u64) {}
}
