//! An oracle over a virtual clock: time passes only when the loop waits, and a strategy makes the choices.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use rustc_hash::FxHashMap;

use super::{AltId, Clock, Input, Oracle, Point, Stream, Unpark, VTime};
use crate::reactor::Inbox;

/// How long a real operation may take before the virtual clock moves on without it.
const GRACE: Duration = Duration::from_millis(50);

/// How a [`VirtualOracle`] answers `choose`.
#[derive(Clone, Debug)]
pub enum Strategy {
    /// Always the first alternative: the order of a plain run.
    Natural,
    /// These answers in turn, each taken modulo the number of alternatives; then the first one.
    Script(Vec<usize>),
    /// Uniformly at random from this seed.
    Random(u64),
}

/// One choice as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub point: Point,
    pub alternatives: Vec<AltId>,
    pub chosen: usize,
}

/// A world of its own: virtual clocks, seeded streams, chosen order.
///
/// Operations that run for real get a short while without virtual time passing; with none pending the
/// clock jumps to the next due time.
#[derive(Debug)]
pub struct VirtualOracle {
    monotonic: VTime,
    wall_origin: VTime,
    strategy: Strategy,
    step: usize,
    seed: u64,
    streams: FxHashMap<Stream, u64>,
    inputs: std::collections::VecDeque<Input>,
    decisions: Rc<RefCell<Vec<Decision>>>,
}

impl VirtualOracle {
    /// Starts at monotonic zero and at 2000-01-01T00:00:00Z.
    pub fn new(strategy: Strategy, seed: u64) -> VirtualOracle {
        VirtualOracle {
            monotonic: 0,
            wall_origin: 946_684_800_000_000_000,
            strategy,
            step: 0,
            seed,
            streams: FxHashMap::default(),
            inputs: Default::default(),
            decisions: Rc::default(),
        }
    }

    /// The choices made so far, shared with the oracle, so that a test can read them after the run.
    pub fn decisions(&self) -> Rc<RefCell<Vec<Decision>>> {
        self.decisions.clone()
    }

    /// Lets the program meet `input` at its next poll.
    pub fn push_input(&mut self, input: Input) {
        self.inputs.push_back(input);
    }
}

impl Oracle for VirtualOracle {
    fn choose(&mut self, point: Point, alternatives: &[AltId]) -> usize {
        let count = alternatives.len();
        let chosen = match &mut self.strategy {
            Strategy::Natural => 0,
            Strategy::Script(answers) => answers.get(self.step).map_or(0, |answer| answer % count),
            Strategy::Random(state) => (split_mix(state) % count as u64) as usize,
        };
        self.step += 1;
        self.decisions.borrow_mut().push(Decision { point, alternatives: alternatives.to_vec(), chosen });
        chosen
    }

    fn is_natural(&self) -> bool {
        false
    }

    fn now(&mut self, clock: Clock) -> VTime {
        match clock {
            Clock::Monotonic => self.monotonic,
            Clock::Wall => self.wall_origin + self.monotonic,
        }
    }

    fn rand(&mut self, stream: Stream, out: &mut [u8]) {
        let seed = self.seed;
        let state = self.streams.entry(stream).or_insert_with(|| {
            let (kind, number) = match stream {
                Stream::MathRandom => (1, 0),
                Stream::Crypto => (2, 0),
                Stream::HashSeed => (3, 0),
                Stream::TemporaryName => (4, 0),
                Stream::Other(number) => (5, u64::from(number)),
            };
            let mut state = seed ^ (kind << 56) ^ number;
            split_mix(&mut state)
        });
        for byte in out {
            *byte = split_mix(state) as u8;
        }
    }

    fn input(&mut self) -> Option<Input> {
        self.inputs.pop_front()
    }

    fn park(&mut self, inbox: &Inbox, until: Option<VTime>, pending: usize) -> Unpark {
        match until {
            Some(due) => {
                // Operations of the real world get a moment to arrive before virtual time passes them by.
                if pending > 0 && inbox.wait(Some(GRACE)) {
                    return Unpark::Arrival;
                }
                self.monotonic = self.monotonic.max(due);
                Unpark::Due
            }
            None => {
                inbox.wait(None);
                Unpark::Arrival
            }
        }
    }
}

/// The SplitMix64 step: a counter and a finalizer, enough for schedules and seeds.
pub(super) fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_do_not_shift_each_other() {
        let draw = |extra: bool| {
            let mut oracle = VirtualOracle::new(Strategy::Natural, 7);
            let mut bytes = [0; 16];
            if extra {
                oracle.rand(Stream::MathRandom, &mut [0; 3]);
            }
            oracle.rand(Stream::Crypto, &mut bytes);
            bytes
        };
        assert_eq!(draw(false), draw(true));
        assert_ne!(draw(false), [0; 16]);
    }

    #[test]
    fn a_wait_without_operations_moves_the_clock_exactly() {
        let mut oracle = VirtualOracle::new(Strategy::Natural, 0);
        let inbox = Inbox::new();
        assert_eq!(oracle.park(&inbox, Some(5), 0), Unpark::Due);
        assert_eq!(oracle.now(Clock::Monotonic), 5);
    }
}
