//! Web Locks (the manager of one process): named locks, shared or exclusive, granted in the order of the requests.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::reactor::Poster;

/// A request's number in the process; the lock that it was granted keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LockId(u64);

impl LockId {
    /// That of no request.
    pub const NONE: LockId = LockId(0);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockMode {
    Exclusive,
    Shared,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockNews {
    Granted,
    /// It was granted only if free, and was not.
    Unavailable,
    /// Another request took the lock away.
    Stolen,
}

/// How a request is to be treated besides queuing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockWish {
    Wait,
    IfAvailable,
    Steal,
}

/// A lock or a request, as `query` shows it.
#[derive(Clone, Debug)]
pub struct LockInfo {
    /// UTF-16, perhaps with lone surrogates.
    pub name: Vec<u16>,
    pub mode: LockMode,
    /// The agent's number.
    pub client: u16,
    pub held: bool,
}

#[derive(Debug)]
struct Request {
    id: LockId,
    mode: LockMode,
    client: u16,
    poster: Poster,
}

#[derive(Debug, Default)]
struct Name {
    held: Vec<Request>,
    waiting: VecDeque<Request>,
}

impl Name {
    fn is_grantable(&self, mode: LockMode) -> bool {
        self.held.iter().all(|held| held.mode == LockMode::Shared && mode == LockMode::Shared)
    }

    /// Grants what may be granted, from the front of the queue.
    fn process(&mut self) {
        while let Some(first) = self.waiting.front()
            && self.is_grantable(first.mode)
            && let Some(request) = self.waiting.pop_front()
        {
            request.poster.post(LockNews::Granted);
            self.held.push(request);
        }
    }
}

#[derive(Debug, Default)]
struct Manager {
    next: u64,
    names: BTreeMap<Vec<u16>, Name>,
    /// The name of each lock and request.
    index: BTreeMap<LockId, Vec<u16>>,
}

static MANAGER: Mutex<Manager> = Mutex::new(Manager { next: 0, names: BTreeMap::new(), index: BTreeMap::new() });

fn manager() -> MutexGuard<'static, Manager> {
    MANAGER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Requests a lock. `poster` gets its [`LockNews`], one or two. Give the lock, or the request, back with [`release_lock`].
pub fn request_lock(name: &[u16], mode: LockMode, wish: LockWish, client: u16, poster: Poster) -> LockId {
    let mut manager = manager();
    manager.next += 1;
    let id = LockId(manager.next);
    let request = Request { id, mode, client, poster };
    let entry = manager.names.entry(name.to_owned()).or_default();
    let mut stolen = Vec::new();
    match wish {
        LockWish::IfAvailable if !(entry.waiting.is_empty() && entry.is_grantable(mode)) => {
            request.poster.post(LockNews::Unavailable);
            return id;
        }
        LockWish::Steal => {
            stolen = std::mem::take(&mut entry.held);
            request.poster.post(LockNews::Granted);
            entry.held.push(request);
        }
        LockWish::Wait | LockWish::IfAvailable => {
            entry.waiting.push_back(request);
            entry.process();
        }
    }
    manager.index.insert(id, name.to_owned());
    for lost in &stolen {
        manager.index.remove(&lost.id);
        lost.poster.post(LockNews::Stolen);
    }
    id
}

/// Gives a lock back, or withdraws a request; who waits next is granted. One that is gone already is ignored.
pub fn release_lock(id: LockId) {
    let mut manager = manager();
    let Some(name) = manager.index.remove(&id) else { return };
    let Some(entry) = manager.names.get_mut(&name) else { return };
    entry.held.retain(|request| request.id != id);
    entry.waiting.retain(|request| request.id != id);
    entry.process();
    if entry.held.is_empty() && entry.waiting.is_empty() {
        manager.names.remove(&name);
    }
}

/// Gives back all that an agent holds and asks for.
pub(super) fn release_all_of(client: u16) {
    let ids: Vec<LockId> = {
        let manager = manager();
        let requests = manager.names.values().flat_map(|entry| entry.held.iter().chain(&entry.waiting));
        requests.filter(|request| request.client == client).map(|request| request.id).collect()
    };
    ids.into_iter().for_each(release_lock);
}

/// All locks and requests: held ones in the order of granting, then those that wait, name by name.
pub fn query_locks() -> Vec<LockInfo> {
    let manager = manager();
    let mut list = Vec::new();
    for (name, entry) in &manager.names {
        let info =
            |request: &Request, held| LockInfo { name: name.clone(), mode: request.mode, client: request.client, held };
        list.extend(entry.held.iter().map(|request| info(request, true)));
        list.extend(entry.waiting.iter().map(|request| info(request, false)));
    }
    list
}
