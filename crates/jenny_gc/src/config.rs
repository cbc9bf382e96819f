//! What a heap is told at its making, and what it reports.

use std::time::Duration;

/// How a heap behaves; all sizes in bytes.
#[derive(Clone, Debug)]
pub struct HeapConfig {
    /// Cells and external bytes together, beyond which allocations fail after a full collection.
    pub limit: usize,
    /// Collect before every allocation (or every `stress_every`th), fill freed cells with 0xEF and check all pointers.
    pub stress: bool,
    pub stress_every: u32,
    /// Fill freed cells with 0xEF and panic on dangling pointers found while marking. Implied by `stress`.
    pub zap: bool,
    /// Allocated bytes before the first collection.
    pub first_gc: usize,
    /// The least and the most that is allocated between two collections.
    pub min_eden: usize,
    pub max_eden: usize,
    /// Total to live bytes, in percent, at which a full collection is due. Later where the last one freed little.
    pub ratio_percent: usize,
    /// The least that is allocated and survives between two full collections.
    pub min_growth: usize,
    /// Live cells from which on full collections are marked in slices.
    pub incremental_cells: usize,
    /// Let measured times shrink the eden and cut slices short. Off for a run that must repeat exactly.
    pub timed: bool,
}

impl Default for HeapConfig {
    fn default() -> HeapConfig {
        HeapConfig {
            limit: 4 << 30,
            stress: false,
            stress_every: 1,
            zap: cfg!(debug_assertions),
            first_gc: 16 << 20,
            min_eden: 8 << 20,
            max_eden: 16 << 20,
            ratio_percent: 200,
            min_growth: 16 << 20,
            incremental_cells: 40_000,
            timed: true,
        }
    }
}

/// What [`Heap::stats`] reports; all sizes in bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeapStats {
    /// Bytes in cells: those that survived the last collection and those allocated since.
    pub used: usize,
    /// The same as a number of cells.
    pub objects: usize,
    /// Bytes reported by [`Heap::adjust_external`].
    pub external: usize,
    /// Bytes of the blocks in use.
    pub blocks: usize,
    /// Bytes in cells and external ones that survived the last collection.
    pub live: usize,
    pub limit: usize,
    pub collections: usize,
    pub full_collections: usize,
    pub last_pause: Duration,
    pub max_pause: Duration,
    pub total_pause: Duration,
}
