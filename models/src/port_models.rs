//! The two ends of a message channel: what is sent comes, once and in order, wherever the port goes meanwhile.

use crate::check;
use crate::event_loop::{AgentId, OperationId};
use crate::port::{Port, Received, channel};
use crate::reactor::{Inbox, Poster};
use crate::structured::Serialized;
use loom::sync::Arc;
use loom::thread as threads;

const SENDER: u16 = 7;

fn poster(inbox: &Arc<Inbox>) -> Poster {
    Poster::new(inbox.clone(), OperationId::new(AgentId(0), 1))
}

/// What a loop hears of a started port: one look for each announcement, until so many looks found something.
fn hear(inbox: &Inbox, port: &Port, count: usize) -> Vec<Option<u32>> {
    let mut heard = Vec::new();
    while heard.len() < count {
        if inbox.is_empty() {
            inbox.wait(None);
        }
        for _ in inbox.drain() {
            match port.receive() {
                Received::Message(Serialized(number), SENDER) => heard.push(Some(number)),
                Received::Message(..) => panic!("another's message"),
                Received::Closed => heard.push(None),
                Received::Nothing => {}
            }
        }
    }
    heard
}

#[test]
fn messages_are_announced_whether_the_port_starts_before_or_after_them() {
    check(2, || {
        let inbox = Arc::new(Inbox::new());
        let (here, there) = channel();
        let other = threads::spawn(move || {
            there.post(Serialized(1), SENDER);
            there.post(Serialized(2), SENDER);
            there
        });
        here.start(poster(&inbox));
        assert_eq!(hear(&inbox, &here, 2), [Some(1), Some(2)]);
        drop(other.join().unwrap());
        assert_eq!(hear(&inbox, &here, 1), [None]);
    });
}

#[test]
fn closing_is_heard_after_all_that_was_sent() {
    check(3, || {
        let inbox = Arc::new(Inbox::new());
        let (here, there) = channel();
        let other = threads::spawn(move || {
            there.post(Serialized(1), SENDER);
            drop(there);
        });
        here.start(poster(&inbox));
        assert_eq!(hear(&inbox, &here, 2), [Some(1), None]);
        other.join().unwrap();
    });
}

#[test]
fn a_port_that_moves_takes_along_what_waits_in_it() {
    check(3, || {
        let (first, second) = (Arc::new(Inbox::new()), Arc::new(Inbox::new()));
        let (here, there) = channel();
        let other = threads::spawn(move || {
            there.post(Serialized(1), SENDER);
            there
        });
        here.start(poster(&first));
        here.stop();
        // What was announced to the first owner alone is looked for by the second at its start.
        here.start(poster(&second));
        assert_eq!(hear(&second, &here, 1), [Some(1)]);
        drop(other.join().unwrap());
    });
}

#[test]
fn two_ends_that_close_at_once_hurt_nobody() {
    check(4, || {
        let (here, there) = channel();
        let other = threads::spawn(move || {
            there.post(Serialized(1), SENDER);
            drop(there);
        });
        here.post(Serialized(2), SENDER);
        drop(here);
        other.join().unwrap();
    });
}
