//! Timers: one list per duration, and a heap of the lists by their first member.
//!
//! A timer's due time is the moment of its setting plus its duration, and the clock never goes back, so a list that
//! holds one duration only is in due order by itself: setting and clearing touch the list's ends and links, never
//! the heap. The heap holds a list under a key that may be too early, never too late; it is put right when looked at.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use super::{OperationId, OperationKind, Payload, PendingOperation};
use crate::oracle::{MILLISECOND, VTime};

const NONE: u32 = u32::MAX;

/// The longest delay in milliseconds that a timer can have; a longer one counts as 1.
pub const TIMEOUT_MAX: u32 = 0x7fff_ffff;

/// This many empty lists are always tolerated.
const EMPTY_LISTS: usize = 1024;

/// The whole milliseconds that `delay` stands for: less than 1, more than [`TIMEOUT_MAX`] and NaN count as 1.
pub fn timer_duration(delay: f64) -> u32 {
    if delay >= 1.0 && delay <= f64::from(TIMEOUT_MAX) { delay as u32 } else { 1 }
}

/// A timer. Numbers of timers that are gone are never valid again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimerId {
    index: u32,
    generation: u32,
}

impl TimerId {
    /// The id as one number, for a binding to keep.
    pub fn bits(self) -> u64 {
        u64::from(self.generation) << 32 | u64::from(self.index)
    }

    /// The inverse of [`TimerId::bits`].
    pub fn from_bits(bits: u64) -> TimerId {
        TimerId { index: bits as u32, generation: (bits >> 32) as u32 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Free,
    Waiting,
    /// An interval whose callback runs now.
    Running,
}

#[derive(Debug)]
struct Entry {
    due: VTime,
    /// Order of starting; decides among timers with equal due times.
    sequence: u64,
    operation: OperationId,
    payload: Payload,
    duration: u32,
    list: u32,
    previous: u32,
    next: u32,
    generation: u32,
    state: State,
    repeats: bool,
    referenced: bool,
}

#[derive(Debug)]
struct List {
    duration: u32,
    head: u32,
    tail: u32,
}

/// Durations of one page of [`ListsByDuration`].
const PAGE: u32 = 256;
/// Pages: four minutes' worth.
const PAGES: u32 = 1024;

/// The list of each duration that has one. Programs with many durations take them from a range (a time-out and some
/// jitter), so the shorter ones lie side by side.
#[derive(Debug, Default)]
struct ListsByDuration {
    pages: Vec<Option<Box<[u32; PAGE as usize]>>>,
    long: FxHashMap<u32, u32>,
}

impl ListsByDuration {
    fn get(&self, duration: u32) -> Option<u32> {
        if duration >= PAGE * PAGES {
            return self.long.get(&duration).copied();
        }
        let page = self.pages.get((duration / PAGE) as usize)?.as_ref()?;
        Some(page[(duration % PAGE) as usize]).filter(|&list| list != NONE)
    }

    fn insert(&mut self, duration: u32, list: u32) {
        if duration >= PAGE * PAGES {
            self.long.insert(duration, list);
            return;
        }
        let page = (duration / PAGE) as usize;
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || None);
        }
        self.pages[page].get_or_insert_with(|| Box::new([NONE; PAGE as usize]))[(duration % PAGE) as usize] = list;
    }

    fn remove(&mut self, duration: u32) {
        if duration >= PAGE * PAGES {
            self.long.remove(&duration);
        } else if let Some(Some(page)) = self.pages.get_mut((duration / PAGE) as usize) {
            page[(duration % PAGE) as usize] = NONE;
        }
    }
}

/// A timer that came due, taken out of its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fired {
    pub id: TimerId,
    pub payload: Payload,
    pub operation: OperationId,
    pub repeats: bool,
}

/// All timers of one loop.
#[derive(Debug)]
pub(super) struct Timers {
    entries: Vec<Entry>,
    free_entry: u32,
    lists: Vec<List>,
    free_lists: Vec<u32>,
    by_duration: ListsByDuration,
    /// The duration looked up last and its list, since programs use few durations.
    recent: (u32, u32),
    heap: BinaryHeap<Reverse<(VTime, u64, u32)>>,
    sequence: u64,
    live: usize,
    referenced: usize,
}

impl Timers {
    pub fn new() -> Timers {
        Timers {
            entries: Vec::new(),
            free_entry: NONE,
            lists: Vec::new(),
            free_lists: Vec::new(),
            by_duration: ListsByDuration::default(),
            recent: (0, NONE),
            heap: BinaryHeap::new(),
            sequence: 0,
            live: 0,
            referenced: 0,
        }
    }

