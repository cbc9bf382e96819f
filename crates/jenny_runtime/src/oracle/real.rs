//! The oracle of a plain run: the machine's clocks and randomness, and the natural order of things.

use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::{AltId, Clock, Input, Oracle, Point, Stream, Unpark, VTime};
use crate::reactor::Inbox;

/// Answers from the operating system. Its origin is the moment of its making.
#[derive(Debug)]
pub struct RealOracle {
    origin: Instant,
    /// Whether the last wait was short: then the next begins by looking.
    is_answered: bool,
    /// So many short waits pass before one looks again; and how many it will be after the next look in vain.
    skip: u32,
    penalty: u32,
}

/// Whether somebody else can run while this thread looks.
fn is_parallel() -> bool {
    static KNOWN: OnceLock<bool> = OnceLock::new();
    *KNOWN.get_or_init(|| crate::process::available_parallelism() > 1)
}

/// A wait so short was for another thread that is at work.
const SHORT: Duration = Duration::from_micros(120);

/// How long a wait looks before it sleeps.
const SPIN: Duration = Duration::from_micros(60);

/// Most waits that do not look after one that looked in vain: where the processors are taken, looking only takes them longer.
const MOST_SKIPPED: u32 = 1024;

/// How long a loop has waited, and how long it has not.
pub fn loop_times(inbox: &Inbox) -> (Duration, Duration) {
    inbox.times(Instant::now())
}

impl RealOracle {
    pub fn new() -> RealOracle {
        RealOracle { origin: Instant::now(), is_answered: false, skip: 0, penalty: 0 }
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
        let begin = Instant::now();
        inbox.begin_idle(self.origin, begin);
        let timeout = until.map(|due| Duration::from_nanos(due).saturating_sub(begin - self.origin));
        let looks = self.is_answered && self.skip == 0;
        if looks {
            let spin = timeout.map_or(SPIN, |timeout| timeout.min(SPIN));
            inbox.spin(|| begin.elapsed() >= spin);
            if inbox.has_news() {
                self.penalty /= 2;
            } else {
                self.penalty = (self.penalty * 2 + 1).min(MOST_SKIPPED);
                self.skip = self.penalty;
            }
        }
        let rest = timeout.map(|timeout| timeout.saturating_sub(begin.elapsed()));
        let arrived = inbox.wait(rest);
        let end = Instant::now();
        inbox.end_idle(end);
        self.is_answered = arrived && end - begin < SHORT && is_parallel();
        if self.is_answered && !looks {
            self.skip = self.skip.saturating_sub(1);
        }
        if arrived { Unpark::Arrival } else { Unpark::Due }
    }
}
