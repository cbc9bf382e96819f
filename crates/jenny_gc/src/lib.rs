//! The garbage collector: a non-moving, generational mark-sweep heap in one reserved region, which knows no JavaScript.
//!
//! A [`Gc<T>`] in a local variable needs no handle, because the native stack is scanned conservatively. What lives on
//! the Rust heap must be held by a [`Root`] or a [`RootVec`]. See `docs/gc.md` for the rules.

#[cfg(not(all(unix, target_pointer_width = "64")))]
compile_error!("jenny_gc needs a 64-bit Unix");

extern crate self as jenny_gc;

mod allocate;
mod block;
mod bump;
mod cell;
mod clock;
mod collect;
mod config;
mod extents;
mod field;
mod graph;
mod heap;
mod incremental;
mod large;
mod mark;
mod region;
mod roots;
mod stack;
mod sweep;
mod trace;

pub use cell::{CellType, Gc, GcCell, Header};
pub use config::{HeapConfig, HeapStats};
pub use field::{Field, is_logged_or_new, write_barrier, write_barrier_at};
pub use graph::{Graph, GraphCell};
pub use heap::Heap;
pub use jenny_macros::Trace;
pub use mark::{Liveness, Tracer};
pub use region::{LazyPages, REGION_SIZE};
pub use roots::{Root, RootVec};
pub use stack::{give_back_dead_stack, keep_alive};
pub use trace::Trace;