    /// How many timers wait or run.
    pub fn len(&self) -> usize {
        self.live
    }

    /// How many of them keep the loop alive.
    pub fn referenced(&self) -> usize {
        self.referenced
    }

    /// Sets a timer of `duration` milliseconds at the moment `now`.
    pub fn set(
        &mut self,
        now: VTime,
        duration: u32,
        repeats: bool,
        payload: Payload,
        operation: OperationId,
    ) -> TimerId {
        let entry = Entry {
            due: now + VTime::from(duration) * MILLISECOND,
            sequence: 0,
            operation,
            payload,
            duration,
            list: NONE,
            previous: NONE,
            next: NONE,
            generation: 0,
            state: State::Waiting,
            repeats,
            referenced: true,
        };
        let index = if self.free_entry == NONE {
            self.entries.push(entry);
            (self.entries.len() - 1) as u32
        } else {
            let index = self.free_entry;
            let slot = &mut self.entries[index as usize];
            self.free_entry = slot.next;
            let generation = slot.generation;
            *slot = Entry { generation, ..entry };
            index
        };
        self.live += 1;
        self.referenced += 1;
        self.append(index);
        TimerId { index, generation: self.entries[index as usize].generation }
    }

    /// Puts a waiting entry, whose due time is set, at the end of its duration's list.
    fn append(&mut self, index: u32) {
        let sequence = self.sequence;
        self.sequence += 1;
        let entry = &mut self.entries[index as usize];
        entry.sequence = sequence;
        let (duration, due) = (entry.duration, entry.due);
        let list = if self.recent.0 == duration && self.recent.1 != NONE {
            self.recent.1
        } else {
            self.list_of(duration, due, sequence)
        };
        self.recent = (duration, list);
        let tail = std::mem::replace(&mut self.lists[list as usize].tail, index);
        let entry = &mut self.entries[index as usize];
        entry.list = list;
        entry.previous = tail;
        entry.next = NONE;
        if tail == NONE {
            self.lists[list as usize].head = index;
        } else {
            self.entries[tail as usize].next = index;
        }
    }

    /// The list of `duration`; a new one enters the heap under the key given. A list stays in the heap, even while it
    /// is empty, until its key comes up: so its key is never later than its first member's.
    fn list_of(&mut self, duration: u32, due: VTime, sequence: u64) -> u32 {
        if let Some(list) = self.by_duration.get(duration) {
            return list;
        }
        let list = List { duration, head: NONE, tail: NONE };
        let index = match self.free_lists.pop() {
            Some(index) => {
                self.lists[index as usize] = list;
                index
            }
            None => {
                self.lists.push(list);
                (self.lists.len() - 1) as u32
            }
        };
        self.by_duration.insert(duration, index);
        self.heap.push(Reverse((due, sequence, index)));
        index
    }

    fn unlink(&mut self, index: u32) {
        let Entry { list, previous, next, .. } = self.entries[index as usize];
        match previous {
            NONE => self.lists[list as usize].head = next,
            previous => self.entries[previous as usize].next = next,
        }
        match next {
            NONE => self.lists[list as usize].tail = previous,
            next => self.entries[next as usize].previous = previous,
        }
    }

    fn release(&mut self, index: u32) {
        let entry = &mut self.entries[index as usize];
        self.live -= 1;
        self.referenced -= usize::from(entry.referenced);
        entry.state = State::Free;
        entry.generation = entry.generation.wrapping_add(1);
        entry.next = self.free_entry;
        self.free_entry = index;
    }

    fn get(&self, id: TimerId) -> Option<&Entry> {
        let entry = self.entries.get(id.index as usize)?;
        (entry.generation == id.generation && entry.state != State::Free).then_some(entry)
    }

    /// Removes the timer, waiting or running; answers its payload and operation, or `None` if it is gone.
    pub fn clear(&mut self, id: TimerId) -> Option<(Payload, OperationId)> {
        let entry = self.get(id)?;
        let answer = (entry.payload, entry.operation);
        if entry.state == State::Waiting {
            self.unlink(id.index);
        }
        self.release(id.index);
        // A program that clears all its timers at times sets as many again: their lists may stay, as their entries do.
        if self.heap.len() > 4 * self.live + self.entries.len() + EMPTY_LISTS {
            self.drop_empty_lists();
        }
        Some(answer)
    }

    /// Forgets the lists that have no members left, of which there are more than all others together.
    #[cold]
    fn drop_empty_lists(&mut self) {
        let heap = std::mem::take(&mut self.heap).into_vec();
        let (kept, dropped): (Vec<_>, Vec<_>) =
            heap.into_iter().partition(|Reverse((.., list))| self.lists[*list as usize].head != NONE);
        for Reverse((.., list)) in dropped {
            self.by_duration.remove(self.lists[list as usize].duration);
            self.free_lists.push(list);
        }
        self.recent = (0, NONE);
        self.heap = kept.into();
    }

