//! The world of a watched agent: that of `world`, in which inputs come from the page.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Watch;
use crate::event_loop::{OperationId, OperationKind};
use crate::oracle::{AltId, Clock, Input, Oracle, Point, Stream, Unpark, VTime};
use crate::reactor::{Arrival, Inbox};

/// Answers as `world` does; its inputs are those of the page.
pub(crate) struct WatchOracle {
    pub world: Box<dyn Oracle>,
    pub watch: Arc<Watch>,
}

impl Oracle for WatchOracle {
    fn choose(&mut self, point: Point, alternatives: &[AltId]) -> usize {
        self.world.choose(point, alternatives)
    }

    fn is_natural(&self) -> bool {
        self.world.is_natural()
    }

    fn now(&mut self, clock: Clock) -> VTime {
        self.world.now(clock)
    }

    fn rand(&mut self, stream: Stream, out: &mut [u8]) {
        self.world.rand(stream, out);
    }

    fn input(&mut self) -> Option<Input> {
        self.watch.next_input()
    }

    fn park(&mut self, inbox: &Inbox, until: Option<VTime>, pending: usize) -> Unpark {
        self.world.park(inbox, until, pending)
    }

    fn arrivals(&mut self, inbox: &Inbox, turn: u64) -> VecDeque<Arrival> {
        self.world.arrivals(inbox, turn)
    }

    fn operation_starts(&mut self, operation: OperationId, kind: OperationKind) {
        self.world.operation_starts(operation, kind);
    }

    fn hears_turns(&self) -> bool {
        self.world.hears_turns()
    }

    fn turn_ends(&mut self, turn: u64, hash: &dyn Fn() -> u64) {
        self.world.turn_ends(turn, hash);
    }
}
