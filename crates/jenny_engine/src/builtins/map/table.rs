//! The deterministic hash table under Map and Set: entries in insertion order in one cell, tombstones, and tables replaced as a
//! whole, so that a cursor into an old one finds its place in the new one.
//!
//! ```text
//! header (flags: log2 of the capacity, CLEARED; aux: no entry before it is live) | used u32 | live u32
//! next: the table that replaced this one, or undefined
//! buckets: u32 * capacity, each the newest entry of its chain
//! entries: key, (value,) hash and next of chain; a deleted entry has the key EMPTY and stays in its chain
//! ```
//!
//! Words that are no values have their top bit set, as no cell's address has.

use crate::kind::Kind;
use crate::operations::same_value_zero;
use crate::{Agent, JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use std::cell::Cell;

/// Words of a Map's entry: key, value, chain.
pub const MAP_STRIDE: usize = 3;
/// Words of a Set's entry: key, chain.
pub const SET_STRIDE: usize = 2;

const TAG: u32 = 1 << 31;
const NONE: u32 = u32::MAX;
const CLEARED: u16 = 1 << 8;
const MIN_LOG2: u32 = 1;
const MAX_LOG2: u32 = 26;

/// A table; `STRIDE` is MAP_STRIDE or SET_STRIDE.
#[repr(C)]
pub struct HashTable<const STRIDE: usize> {
    header: Header,
    used: Cell<u32>,
    live: Cell<u32>,
    next: Field<Value>,
}

// SAFETY: visits the keys and values of all entries in use and the next table.
unsafe impl<const STRIDE: usize> Trace for HashTable<STRIDE> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.next.get().trace(tracer);
        for i in 0..self.used.get() {
            let entry = self.entry(i);
            for word in &entry[..STRIDE - 1] {
                word.get().trace(tracer);
            }
        }
    }
}
// SAFETY: repr(C), header first; what follows the first 16 bytes are values or words that no address equals.
unsafe impl<const STRIDE: usize> GcCell for HashTable<STRIDE> {
    const WORDS: bool = true;
}

/// The key as the table holds it: equal Numbers have equal bits, and -0 is +0 (CanonicalizeKeyedCollectionKey, 24.5.1).
#[inline(always)]
pub fn canonical_key(key: Value) -> Value {
    if !key.is_double() {
        return key;
    }
    let d = key.as_double_unchecked();
    if d == 0.0 { Value::ZERO } else { Value::number(d) }
}

