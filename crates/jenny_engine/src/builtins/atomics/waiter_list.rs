//! WaiterLists (ECMA-262 25.4.1): who waits at which place of shared memory, over all threads of the process.

use crate::builtins::array_buffer::BackingStore;
use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicU32, AtomicU64};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A place in shared memory that can be waited at: 4 or 8 aligned bytes.
#[derive(Clone)]
pub struct Place {
    /// Keeps the memory, so that its address is nobody else's.
    store: Arc<BackingStore>,
    offset: usize,
    size: usize,
}

impl Place {
    /// `size` bytes (4 or 8) at an offset, a multiple of the size, which must lie within the store.
    pub fn new(store: Arc<BackingStore>, offset: usize, size: usize) -> Option<Place> {
        let fits = (size == 4 || size == 8) && offset.is_multiple_of(size) && offset + size <= store.len();
        let aligned = store.data().addr().is_multiple_of(8);
        (fits && aligned).then_some(Place { store, offset, size })
    }
    fn address(&self) -> usize {
        self.store.data().addr() + self.offset
    }
    fn bits(&self) -> u64 {
        // SAFETY: `new` checked bounds and alignment; shared memory never shrinks.
        unsafe {
            let at = self.store.data().add(self.offset);
            match self.size {
                4 => AtomicU32::from_ptr(at.cast()).load(SeqCst).into(),
                _ => AtomicU64::from_ptr(at.cast()).load(SeqCst),
            }
        }
    }
}

/// What to call when a waiter that does not block is notified.
type Wake = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    notified: bool,
    wake: Option<Wake>,
}

/// A Waiter Record.
pub struct Waiter {
    place: Place,
    state: Mutex<State>,
    ready: Condvar,
}

/// By address; in each list in the order in which they came.
static WAITER_LISTS: Mutex<BTreeMap<usize, VecDeque<Arc<Waiter>>>> = Mutex::new(BTreeMap::new());

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Waiter {
    /// Enters the list of a place if the place holds `expected` (that is one step to all other agents); else None.
    pub fn enter(place: Place, expected: u64) -> Option<Arc<Waiter>> {
        let mut lists = lock(&WAITER_LISTS);
        if place.bits() != expected {
            return None;
        }
        let address = place.address();
        let waiter = Arc::new(Waiter { place, state: Mutex::default(), ready: Condvar::new() });
        lists.entry(address).or_default().push_back(waiter.clone());
        Some(waiter)
    }
    /// Leaves the list. False: it had left it already, since it was notified.
    pub fn leave(&self) -> bool {
        let mut lists = lock(&WAITER_LISTS);
        let address = self.place.address();
        let Some(list) = lists.get_mut(&address) else { return false };
        let before = list.len();
        list.retain(|other| !std::ptr::eq(Arc::as_ptr(other), self));
        let left = list.len() < before;
        if list.is_empty() {
            lists.remove(&address);
        }
        left
    }
    pub fn is_notified(&self) -> bool {
        lock(&self.state).notified
    }
    /// Blocks the thread until it was notified, at most for that long.
    pub fn block(&self, time: Duration) {
        let state = lock(&self.state);
        drop(self.ready.wait_timeout_while(state, time, |state| !state.notified));
    }
    /// What to call when it is notified; called at once if that has happened.
    pub fn on_notify(&self, wake: Wake) {
        let mut state = lock(&self.state);
        if state.notified {
            drop(state);
            wake();
        } else {
            state.wake = Some(wake);
        }
    }
    fn notify(&self) {
        let mut state = lock(&self.state);
        state.notified = true;
        self.ready.notify_all();
        let wake = state.wake.take();
        drop(state);
        if let Some(wake) = wake {
            wake();
        }
    }
}

/// Notifies at most `count` of those who wait at an address of shared memory, in their order; how many.
pub fn notify(address: usize, count: usize) -> usize {
    let mut lists = lock(&WAITER_LISTS);
    let Some(list) = lists.get_mut(&address) else { return 0 };
    let count = count.min(list.len());
    let notified: Vec<Arc<Waiter>> = list.drain(..count).collect();
    if list.is_empty() {
        lists.remove(&address);
    }
    notified.iter().for_each(|waiter| waiter.notify());
    count
}