    /// Starts the timer's wait anew from `now`. False if it is gone.
    pub fn refresh(&mut self, id: TimerId, now: VTime) -> bool {
        match self.get(id).map(|entry| entry.state) {
            Some(State::Waiting) => self.unlink(id.index),
            // A running interval is armed after its callback anyway.
            Some(_) => return true,
            None => return false,
        }
        self.arm(id.index, now);
        true
    }

    fn arm(&mut self, index: u32, now: VTime) {
        let entry = &mut self.entries[index as usize];
        entry.state = State::Waiting;
        entry.due = now + VTime::from(entry.duration) * MILLISECOND;
        self.append(index);
    }

    /// Arms an interval whose callback has returned, unless the callback cleared it.
    pub fn rearm(&mut self, id: TimerId, now: VTime) {
        if self.get(id).is_some_and(|entry| entry.state == State::Running) {
            self.arm(id.index, now);
        }
    }

    /// Whether the timer keeps the loop alive; `None` if it is gone.
    pub fn is_referenced(&self, id: TimerId) -> Option<bool> {
        self.get(id).map(|entry| entry.referenced)
    }

    /// The payload of a timer that is not gone.
    pub fn payload(&self, id: TimerId) -> Option<Payload> {
        self.get(id).map(|entry| entry.payload)
    }

    /// The operation and duration in nanoseconds of a timer that waits.
    pub fn waiting(&self, id: TimerId) -> Option<(OperationId, VTime)> {
        let entry = self.get(id).filter(|entry| entry.state == State::Waiting)?;
        Some((entry.operation, VTime::from(entry.duration) * MILLISECOND))
    }

    /// Gives `visit` every timer's operation.
    pub fn each_operation(&self, visit: impl FnMut(OperationId)) {
        self.entries.iter().filter(|entry| entry.state != State::Free).map(|entry| entry.operation).for_each(visit);
    }

    /// Gives `visit` every timer with what is known of it.
    pub fn each_pending(&self, now: VTime, mut visit: impl FnMut(PendingOperation)) {
        for entry in self.entries.iter().filter(|entry| entry.state != State::Free) {
            visit(PendingOperation {
                operation: entry.operation,
                kind: OperationKind::Timer,
                payload: entry.payload,
                referenced: entry.referenced,
                due: (entry.state == State::Waiting).then(|| entry.due.saturating_sub(now)),
                repeats: entry.repeats,
            });
        }
    }

    /// Answers the timer's operation.
    pub fn set_referenced(&mut self, id: TimerId, referenced: bool) -> Option<OperationId> {
        self.get(id)?;
        let entry = &mut self.entries[id.index as usize];
        match (entry.referenced, referenced) {
            (false, true) => self.referenced += 1,
            (true, false) => self.referenced -= 1,
            _ => {}
        }
        entry.referenced = referenced;
        Some(entry.operation)
    }

    /// Puts the heap's first key right and answers it with its list.
    fn first(&mut self) -> Option<(VTime, u32)> {
        loop {
            let mut top = self.heap.peek_mut()?;
            let Reverse((due, sequence, list)) = *top;
            let head = self.lists[list as usize].head;
            if head == NONE {
                std::collections::binary_heap::PeekMut::pop(top);
                self.by_duration.remove(self.lists[list as usize].duration);
                self.free_lists.push(list);
                if self.recent.1 == list {
                    self.recent = (0, NONE);
                }
                continue;
            }
            let entry = &self.entries[head as usize];
            if (entry.due, entry.sequence) == (due, sequence) {
                return Some((due, list));
            }
            *top = Reverse((entry.due, entry.sequence, list));
        }
    }

    /// When the next timer comes due.
    pub fn next_due(&mut self) -> Option<VTime> {
        self.first().map(|(due, _)| due)
    }

    /// Takes the first timer in due order, equal ones in order of starting, if it is due at `limit`.
    pub fn pop_due(&mut self, limit: VTime) -> Option<Fired> {
        let (due, list) = self.first()?;
        if due > limit {
            return None;
        }
        let index = self.lists[list as usize].head;
        self.unlink(index);
        let entry = &mut self.entries[index as usize];
        let fired = Fired {
            id: TimerId { index, generation: entry.generation },
            payload: entry.payload,
            operation: entry.operation,
            repeats: entry.repeats,
        };
        if entry.repeats {
            entry.state = State::Running;
        } else {
            self.release(index);
        }
        Some(fired)
    }
}

