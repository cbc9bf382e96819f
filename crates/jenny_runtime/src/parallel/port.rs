//! Ports: the two ends of a message channel (HTML 9.4.3), each owned by one agent at a time.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::PoisonError;

use jenny_engine::structured::Serialized;

use crate::reactor::Poster;
use crate::reactor::model::{Arc, Mutex, MutexGuard};

/// What flows towards one port.
#[derive(Debug, Default)]
struct Lane {
    /// Each with the number of the agent that sent it.
    messages: VecDeque<(u16, Serialized)>,
    /// Tells the owner's loop of each arrival, while the port is started.
    poster: Option<Poster>,
    /// The other port is gone.
    closed: bool,
}

impl Lane {
    /// One task of the port's for one message, or for the closing.
    fn announce(&self) {
        if let Some(poster) = &self.poster {
            poster.post(());
        }
    }
}

/// One end of a channel. Dropping it closes the channel.
#[derive(Debug)]
pub struct Port {
    /// Its number in a record, the same wherever it goes; 0 has none.
    pub number: u64,
    sent: Cell<u64>,
    received: Cell<u64>,
    incoming: Arc<Mutex<Lane>>,
    outgoing: Arc<Mutex<Lane>>,
}

/// What a started port finds when it looks.
#[derive(Debug)]
pub enum Received {
    /// What came, and the number of the agent that sent it.
    Message(Serialized, u16),
    /// The other port is gone, and all it sent was received.
    Closed,
    /// Another look was quicker.
    Nothing,
}

fn lock(lane: &Mutex<Lane>) -> MutexGuard<'_, Lane> {
    // Whoever panicked with the lock held left the queue whole.
    lane.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Two entangled ports.
pub fn channel() -> (Port, Port) {
    numbered_channel(0, 0)
}

/// The same, with numbers for a record.
pub fn numbered_channel(first: u64, second: u64) -> (Port, Port) {
    let (one, two) = (Arc::new(Mutex::new(Lane::default())), Arc::new(Mutex::new(Lane::default())));
    let port = |number, incoming: &Arc<Mutex<Lane>>, outgoing: &Arc<Mutex<Lane>>| Port {
        number,
        sent: Cell::new(0),
        received: Cell::new(0),
        incoming: incoming.clone(),
        outgoing: outgoing.clone(),
    };
    (port(first, &one, &two), port(second, &two, &one))
}

impl Port {
    /// Sends a message of the agent `sender` to the other port. A message to a closed port is lost, as the standard has it.
    pub fn post(&self, message: Serialized, sender: u16) {
        // The other port's drop marks our lane; looked at before the other is locked, so no two locks are ever held.
        if lock(&self.incoming).closed {
            return;
        }
        let mut lane = lock(&self.outgoing);
        lane.messages.push_back((sender, message));
        lane.announce();
    }

    /// From now on each message, those that wait included, is announced through `poster`.
    pub fn start(&self, poster: Poster) {
        let mut lane = lock(&self.incoming);
        lane.poster = Some(poster);
        for _ in 0..lane.messages.len() + usize::from(lane.closed) {
            lane.announce();
        }
    }

    /// Stops announcing; messages wait in the port.
    pub fn stop(&self) {
        drop(lock(&self.incoming).poster.take());
    }

    /// Takes the next message.
    pub fn receive(&self) -> Received {
        let mut lane = lock(&self.incoming);
        match lane.messages.pop_front() {
            Some((sender, message)) => Received::Message(message, sender),
            None if lane.closed => Received::Closed,
            None => Received::Nothing,
        }
    }

    /// Counts a message that leaves; which of this port's it is, from 1.
    pub fn count_sent(&self) -> u64 {
        self.sent.set(self.sent.get() + 1);
        self.sent.get()
    }

    /// The same of a message that was received.
    pub fn count_received(&self) -> u64 {
        self.received.set(self.received.get() + 1);
        self.received.get()
    }

    /// Whether `other` is the other end of this channel.
    pub fn is_entangled_with(&self, other: &Port) -> bool {
        Arc::ptr_eq(&self.outgoing, &other.incoming)
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        // Messages that nobody will receive are dropped outside the lock: they may hold ports of their own.
        let left = {
            let mut lane = lock(&self.incoming);
            lane.poster = None;
            std::mem::take(&mut lane.messages)
        };
        drop(left);
        let mut lane = lock(&self.outgoing);
        lane.closed = true;
        lane.announce();
    }
}
