//! SharedWorkers of the process (HTML 10.2.6.3): one for each address and name, which lives as long as an owner of it does.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jenny_engine::structured::Serialized;

use super::worker::{Audience, Recipe, WorkerHandle, WorkerSetup, spawn_for};
use super::{Port, channel};
use crate::reactor::Poster;

/// What a SharedWorker is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedKey {
    pub url: String,
    pub name: String,
}

struct Entry {
    /// which one of that key: another may have taken its place
    id: u64,
    handle: WorkerHandle,
    audience: Audience,
    /// Each message through it tells the Worker of an owner.
    door: Port,
    /// type and credentials: whoever names others gets none
    manner: String,
    owners: usize,
}

#[derive(Default)]
struct Registry {
    next: u64,
    workers: BTreeMap<SharedKey, Entry>,
}

static REGISTRY: Mutex<Registry> = Mutex::new(Registry { next: 0, workers: BTreeMap::new() });

fn registry() -> MutexGuard<'static, Registry> {
    REGISTRY.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An owner's hold of a SharedWorker. With the last one the Worker ends.
#[derive(Debug)]
pub struct SharedHold {
    key: SharedKey,
    id: u64,
}

impl Drop for SharedHold {
    fn drop(&mut self) {
        let mut registry = registry();
        let Some(entry) = registry.workers.get_mut(&self.key).filter(|entry| entry.id == self.id) else { return };
        entry.owners -= 1;
        if entry.owners == 0 {
            entry.handle.terminate();
            let gone = registry.workers.remove(&self.key);
            drop(registry);
            drop(gone);
        }
    }
}

/// Takes a SharedWorker out of the registry, since it closes or has ended: the next owner gets a new one.
pub fn forget_shared(key: &SharedKey, id: u64) {
    let mut registry = registry();
    if registry.workers.get(key).is_some_and(|entry| entry.id == id) {
        let gone = registry.workers.remove(key);
        drop(registry);
        drop(gone);
    }
}

/// What comes of asking for a SharedWorker.
pub enum Shared {
    Connected(SharedHold),
    /// One of that key runs in another manner.
    Mismatch,
}

/// Connects an owner to the SharedWorker of that key, which is started if there is none. `setup` gets the door and the
/// Worker's number in the registry; `connection` is the message with the owner's port, and the owner's number. `poster` gets news while the script loads.
///
/// # Errors
/// The system has no thread for it.
pub fn share(
    recipe: Recipe,
    key: SharedKey,
    manner: String,
    (connection, sender): (Serialized, u16),
    poster: Poster,
    setup: impl FnOnce(Port, u64) -> WorkerSetup,
) -> io::Result<Shared> {
    let mut registry = registry();
    if let Some(entry) = registry.workers.get_mut(&key) {
        if entry.manner != manner {
            return Ok(Shared::Mismatch);
        }
        entry.owners += 1;
        entry.audience.add(poster);
        entry.door.post(connection, sender);
        return Ok(Shared::Connected(SharedHold { id: entry.id, key }));
    }
    registry.next += 1;
    let id = registry.next;
    let (door, inside) = channel();
    let audience = Audience::of(poster);
    let handle = spawn_for(recipe, setup(inside, id), audience.clone())?;
    door.post(connection, sender);
    registry.workers.insert(key.clone(), Entry { id, handle, audience, door, manner, owners: 1 });
    Ok(Shared::Connected(SharedHold { key, id }))
}
