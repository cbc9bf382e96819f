//! Sets of code points as sorted ranges, with the set operations that classes need.

pub(crate) const MAX_CODE_POINT: u32 = 0x10_FFFF;

/// Sorted, disjoint, non-adjacent inclusive ranges.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct CodePointSet {
    ranges: Vec<(u32, u32)>,
}

impl CodePointSet {
    pub(crate) fn new() -> CodePointSet {
        CodePointSet::default()
    }

    pub(crate) fn all() -> CodePointSet {
        CodePointSet { ranges: vec![(0, MAX_CODE_POINT)] }
    }

    /// Builds a set from ranges in any order.
    pub(crate) fn from_ranges(ranges: impl IntoIterator<Item = (u32, u32)>) -> CodePointSet {
        let mut set = CodePointSet { ranges: ranges.into_iter().collect() };
        set.normalize();
        set
    }

    pub(crate) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// The number of code points.
    pub(crate) fn len(&self) -> usize {
        self.ranges.iter().map(|&(low, high)| (high - low) as usize + 1).sum()
    }

    pub(crate) fn code_points(&self) -> impl Iterator<Item = u32> + '_ {
        self.ranges.iter().flat_map(|&(low, high)| low..=high)
    }

    pub(crate) fn contains(&self, c: u32) -> bool {
        let after = self.ranges.partition_point(|&(low, _)| low <= c);
        after > 0 && self.ranges[after - 1].1 >= c
    }

    /// Whether any code point of the inclusive range is in the set.
    pub(crate) fn intersects_range(&self, low: u32, high: u32) -> bool {
        let after = self.ranges.partition_point(|&(start, _)| start <= high);
        after > 0 && self.ranges[after - 1].1 >= low
    }

    /// The only member, when there is exactly one.
    pub(crate) fn single(&self) -> Option<u32> {
        match self.ranges[..] {
            [(low, high)] if low == high => Some(low),
            _ => None,
        }
    }

    fn normalize(&mut self) {
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for &(low, high) in &self.ranges {
            match merged.last_mut() {
                Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
                _ => merged.push((low, high)),
            }
        }
        self.ranges = merged;
    }

    pub(crate) fn insert(&mut self, c: u32) {
        self.insert_range(c, c);
    }

    pub(crate) fn insert_range(&mut self, low: u32, high: u32) {
        match self.ranges.last_mut() {
            None => self.ranges.push((low, high)),
            Some(last) if low > last.1 + 1 => self.ranges.push((low, high)),
            Some(last) if low >= last.0 => last.1 = last.1.max(high),
            Some(_) => {
                self.ranges.push((low, high));
                self.normalize();
            }
        }
    }

    pub(crate) fn union_with(&mut self, other: &CodePointSet) {
        if other.ranges.len() == 1 {
            self.insert_range(other.ranges[0].0, other.ranges[0].1);
        } else if self.ranges.is_empty() {
            self.ranges.clone_from(&other.ranges);
        } else if !other.ranges.is_empty() {
            self.ranges.extend_from_slice(&other.ranges);
            self.normalize();
        }
    }

    pub(crate) fn complement(&self) -> CodePointSet {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(low, high) in &self.ranges {
            if low > next {
                ranges.push((next, low - 1));
            }
            next = high + 1;
        }
        if next <= MAX_CODE_POINT {
            ranges.push((next, MAX_CODE_POINT));
        }
        CodePointSet { ranges }
    }

    pub(crate) fn intersection(&self, other: &CodePointSet) -> CodePointSet {
        let (mut a, mut b) = (0, 0);
        let mut ranges = Vec::new();
        while let (Some(&(low_a, high_a)), Some(&(low_b, high_b))) = (self.ranges.get(a), other.ranges.get(b)) {
            let (low, high) = (low_a.max(low_b), high_a.min(high_b));
            if low <= high {
                ranges.push((low, high));
            }
            if high_a < high_b {
                a += 1;
            } else {
                b += 1;
            }
        }
        CodePointSet { ranges }
    }

    pub(crate) fn difference(&self, other: &CodePointSet) -> CodePointSet {
        self.intersection(&other.complement())
    }
}

/// `\d`
pub(crate) fn digits() -> CodePointSet {
    CodePointSet::from_ranges([(0x30, 0x39)])
}

/// `\s`: WhiteSpace and LineTerminator.
pub(crate) fn white_space() -> CodePointSet {
    CodePointSet::from_ranges([
        (0x09, 0x0D),
        (0x20, 0x20),
        (0xA0, 0xA0),
        (0x1680, 0x1680),
        (0x2000, 0x200A),
        (0x2028, 0x2029),
        (0x202F, 0x202F),
        (0x205F, 0x205F),
        (0x3000, 0x3000),
        (0xFEFF, 0xFEFF),
    ])
}

/// `\w`; `folded` adds the two characters that fold to ASCII letters in Unicode mode.
pub(crate) fn word_characters(folded: bool) -> CodePointSet {
    let mut set = CodePointSet::from_ranges([(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]);
    if folded {
        set.insert(0x017F);
        set.insert(0x212A);
    }
    set
}

/// LineTerminator.
pub(crate) fn line_terminators() -> CodePointSet {
    CodePointSet::from_ranges([(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ranges: &[(u32, u32)]) -> CodePointSet {
        CodePointSet::from_ranges(ranges.iter().copied())
    }

    #[test]
    fn ranges_stay_sorted_and_merged() {
        let mut s = set(&[(5, 7), (1, 2), (3, 3), (20, 30)]);
        assert_eq!(s.ranges(), [(1, 3), (5, 7), (20, 30)]);
        s.insert_range(4, 25);
        assert_eq!(s.ranges(), [(1, 30)]);
        assert_eq!(s.complement().ranges(), [(0, 0), (31, MAX_CODE_POINT)]);
        assert_eq!(s.complement().complement(), s);
    }

    #[test]
    fn operations() {
        let a = set(&[(1, 10), (20, 30)]);
        let b = set(&[(5, 25), (30, 40)]);
        assert_eq!(a.intersection(&b).ranges(), [(5, 10), (20, 25), (30, 30)]);
        assert_eq!(a.difference(&b).ranges(), [(1, 4), (26, 29)]);
        assert!(a.contains(10) && !a.contains(11) && a.contains(20));
        assert!(a.intersects_range(11, 20) && !a.intersects_range(11, 19));
        assert_eq!(CodePointSet::all().complement(), CodePointSet::new());
    }
}
