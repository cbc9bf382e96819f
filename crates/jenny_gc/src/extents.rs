//! Free blocks: extents of adjacent ones, found by place and by length.

use std::collections::{BTreeMap, BTreeSet};

/// The free blocks below the frontier of the heap, as maximal extents.
#[derive(Default)]
pub(crate) struct Extents {
    /// Length by first block.
    by_start: BTreeMap<u32, u32>,
    /// (length, first block).
    by_length: BTreeSet<(u32, u32)>,
    blocks: usize,
}

impl Extents {
    /// Adds blocks `[start, start + length)`, joining them with free neighbours.
    pub fn add(&mut self, mut start: u32, mut length: u32) {
        self.blocks += length as usize;
        if let Some((&before, &before_length)) = self.by_start.range(..start).next_back()
            && before + before_length == start
        {
            self.remove(before, before_length);
            start = before;
            length += before_length;
        }
        if let Some(&after_length) = self.by_start.get(&(start + length)) {
            self.remove(start + length, after_length);
            length += after_length;
        }
        self.insert(start, length);
    }

    /// Takes `length` adjacent blocks from the extent that fits best.
    pub fn take(&mut self, length: u32) -> Option<u32> {
        let &(found, start) = self.by_length.range((length, 0)..).next()?;
        self.remove(start, found);
        if found > length {
            self.insert(start + length, found - length);
        }
        self.blocks -= length as usize;
        Some(start)
    }

    /// How many blocks are free.
    pub fn blocks(&self) -> usize {
        self.blocks
    }

    /// The extents as (first block, length), in order of place.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, u32)> + '_ {
        self.by_start.iter().map(|(&start, &length)| (start, length))
    }

    fn insert(&mut self, start: u32, length: u32) {
        self.by_start.insert(start, length);
        self.by_length.insert((length, start));
    }

    fn remove(&mut self, start: u32, length: u32) {
        self.by_start.remove(&start);
        self.by_length.remove(&(length, start));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_join_and_the_best_fit_is_taken() {
        let mut extents = Extents::default();
        extents.add(10, 4);
        extents.add(20, 2);
        extents.add(14, 6);
        assert_eq!(extents.iter().collect::<Vec<_>>(), [(10, 12)]);
        extents.add(40, 3);
        assert_eq!(extents.take(3), Some(40));
        assert_eq!(extents.take(3), Some(10));
        assert_eq!(extents.blocks(), 9);
        assert_eq!(extents.take(10), None);
        assert_eq!(extents.take(9), Some(13));
        assert_eq!(extents.blocks(), 0);
    }
}
