//! Agents of the process by their numbers, those that hear `postMessageToThread` of `node:worker_threads`.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jenny_engine::structured::Serialized;

use super::{Port, channel};

static DOORS: Mutex<BTreeMap<u32, Port>> = Mutex::new(BTreeMap::new());

/// An agent's place among those that hear. Dropping it gives the place up.
#[derive(Debug)]
pub struct Hearing(u32);

impl Drop for Hearing {
    fn drop(&mut self) {
        let gone = DOORS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
        drop(gone);
    }
}

/// From now on the agent of that number hears what [`post_to_thread`] sends it, at the port.
pub fn hear_as(number: u32) -> (Hearing, Port) {
    let (door, inside) = channel();
    let replaced = DOORS.lock().unwrap_or_else(PoisonError::into_inner).insert(number, door);
    drop(replaced);
    (Hearing(number), inside)
}

/// Sends a message to an agent. False if there is none of that number that hears.
pub fn post_to_thread(number: u32, message: Serialized, sender: u16) -> bool {
    let doors = DOORS.lock().unwrap_or_else(PoisonError::into_inner);
    match doors.get(&number) {
        Some(door) => {
            door.post(message, sender);
            true
        }
        None => false,
    }
}
