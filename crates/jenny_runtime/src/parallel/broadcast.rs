//! Broadcast channels (HTML 9.5): a message reaches every other channel of its name in the process.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jenny_engine::structured::Serialized;

use super::port::{Port, channel};

/// The sending ends towards each subscriber, by channel name and number.
static CHANNELS: Mutex<BTreeMap<String, Vec<(u64, Port)>>> = Mutex::new(BTreeMap::new());
static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);

fn channels() -> MutexGuard<'static, BTreeMap<String, Vec<(u64, Port)>>> {
    CHANNELS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A place in a channel. Dropping it leaves the channel.
#[derive(Debug)]
pub struct Subscription {
    name: String,
    number: u64,
}

impl Drop for Subscription {
    fn drop(&mut self) {
        let mut channels = channels();
        let Some(list) = channels.get_mut(&self.name) else { return };
        let left = list.iter().position(|(number, _)| *number == self.number).map(|at| list.remove(at));
        if list.is_empty() {
            channels.remove(&self.name);
        }
        // Outside the lock: dropping a port announces its closing.
        drop(channels);
        drop(left);
    }
}

/// Joins a channel; messages of its other members arrive at the port.
pub fn subscribe(name: &str) -> (Subscription, Port) {
    let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let (here, there) = channel();
    channels().entry(name.to_owned()).or_default().push((number, there));
    (Subscription { name: name.to_owned(), number }, here)
}

/// Sends a message of the agent `sender` to all others of the channel, in the order of their joining. False if the message can exist only once.
pub fn publish(from: &Subscription, message: &Serialized, sender: u16) -> bool {
    let channels = channels();
    for (number, port) in channels.get(&from.name).into_iter().flatten() {
        if *number != from.number {
            let Some(copy) = message.try_clone() else { return false };
            port.post(copy, sender);
        }
    }
    true
}