#[cfg(test)]
mod tests {
    use super::super::AgentId;
    use super::*;
    use std::collections::BTreeMap;

    fn operation(number: u64) -> OperationId {
        OperationId::new(AgentId(0), number)
    }

    #[test]
    fn durations_are_clamped_as_node_clamps_them() {
        for (delay, duration) in [
            (0.0, 1),
            (-5.0, 1),
            (f64::NAN, 1),
            (f64::INFINITY, 1),
            (2_147_483_648.0, 1),
            (2_147_483_647.0, TIMEOUT_MAX),
            (1.9, 1),
            (250.5, 250),
        ] {
            assert_eq!(timer_duration(delay), duration, "{delay}");
        }
    }

    /// Sets, clears and fires against a plain ordered map, over a pseudo-random program.
    #[test]
    fn agrees_with_an_ordered_map() {
        let mut timers = Timers::new();
        let mut model: BTreeMap<(VTime, u64), (TimerId, u64)> = BTreeMap::new();
        let (mut state, mut now, mut sequence) = (12345_u64, 0, 0);
        let mut random = |below: u64| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) % below
        };
        for step in 0..20_000_u64 {
            match random(4) {
                0 | 1 => {
                    let duration = 1 + random(30) as u32;
                    let id = timers.set(now, duration, false, Payload(step), operation(step));
                    model.insert((now + VTime::from(duration) * MILLISECOND, sequence), (id, step));
                    sequence += 1;
                }
                2 if !model.is_empty() => {
                    let key = *model.keys().nth(random(model.len() as u64) as usize).unwrap();
                    let (id, payload) = model.remove(&key).unwrap();
                    assert_eq!(timers.clear(id), Some((Payload(payload), operation(payload))));
                    assert_eq!(timers.clear(id), None);
                }
                _ => {
                    now += random(3 * MILLISECOND);
                    while let Some((&key, &(_, payload))) = model.first_key_value().filter(|(key, _)| key.0 <= now) {
                        model.remove(&key);
                        assert_eq!(timers.pop_due(now).map(|fired| fired.payload), Some(Payload(payload)));
                    }
                    assert_eq!(timers.pop_due(now), None);
                    assert_eq!(timers.next_due(), model.keys().next().map(|key| key.0));
                }
            }
            assert_eq!(timers.len(), model.len());
        }
    }

    #[test]
    fn intervals_run_until_cleared_even_from_inside() {
        let mut timers = Timers::new();
        let id = timers.set(0, 2, true, Payload(1), operation(1));
        let fired = timers.pop_due(2 * MILLISECOND).unwrap();
        assert!(fired.repeats);
        timers.rearm(id, 3 * MILLISECOND);
        assert_eq!(timers.next_due(), Some(5 * MILLISECOND));
        timers.pop_due(5 * MILLISECOND).unwrap();
        assert!(timers.clear(id).is_some());
        timers.rearm(id, 6 * MILLISECOND);
        assert_eq!((timers.next_due(), timers.len(), timers.referenced()), (None, 0, 0));
    }

    #[test]
    fn empty_lists_do_not_pile_up() {
        let mut timers = Timers::new();
        for duration in 1..50_000 {
            let id = timers.set(0, duration, false, Payload(0), operation(0));
            timers.clear(id);
        }
        assert!(timers.heap.len() <= 2 * EMPTY_LISTS);
        timers.set(0, 7, false, Payload(0), operation(0));
        assert_eq!(timers.next_due(), Some(7 * MILLISECOND));
    }

    #[test]
    fn lists_are_found_by_durations_of_every_length() {
        let mut lists = ListsByDuration::default();
        let durations = [1, 255, 256, 257, 30_000, PAGE * PAGES - 1, PAGE * PAGES, PAGE * PAGES + 1, TIMEOUT_MAX];
        for (list, duration) in (0..).zip(durations) {
            assert_eq!(lists.get(duration), None);
            lists.insert(duration, list);
        }
        for (list, duration) in (0..).zip(durations) {
            assert_eq!(lists.get(duration), Some(list));
            lists.remove(duration);
            assert_eq!(lists.get(duration), None);
        }
    }

    #[test]
    fn references_are_counted_once() {
        let mut timers = Timers::new();
        let id = timers.set(0, 1, false, Payload(0), operation(0));
        timers.set_referenced(id, false);
        timers.set_referenced(id, false);
        assert_eq!((timers.referenced(), timers.len()), (0, 1));
        timers.set_referenced(id, true);
        timers.clear(id);
        assert_eq!((timers.referenced(), timers.len()), (0, 0));
    }
}
