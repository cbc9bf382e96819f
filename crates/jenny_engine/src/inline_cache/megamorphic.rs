//! The agent's megamorphic cache: what look-ups by (shape, key) found, for sites that see more shapes than their own four ways
//! hold, and for keyed access, which has no ways.
//!
//! A direct-mapped table. It keeps nothing alive: each collection empties it.

use super::CacheWay;
use crate::string::PropertyKey;

/// Entries; a power of two. 40 KiB, made when the first site needs them.
const ENTRIES: usize = 1024;

#[derive(Clone, Copy)]
struct Entry {
    /// bits of the key, 0 if there is no entry; no key has the lowest bit set, so that of an entry tells writes from reads
    key: u64,
    way: CacheWay,
}

/// What was looked up lately, by shape and key.
#[derive(Default)]
pub struct MegamorphicCache {
    entries: Option<Box<[Entry; ENTRIES]>>,
}

/// Whether an entry says where to read a property, or where to write it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Access {
    Read = 0,
    Write = 1,
}

#[inline(always)]
fn tag(key: PropertyKey, access: Access) -> u64 {
    key.bits() | access as u64
}

#[inline(always)]
fn place(shape: u32, tag: u64) -> usize {
    // Cells are 16 bytes apart at least.
    ((shape >> 4).wrapping_mul(31) ^ (tag >> 4) as u32 ^ (tag as u32) << 9) as usize % ENTRIES
}

impl MegamorphicCache {
    /// The way of an object of this shape to a property; its epoch is not looked at.
    #[inline]
    pub fn find(&self, shape: u32, key: PropertyKey, access: Access) -> Option<CacheWay> {
        let tag = tag(key, access);
        let entry = &self.entries.as_ref()?[place(shape, tag)];
        (entry.key == tag && entry.way.shape == shape).then_some(entry.way)
    }
    /// Remembers a way that was just found.
    pub fn insert(&mut self, key: PropertyKey, access: Access, way: CacheWay) {
        let tag = tag(key, access);
        let entries = self.entries.get_or_insert_with(|| Box::new([Entry { key: 0, way: CacheWay::EMPTY }; ENTRIES]));
        entries[place(way.shape, tag)] = Entry { key: tag, way };
    }
    /// Forgets everything: a collection may free what entries name.
    pub fn clear(&mut self) {
        if let Some(entries) = &mut self.entries {
            entries.fill(Entry { key: 0, way: CacheWay::EMPTY });
        }
    }
}
