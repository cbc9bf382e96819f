//! The door of an event loop: no arrival and no wake is lost, whenever the loop falls asleep.

use crate::check;
use crate::event_loop::{AgentId, OperationId};
use crate::reactor::{Arrival, Inbox};
use loom::sync::Arc;
use loom::thread as threads;

fn arrival(number: u64) -> Arrival {
    Arrival { operation: OperationId::new(AgentId(0), number), outcome: None, last: false }
}

/// Waits and takes until so many have arrived.
fn take(inbox: &Inbox, count: usize) -> Vec<OperationId> {
    let mut all = Vec::new();
    while all.len() < count {
        if inbox.is_empty() {
            inbox.wait(None);
        }
        all.extend(inbox.drain().into_iter().map(|arrival| arrival.operation));
    }
    all
}

#[test]
fn a_loop_that_falls_asleep_hears_of_every_arrival_in_order() {
    check(4, || {
        let inbox = Arc::new(Inbox::new());
        let theirs = inbox.clone();
        let other = threads::spawn(move || {
            theirs.push(arrival(1));
            theirs.push(arrival(2));
        });
        assert_eq!(take(&inbox, 2), [1, 2].map(|number| arrival(number).operation));
        other.join().unwrap();
    });
}

#[test]
fn two_threads_post_and_nothing_is_lost() {
    check(3, || {
        let inbox = Arc::new(Inbox::new());
        let others = [1, 2].map(|number| {
            let theirs = inbox.clone();
            threads::spawn(move || theirs.push(arrival(number)))
        });
        assert_eq!(take(&inbox, 2).len(), 2);
        for other in others {
            other.join().unwrap();
        }
        assert!(inbox.is_empty());
    });
}

#[test]
fn a_wake_ends_one_wait_whenever_it_comes() {
    check(4, || {
        let inbox = Arc::new(Inbox::new());
        let theirs = inbox.clone();
        let other = threads::spawn(move || theirs.wake());
        assert!(inbox.wait(None));
        other.join().unwrap();
        assert!(!inbox.has_news());
    });
}

#[test]
fn a_wake_is_not_taken_with_an_arrival() {
    check(3, || {
        let inbox = Arc::new(Inbox::new());
        let theirs = inbox.clone();
        let other = threads::spawn(move || {
            theirs.push(arrival(1));
            theirs.wake();
        });
        assert_eq!(take(&inbox, 1).len(), 1);
        other.join().unwrap();
        // The wake ended the wait for the arrival, or is still there for the next.
        let is_over = !inbox.has_news();
        assert!(is_over || inbox.wait(None));
    });
}
