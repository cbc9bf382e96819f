//! The graph of the heap: each live cell with what it refers to, for heap snapshots.

use std::collections::HashMap;
use std::ptr::NonNull;

use crate::block::{Block, FIRST_BLOCK, block_index};
use crate::cell::Header;
use crate::heap::{Heap, HeapInner};
use crate::mark::{MarkLists, Tracer};

/// A live cell: its address, its bytes, and the addresses of the cells that it refers to, each once.
#[derive(Clone, Debug)]
pub struct GraphCell {
    pub address: usize,
    pub size: usize,
    pub references: Vec<usize>,
}

/// All live cells, and what the roots refer to.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub roots: Vec<usize>,
    pub cells: Vec<GraphCell>,
}

impl Heap {
    /// The graph of now, after a full collection. What it names is valid until something is allocated. Not to be called while
    /// borrowing anything that trace functions read.
    pub fn graph(&self) -> Graph {
        self.inner().graph()
    }
}

impl HeapInner {
    fn graph(&self) -> Graph {
        let mut cells = Vec::new();
        self.for_each_cell(|header, size| {
            cells.push(GraphCell { address: (&raw const *header) as usize, size, references: Vec::new() });
        });
        self.collecting.set(true);
        // Every live cell is marked now. With the marks taken away, tracing one cell marks and lists what it refers to.
        for index in FIRST_BLOCK..self.frontier.get() {
            self.block(index as u32).clear_marks();
        }
        let mut tracer = Tracer::new(self, false, false, MarkLists::default());
        self.trace_roots(&mut tracer);
        let roots = tracer.take_visited();
        for cell in &mut cells {
            // SAFETY: a live cell begins with a header.
            let header = unsafe { NonNull::new_unchecked(cell.address as *mut Header) };
            // SAFETY: as above.
            let cell_type = self.cell_type(unsafe { header.as_ref() }.kind());
            if !cell_type.leaf {
                // SAFETY: the type is that of the cell's kind.
                unsafe { (cell_type.trace)(header, &mut tracer) };
                cell.references = tracer.take_visited();
            }
        }
        for cell in &cells {
            // SAFETY: a cell of this heap has committed metadata.
            unsafe { Block::at(self.base(), block_index(cell.address)) }.mark(cell.address);
        }
        self.collecting.set(false);
        // A word on the native stack that has gone since kept others alive.
        let mut reached = reached(&roots, &cells).into_iter();
        cells.retain(|_| reached.next() == Some(true));
        Graph { roots, cells }
    }
}

/// Which of the cells can be reached from the roots.
fn reached(roots: &[usize], cells: &[GraphCell]) -> Vec<bool> {
    let places: HashMap<usize, usize> = cells.iter().enumerate().map(|(place, cell)| (cell.address, place)).collect();
    let mut reached = vec![false; cells.len()];
    let mut next: Vec<usize> = roots.to_vec();
    while let Some(address) = next.pop() {
        if let Some(&place) = places.get(&address)
            && !std::mem::replace(&mut reached[place], true)
        {
            next.extend_from_slice(&cells[place].references);
        }
    }
    reached
}
