//! What is thrown where the heap is full, also where there is no room for a new error.

use crate::agent::Agent;
use crate::{Throw, Value};
use jenny_gc::{Trace, Tracer};

/// The error of a full heap that was made last, and the one in the making.
pub(crate) struct OutOfMemory {
    /// Thrown again where there is no room for another.
    last: Value,
    is_making: bool,
    /// A part of the one in the making found no room.
    is_partial: bool,
}

impl Default for OutOfMemory {
    fn default() -> OutOfMemory {
        OutOfMemory { last: Value::UNDEFINED, is_making: false, is_partial: false }
    }
}

impl OutOfMemory {
    pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
        self.last.trace(tracer);
    }
}

impl Agent {
    /// RangeError for a full heap.
    #[cold]
    pub(crate) fn throw_out_of_memory(&mut self) -> Throw {
        if self.out_of_memory.is_making {
            // It was thrown by a part of the error itself: whoever makes that throws another in its place.
            self.out_of_memory.is_partial = true;
            return self.throw(Value::UNDEFINED);
        }
        self.out_of_memory.is_making = true;
        self.out_of_memory.is_partial = false;
        let thrown = self.throw_range_error("Out of memory: the heap limit is reached");
        self.out_of_memory.is_making = false;
        // What making it found is no news: a handler shall come to run.
        self.heap.is_exhausted();
        let last = self.out_of_memory.last;
        if self.out_of_memory.is_partial && last.is_object() {
            return self.throw(last);
        }
        self.out_of_memory.last = self.exception;
        thrown
    }
    /// Runs what must not fail for a full heap: it has `bytes` at least, past the limit if need be.
    pub fn with_room<R>(&mut self, bytes: usize, run: impl FnOnce(&mut Agent) -> R) -> R {
        if self.heap.has_room(bytes) {
            return run(self);
        }
        let heap = self.heap.stats();
        self.heap.set_limit((heap.used + heap.external).max(heap.limit) + bytes);
        let result = run(self);
        self.heap.set_limit(heap.limit);
        result
    }
}
