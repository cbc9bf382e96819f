//! Limits, external memory, large cells, destructors and what goes back to the system.

#![expect(clippy::disallowed_methods, reason = "heaps belong to threads")]

use std::cell::Cell;
use std::rc::Rc;

use jenny_gc::{CellType, Field, Gc, GcCell, Header, Heap, HeapConfig, Root, RootVec, Trace};

#[derive(Trace)]
#[repr(C)]
struct Node {
    header: Header,
    next: Field<Option<Gc<Node>>>,
    payload: [u64; 6],
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Node {}

#[derive(Trace)]
#[repr(C)]
struct Blob {
    header: Header,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Blob {}

/// Holds `bytes` outside the heap.
#[derive(Trace)]
#[repr(C)]
struct Buffer {
    header: Header,
    bytes: isize,
    #[trace(skip)]
    heap: *const Heap,
    #[trace(skip)]
    alive: Rc<Cell<usize>>,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Buffer {}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: the heap outlives its cells.
        unsafe { &*self.heap }.adjust_external(-self.bytes);
        self.alive.set(self.alive.get() - 1);
    }
}

static TYPES: [CellType; 4] = [
    CellType::EMPTY,
    CellType::of::<Node>("Node"),
    CellType::of::<Blob>("Blob").leaf(),
    CellType::of::<Buffer>("Buffer"),
];

fn limited(limit: usize) -> Heap {
    Heap::new(&TYPES, HeapConfig { limit, ..HeapConfig::default() })
}

fn node(heap: &Heap, next: Option<Gc<Node>>) -> Gc<Node> {
    heap.alloc(Node { header: Header::new(1), next: Field::new(next), payload: [1; 6] })
}

fn blob(heap: &Heap, size: usize) -> Option<usize> {
    heap.try_alloc_raw(Header::new(2), size).map(|cell| cell.as_ptr() as usize)
}

#[inline(never)]
fn clear_stack() {
    let zeros = [0u64; 4096];
    std::hint::black_box(&zeros);
}

#[test]
fn a_growing_list_exhausts_the_heap_and_its_death_frees_it() {
    let heap = limited(32 << 20);
    #[inline(never)]
    fn grow(heap: &Heap) -> usize {
        let mut list = None;
        let mut length = 0;
        while !heap.is_exhausted() {
            list = Some(node(heap, list));
            length += 1;
            assert!(length < 1_000_000, "{:?}", heap.stats());
        }
        std::hint::black_box(list);
        length
    }
    for _ in 0..3 {
        let length = grow(&heap);
        assert!((480_000..560_000).contains(&length), "{length}");
        assert!(heap.stats().used < 36 << 20);
        clear_stack();
        heap.collect(true);
        assert!(!heap.is_exhausted());
        assert!(heap.stats().used < 1 << 20, "{:?}", heap.stats());
    }
}

#[test]
fn a_client_that_goes_on_is_told_again_and_again() {
    let heap = limited(16 << 20);
    let mut list = None;
    let mut told = 0;
    for _ in 0..1_000_000 {
        list = Some(node(&heap, list));
        if heap.is_exhausted() {
            told += 1;
        }
    }
    assert!(told > 20, "{told}");
    std::hint::black_box(list);
}

#[test]
fn large_cells_respect_the_limit() {
    let heap = limited(64 << 20);
    let mut roots = RootVec::new(&heap);
    while let Some(cell) = blob(&heap, 1 << 20) {
        roots.push(cell as u64);
        assert!(roots.len() < 100);
    }
    assert!((62..=64).contains(&roots.len()), "{}", roots.len());
    assert!(blob(&heap, 2 << 20).is_none());
    for size in [usize::MAX, usize::MAX / 2, 1 << 62, 1 << 40, jenny_gc::REGION_SIZE, 65 << 20] {
        assert!(blob(&heap, size).is_none(), "{size}");
    }
    roots.truncate(30);
    clear_stack();
    assert!(blob(&heap, 30 << 20).is_some());
    assert!(blob(&heap, 64).is_some());
    drop(roots);
    clear_stack();
    heap.collect(true);
    assert!(heap.stats().used < 35 << 20, "{:?}", heap.stats());
}

#[test]
fn small_cells_are_refused_past_the_limit() {
    let heap = limited(8 << 20);
    let mut roots = RootVec::new(&heap);
    while let Some(cell) = blob(&heap, 1024) {
        roots.push(cell as u64);
        assert!(roots.len() < 12_000);
    }
    assert!(roots.len() > 7_000, "{}", roots.len());
    roots.clear();
    clear_stack();
    assert!(blob(&heap, 1024).is_some());
    // The infallible kind has a reserve.
    heap.set_limit(1);
    for _ in 0..10_000 {
        heap.alloc_raw(Header::new(2), 1024);
    }
}

#[test]
fn external_bytes_trigger_collections_and_count_towards_the_limit() {
    let heap = Box::new(limited(64 << 20));
    let alive = Rc::new(Cell::new(0));
    let buffer = |bytes: isize| {
        alive.set(alive.get() + 1);
        heap.adjust_external(bytes);
        heap.alloc(Buffer { header: Header::new(3), bytes, heap: &raw const *heap, alive: alive.clone() })
    };
    for _ in 0..1000 {
        std::hint::black_box(buffer(1 << 20));
        assert!(heap.stats().external <= 64 << 20, "{:?}", heap.stats());
        assert!(!heap.is_exhausted(), "{:?}", heap.stats());
    }
    assert!(alive.get() < 64, "{}", alive.get());
    let mut kept = Vec::new();
    while !heap.is_exhausted() {
        kept.push(Root::new(&heap, buffer(1 << 20)));
        assert!(kept.len() < 100);
    }
    assert!(kept.len() >= 60, "{}", kept.len());
    assert!(!heap.has_room(1 << 20));
    kept.clear();
    clear_stack();
    assert!(heap.has_room(32 << 20), "{:?}", heap.stats());
    drop(kept);
    drop(heap);
    assert_eq!(alive.get(), 0);
}

#[test]
fn destructors_run_once_for_every_cell() {
    let heap = Box::new(limited(1 << 30));
    let alive = Rc::new(Cell::new(0));
    for round in 0..200_000 {
        alive.set(alive.get() + 1);
        heap.alloc(Buffer { header: Header::new(3), bytes: 0, heap: &raw const *heap, alive: alive.clone() });
        if round % 50_000 == 0 {
            heap.collect(round % 100_000 == 0);
        }
    }
    heap.collect(true);
    heap.collect(true);
    assert!(alive.get() < 1000, "{}", alive.get());
    drop(heap);
    assert_eq!(alive.get(), 0);
}

#[test]
fn memory_of_dead_large_cells_is_used_again() {
    let heap = limited(1 << 30);
    for round in 0..2000 {
        let cell = blob(&heap, (1 << 20) + round * 1000).expect("room") as *mut u64;
        for word in 1..1000 {
            // SAFETY: within the cell.
            unsafe {
                assert_eq!(*cell.add(word * 100), 0);
                *cell.add(word * 100) = u64::MAX;
            }
        }
    }
    assert!(heap.stats().collections > 20);
    clear_stack();
    heap.collect(true);
    assert!(heap.stats().blocks < 8 << 20, "{:?}", heap.stats());
}

#[test]
fn many_heaps_come_and_go_on_many_threads() {
    let threads: Vec<_> = (0..4)
        .map(|_| {
            std::thread::spawn(|| {
                for _ in 0..20 {
                    let heap = limited(64 << 20);
                    let mut list = None;
                    for _ in 0..20_000 {
                        list = Some(node(&heap, list));
                    }
                    heap.collect(false);
                    heap.collect(true);
                    let mut length = 0;
                    while let Some(cell) = list {
                        assert_eq!(cell.payload, [1; 6]);
                        length += 1;
                        list = cell.next.get();
                    }
                    assert_eq!(length, 20_000);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("no panic");
    }
}

#[test]
fn roots_may_outlive_their_heap() {
    let heap = limited(64 << 20);
    let root = Root::new(&heap, node(&heap, None));
    let vector = RootVec::new(&heap);
    drop(heap);
    drop(root);
    drop(vector);
}

#[test]
fn a_shape_named_only_by_the_header_survives_the_allocation() {
    let heap = Heap::new(&TYPES, HeapConfig { stress: true, ..HeapConfig::default() });
    #[inline(never)]
    fn make(heap: &Heap) -> u32 {
        node(heap, None).compress()
    }
    for _ in 0..100 {
        let aux = make(&heap);
        clear_stack();
        let cell = heap.alloc_raw(Header::with_aux(2, aux), 32);
        // SAFETY: the allocation kept it.
        let shape = unsafe { Gc::<Node>::decompress(cell.as_ptr(), aux) };
        assert_eq!(shape.payload, [1; 6]);
    }
}

#[test]
fn a_census_counts_what_is_live() {
    let heap = limited(64 << 20);
    let mut list = None;
    for _ in 0..1000 {
        list = Some(node(&heap, list));
        node(&heap, None);
    }
    let large = blob(&heap, 100_000).expect("room");
    // Nothing has been collected yet.
    let mut kept = 0;
    heap.for_each_kept_cell(|_, size| kept += usize::from(size == 64));
    assert_eq!(kept, 2000);
    let census = heap.census();
    let find = |name| census.iter().find(|entry| entry.0 == name).map(|entry| (entry.1, entry.2));
    let (nodes, bytes) = find("Node").expect("nodes live");
    assert!((1000..1010).contains(&nodes), "{census:?}");
    assert_eq!(bytes, nodes * 64);
    assert_eq!(find("Blob"), Some((1, Heap::cell_size(100_000))));
    assert_eq!(find("Buffer"), None);
    assert_eq!(Heap::cell_size(17), 32);
    std::hint::black_box((list, large));
}

#[test]
fn cells_outside_the_heap_are_immortal() {
    let heap = limited(64 << 20);
    let constant = Box::new(Node { header: Header::new(1), next: Field::new(None), payload: [9; 6] });
    // SAFETY: the box outlives the heap's use of it.
    let constant_cell = unsafe { Gc::from_ptr(std::ptr::NonNull::from(&*constant)) };
    let list = Root::new(&heap, node(&heap, Some(constant_cell)));
    for full in [false, true, false] {
        heap.collect(full);
        assert_eq!(list.get().next.get().expect("set").payload, [9; 6]);
    }
}
