//! The sending end of an operation: how work on any thread hands its results to the loop.

use std::any::Any;

use super::model::Arc;
use super::{Arrival, Inbox};
use crate::event_loop::OperationId;

/// A result as plain data. Whoever started the operation knows the type.
pub type Outcome = Box<dyn Any + Send>;

/// Posts the results of one operation. Dropping it ends the operation, so that lost work is never waited for.
#[derive(Debug)]
pub struct Poster {
    inbox: Arc<Inbox>,
    operation: OperationId,
    ended: bool,
}

impl Poster {
    pub(crate) fn new(inbox: Arc<Inbox>, operation: OperationId) -> Poster {
        Poster { inbox, operation, ended: false }
    }

    /// The operation that this belongs to.
    pub fn operation(&self) -> OperationId {
        self.operation
    }

    /// Posts one result of several.
    pub fn post<T: Send + 'static>(&self, outcome: T) {
        self.inbox.push(Arrival { operation: self.operation, outcome: Some(Box::new(outcome)), last: false });
    }

    /// Posts the only or the last result.
    pub fn finish<T: Send + 'static>(mut self, outcome: T) {
        self.ended = true;
        self.inbox.push(Arrival { operation: self.operation, outcome: Some(Box::new(outcome)), last: true });
    }
}

impl Drop for Poster {
    fn drop(&mut self) {
        if !self.ended {
            self.inbox.push(Arrival { operation: self.operation, outcome: None, last: true });
        }
    }
}
