//! The digest of a loop at the end of a turn: what the loop computes from its queues and a reducer from events.

/// The finalizer of SplitMix64.
pub fn mix(mut x: u64) -> u64 {
    x ^= x >> 30;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Adds up a digest. Operations may come in any order, tasks come in the order of their queue.
#[derive(Clone, Copy, Debug, Default)]
pub struct DigestHash {
    sum: u64,
    tasks: u64,
    closing: u64,
}

impl DigestHash {
    pub fn operation(&mut self, number: u64) {
        self.sum = self.sum.wrapping_add(mix(number.wrapping_mul(4).wrapping_add(1)));
    }

    pub fn task(&mut self, number: u64) {
        self.sum = self.sum.wrapping_add(mix(number.wrapping_mul(4).wrapping_add(2)).wrapping_mul(2 * self.tasks + 1));
        self.tasks += 1;
    }

    pub fn closing(&mut self, number: u64) {
        self.sum =
            self.sum.wrapping_add(mix(number.wrapping_mul(4).wrapping_add(3)).wrapping_mul(2 * self.closing + 1));
        self.closing += 1;
    }

    pub fn finish(self) -> u64 {
        self.sum
    }
}
