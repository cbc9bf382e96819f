//! The oracle of a plain run: the machine's clocks and randomness, and the natural order of things.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{AltId, Clock, Input, Oracle, Point, Stream, Unpark, VTime};
use crate::reactor::Inbox;

/// Answers from the operating system. Its origin is the moment of its making.
#[derive(Debug)]
pub struct RealOracle {
    origin: Instant,
}

impl RealOracle {
    pub fn new() -> RealOracle {
        RealOracle { origin: Instant::now() }
    }
}

impl Default for RealOracle {
    fn default() -> Self {
        RealOracle::new()
    }
}

impl Oracle for RealOracle {
    fn choose(&mut self, _point: Point, _alternatives: &[AltId]) -> usize {
        0
    }

    fn is_natural(&self) -> bool {
        true
    }

    #[inline]
    fn now(&mut self, clock: Clock) -> VTime {
        match clock {
            Clock::Monotonic => self.origin.elapsed().as_nanos() as VTime,
            Clock::Wall => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as VTime),
        }
    }

    fn rand(&mut self, _stream: Stream, out: &mut [u8]) {
        if getrandom::fill(out).is_err() {
            // A machine without a random source still gets values that differ from run to run.
            let mut state = self.now(Clock::Wall) ^ (std::process::id() as u64) << 32;
            for byte in out {
                *byte = super::virtual_oracle::split_mix(&mut state) as u8;
            }
        }
    }

    fn input(&mut self) -> Option<Input> {
        None
    }

    fn park(&mut self, inbox: &Inbox, until: Option<VTime>, _pending: usize) -> Unpark {
        let timeout = until.map(|due| Duration::from_nanos(due.saturating_sub(self.now(Clock::Monotonic))));
        if inbox.wait(timeout) { Unpark::Arrival } else { Unpark::Due }
    }
}