/// The hash of a canonical key: equal for keys that are SameValueZero.
#[inline(always)]
pub fn key_hash(key: Value) -> u32 {
    if let Some(string) = key.as_string() {
        return string.hash() | TAG;
    }
    if let Some(i) = key.as_int() {
        // Neighbours stay neighbours, for the sake of the cache; higher bits come in, for the sake of even strides.
        let i = i as u32;
        return (i ^ i >> 10 ^ i >> 20) | TAG;
    }
    if key.is_bigint() {
        return bigint_hash(key);
    }
    ((key.bits().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32) | TAG
}

#[cold]
fn bigint_hash(key: Value) -> u32 {
    let Some(bigint) = key.as_bigint() else { return TAG };
    let mut h = bigint.value().sign() as u64;
    for digit in bigint.value().iter_u64_digits() {
        h = (h.rotate_left(23) ^ digit).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    ((h >> 32) as u32) | TAG
}

impl<const STRIDE: usize> HashTable<STRIDE> {
    const KIND: Kind = if STRIDE == MAP_STRIDE { Kind::MapTable } else { Kind::SetTable };

    /// An empty table for 2^log2 entries. Errors: RangeError when it is too large or memory runs out.
    fn new(agent: &mut Agent, log2: u32) -> JsResult<Gc<Self>> {
        if log2 > MAX_LOG2 {
            let class = if STRIDE == MAP_STRIDE { "Map" } else { "Set" };
            return Err(agent.throw_range_error(format!("{class} maximum size exceeded")));
        }
        let capacity = 1usize << log2;
        let header = Header::new(Self::KIND as u8);
        header.flags.set(log2 as u16);
        let size = size_of::<Self>() + capacity * (4 + 8 * STRIDE);
        let Some(cell) = agent.heap.try_alloc_raw(header, size) else { return Err(agent.throw_out_of_memory()) };
        let cell = cell.cast::<Self>();
        // SAFETY: freshly allocated with room for the buckets and entries after the fixed part.
        unsafe {
            let table = Gc::from_ptr(cell);
            table.next.init(Value::UNDEFINED);
            std::ptr::write_bytes(cell.as_ptr().add(1).cast::<u8>(), 0xff, capacity * 4);
            Ok(table)
        }
    }
    #[inline(always)]
    fn log2(&self) -> u32 {
        (self.header.flags.get() & 31) as u32
    }
    #[inline(always)]
    fn capacity(&self) -> u32 {
        1 << self.log2()
    }
    /// Entries that are not deleted.
    #[inline(always)]
    pub fn len(&self) -> u32 {
        self.live.get()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Entries in use, deleted ones included: indices are below it.
    #[inline(always)]
    pub fn used(&self) -> u32 {
        self.used.get()
    }
    #[inline(always)]
    fn bucket(&self, hash: u32) -> &Cell<u32> {
        let i = (hash & (self.capacity() - 1)) as usize;
        // SAFETY: `capacity` buckets follow the fixed part.
        unsafe { &*(self as *const Self).add(1).cast::<Cell<u32>>().add(i) }
    }
    #[inline(always)]
    fn entry(&self, i: u32) -> &[Field<Value>; STRIDE] {
        debug_assert!(i < self.capacity());
        let buckets = 4 * self.capacity() as usize;
        // SAFETY: `capacity` entries follow the buckets; the capacity is even, so they are aligned; callers stay below `used`.
        unsafe {
            let base = (self as *const Self).add(1).cast::<u8>().add(buckets);
            &*base.add(i as usize * 8 * STRIDE).cast::<[Field<Value>; STRIDE]>()
        }
    }
    /// The key at `i`; EMPTY if it was deleted.
    #[inline(always)]
    pub fn key(&self, i: u32) -> Value {
        self.entry(i)[0].get()
    }
    /// The value at `i`; of a Set the key.
    #[inline(always)]
    pub fn value(&self, i: u32) -> Value {
        if STRIDE == MAP_STRIDE { self.entry(i)[1].get() } else { self.key(i) }
    }
    #[inline(always)]
    fn set_value(&self, i: u32, value: Value) {
        if STRIDE == MAP_STRIDE {
            self.entry(i)[1].set(&self.header, value);
        }
    }
    /// The entry of a canonical key.
    #[inline(always)]
    fn find(&self, key: Value, hash: u32) -> Option<u32> {
        let by_content = key.is_string() || key.is_bigint();
        let mut at = self.bucket(hash).get();
        while at != NONE {
            let i = at & !TAG;
            let entry = self.entry(i);
            let chain = entry[STRIDE - 1].get().bits();
            if (chain >> 32) as u32 == hash {
                let other = entry[0].get();
                if other == key || by_content && same_value_zero(other, key) {
                    return Some(i);
                }
            }
            at = chain as u32;
        }
        None
    }
    /// Adds an entry that is not there; the caller made sure of the room.
    #[inline(always)]
    fn append(&self, key: Value, value: Value, hash: u32) {
        let i = self.used.get();
        let entry = self.entry(i);
        let bucket = self.bucket(hash);
        entry[0].set(&self.header, key);
        if STRIDE == MAP_STRIDE {
            entry[1].set(&self.header, value);
        }
        // The chain word is no cell pointer, so it needs no barrier.
        entry[STRIDE - 1].init(Value::from_bits((hash as u64) << 32 | bucket.get() as u64));
        bucket.set(i | TAG);
        self.used.set(i + 1);
        self.live.set(self.live.get() + 1);
    }
    /// Entries before `i` that are not deleted.
    fn live_before(&self, i: u32) -> u32 {
        (self.header.aux.get()..i).filter(|&i| !self.key(i).is_empty()).count() as u32
    }
}

/// A Map's or Set's table, and what changes it. A field of the object that owns it.
#[repr(transparent)]
pub struct TableField<const STRIDE: usize>(Field<Option<Gc<HashTable<STRIDE>>>>);

// SAFETY: visits the table.
unsafe impl<const STRIDE: usize> Trace for TableField<STRIDE> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.0.get().trace(tracer);
    }
}

impl<const STRIDE: usize> Default for TableField<STRIDE> {
    fn default() -> Self {
        TableField(Field::new(None))
    }
}

impl<const STRIDE: usize> TableField<STRIDE> {
    /// The table of now; None while there are no entries.
    #[inline(always)]
    pub fn table(&self) -> Option<Gc<HashTable<STRIDE>>> {
        self.0.get()
    }
    /// [[MapData]] or [[SetData]] without the deleted ones: how many.
    #[inline(always)]
    pub fn len(&self) -> u32 {
        self.table().map_or(0, |t| t.len())
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The value at a key.
    #[inline]
    pub fn get(&self, key: Value) -> Option<Value> {
        let table = self.table()?;
        let key = canonical_key(key);
        table.find(key, key_hash(key)).map(|i| table.value(i))
    }
    #[inline]
    pub fn has(&self, key: Value) -> bool {
        let Some(table) = self.table() else { return false };
        let key = canonical_key(key);
        table.find(key, key_hash(key)).is_some()
    }
    /// Sets or adds; whether it was added. `owner`: the header of the object that has this field. Errors: memory.
    #[inline]
    pub fn insert(&self, agent: &mut Agent, owner: &Header, key: Value, value: Value) -> JsResult<bool> {
        let key = canonical_key(key);
        let hash = key_hash(key);
        if let Some(table) = self.table() {
            if let Some(i) = table.find(key, hash) {
                table.set_value(i, value);
                return Ok(false);
            }
            if table.used.get() < table.capacity() {
                table.append(key, value, hash);
                return Ok(true);
            }
        }
        self.grow(agent, owner)?.append(key, value, hash);
        Ok(true)
    }
    #[cold]
    #[inline(never)]
    fn grow(&self, agent: &mut Agent, owner: &Header) -> JsResult<Gc<HashTable<STRIDE>>> {
        let log2 = match self.table() {
            None => MIN_LOG2,
            // Half of them deleted: the same size will do.
            Some(t) if t.live.get() <= t.capacity() / 2 => t.log2(),
            Some(t) => t.log2() + if t.capacity() <= 8 { 2 } else { 1 },
        };
        self.replace(agent, owner, log2)
    }
    /// Moves to a new table without the deleted entries.
    fn replace(&self, agent: &mut Agent, owner: &Header, log2: u32) -> JsResult<Gc<HashTable<STRIDE>>> {
        let fresh = HashTable::<STRIDE>::new(agent, log2)?;
        if let Some(old) = self.table() {
            copy_entries(&old, &fresh);
            old.next.set(&old.header, fresh.into());
        }
        self.0.set(owner, Some(fresh));
        Ok(fresh)
    }
    /// Makes room for `count` entries in a table without any.
    pub fn reserve(&self, agent: &mut Agent, owner: &Header, count: usize) -> JsResult<()> {
        if self.table().is_none() && count > 2 {
            self.replace(agent, owner, (count.min(1 << MAX_LOG2) as u32).next_power_of_two().trailing_zeros())?;
        }
        Ok(())
    }
    /// Whether there was an entry to remove.
    pub fn remove(&self, agent: &mut Agent, owner: &Header, key: Value) -> bool {
        let Some(table) = self.table() else { return false };
        let key = canonical_key(key);
        let Some(i) = table.find(key, key_hash(key)) else { return false };
        let entry = table.entry(i);
        entry[0].set(&table.header, Value::EMPTY);
        if STRIDE == MAP_STRIDE {
            entry[1].set(&table.header, Value::UNDEFINED);
        }
        let live = table.live.get() - 1;
        table.live.set(live);
        if i == table.header.aux.get() {
            // Taking the first entry again and again must not walk over the deleted ones each time.
            let mut first = i + 1;
            while first < table.used.get() && table.key(first).is_empty() {
                first += 1;
            }
            table.header.aux.set(first);
        }
        if table.capacity() > 16 && live < table.capacity() / 4 {
            // Without memory for a smaller table the old one serves.
            if self.replace(agent, owner, table.log2() - 1).is_err() {
                agent.exception = Value::UNDEFINED;
            }
        }
        true
    }
    /// Removes all entries.
    pub fn clear(&self, owner: &Header) {
        if let Some(table) = self.table() {
            table.header.flags.set(table.header.flags.get() | CLEARED);
            table.used.set(0);
            table.live.set(0);
            self.0.set(owner, None);
        }
    }
    /// Takes over a copy of another's entries; there must be none here yet.
    pub fn copy_from(&self, agent: &mut Agent, owner: &Header, other: &TableField<STRIDE>) -> JsResult<()> {
        if let Some(old) = other.table()
            && !old.is_empty()
        {
            let log2 = old.len().next_power_of_two().trailing_zeros().max(MIN_LOG2);
            let fresh = HashTable::<STRIDE>::new(agent, log2)?;
            copy_entries(&old, &fresh);
            self.0.set(owner, Some(fresh));
        }
        Ok(())
    }
    /// The entries of now, as key and value.
    pub fn entries(&self) -> impl Iterator<Item = (Value, Value)> + use<STRIDE> {
        let table = self.table();
        let used = table.map_or(0, |t| t.used());
        (0..used).filter_map(move |i| {
            let table = table?;
            let key = table.key(i);
            (!key.is_empty()).then(|| (key, table.value(i)))
        })
    }
}

fn copy_entries<const STRIDE: usize>(from: &HashTable<STRIDE>, to: &HashTable<STRIDE>) {
    for i in from.header.aux.get()..from.used() {
        let entry = from.entry(i);
        let key = entry[0].get();
        if !key.is_empty() {
            to.append(key, from.value(i), (entry[STRIDE - 1].get().bits() >> 32) as u32);
        }
    }
}

/// A place in a table's order, which stays right while the table changes. Lives in a local.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<const STRIDE: usize> {
    pub table: Option<Gc<HashTable<STRIDE>>>,
    pub index: u32,
}

impl<const STRIDE: usize> Cursor<STRIDE> {
    /// At the first entry.
    pub fn new(field: &TableField<STRIDE>) -> Self {
        Cursor { table: field.table(), index: 0 }
    }
    /// The next entry as key and value, and steps over it.
    #[inline]
    pub fn step(&mut self, field: &TableField<STRIDE>) -> Option<(Value, Value)> {
        let current = field.table();
        if self.table != current {
            self.catch_up(current);
        }
        let table = self.table?;
        let mut i = self.index.max(table.header.aux.get());
        while i < table.used() {
            let key = table.key(i);
            i += 1;
            if !key.is_empty() {
                self.index = i;
                return Some((key, table.value(i - 1)));
            }
        }
        self.index = i;
        None
    }
    /// From a table that was replaced to the one of now.
    #[cold]
    fn catch_up(&mut self, current: Option<Gc<HashTable<STRIDE>>>) {
        while self.table != current {
            match self.table {
                Some(old) if old.header.flags.get() & CLEARED == 0 && old.next.get().is_cell() => {
                    self.index = old.live_before(self.index);
                    // SAFETY: the next table of a table has its type.
                    self.table = Some(unsafe { old.next.get().as_gc_unchecked() });
                }
                _ => (self.table, self.index) = (current, 0),
            }
        }
    }
}
