//! Wakes and arrivals, one after the other; `models/` has them at once.

use std::time::Duration;

use super::{Arrival, Inbox};
use crate::event_loop::{AgentId, OperationId};

fn arrival() -> Arrival {
    Arrival { operation: OperationId::new(AgentId(0), 1), outcome: None, last: true }
}

#[test]
fn a_wake_between_two_looks_is_not_taken_with_the_arrivals() {
    let inbox = Inbox::new();
    inbox.wake();
    inbox.push(arrival());
    assert_eq!(inbox.drain().len(), 1);
    assert!(inbox.has_news());
    assert!(inbox.wait(Some(Duration::ZERO)), "the wake is still there");
    assert!(!inbox.wait(Some(Duration::ZERO)), "once");
}

#[test]
fn an_arrival_that_was_taken_wakes_nobody() {
    let inbox = Inbox::new();
    inbox.push(arrival());
    assert!(inbox.wait(Some(Duration::ZERO)));
    assert_eq!(inbox.drain().len(), 1);
    assert!(!inbox.has_news());
    assert!(!inbox.wait(Some(Duration::ZERO)));
}
