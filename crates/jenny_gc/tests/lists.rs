//! Reachability: long lists, cycles, interior pointers, roots and large cells.

use jenny_gc::{CellType, Field, Gc, GcCell, Header, Heap, HeapConfig, Root, RootVec, Trace, Tracer};

#[derive(Trace)]
#[repr(C)]
struct Node {
    header: Header,
    value: u64,
    next: Field<Option<Gc<Node>>>,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Node {}

/// A cell of words sized at run time: the length, then value words.
#[repr(C)]
struct Words {
    header: Header,
    length: usize,
}

impl Words {
    fn words(&self) -> &[std::cell::Cell<u64>] {
        // SAFETY: allocated with room for `length` words.
        unsafe { std::slice::from_raw_parts((&raw const *self).add(1).cast(), self.length) }
    }
}

// SAFETY: visits every word.
unsafe impl Trace for Words {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for word in self.words() {
            tracer.visit_word(word.get());
        }
    }
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Words {}

const NODE: u8 = 1;
const WORDS: u8 = 2;

static TYPES: [CellType; 3] = [CellType::EMPTY, CellType::of::<Node>("Node"), CellType::of::<Words>("Words")];

fn heap() -> Heap {
    Heap::new(&TYPES, HeapConfig::default())
}

fn node(heap: &Heap, value: u64, next: Option<Gc<Node>>) -> Gc<Node> {
    heap.alloc(Node { header: Header::new(NODE), value, next: Field::new(next) })
}

fn words(heap: &Heap, length: usize) -> Option<Gc<Words>> {
    let raw = heap.try_alloc_raw(Header::new(WORDS), 16 + length * 8)?.cast::<Words>();
    // SAFETY: fresh, and large enough.
    unsafe {
        (*raw.as_ptr()).length = length;
        Some(Gc::from_ptr(raw))
    }
}

fn list_sum(mut node: Option<Gc<Node>>) -> (u64, u64) {
    let (mut count, mut sum) = (0, 0);
    while let Some(cell) = node {
        count += 1;
        sum += cell.value;
        node = cell.next.get();
    }
    (count, sum)
}

#[inline(never)]
fn make_list(heap: &Heap, length: u64) -> Option<Gc<Node>> {
    let mut head = None;
    for value in 0..length {
        head = Some(node(heap, value, head));
    }
    head
}

/// Overwrites what earlier calls left on the stack.
#[inline(never)]
fn clear_stack() {
    let zeros = [0u64; 4096];
    std::hint::black_box(&zeros);
}

#[test]
fn a_list_of_a_million_survives_and_dies() {
    let heap = heap();
    let list = make_list(&heap, 1_000_000);
    heap.collect(false);
    heap.collect(true);
    assert_eq!(list_sum(list), (1_000_000, 499_999_500_000));
    assert!(heap.stats().objects >= 1_000_000);
    std::hint::black_box(list);
    let root = Root::new(&heap, list.expect("not empty"));
    clear_stack();
    heap.collect(true);
    assert_eq!(list_sum(Some(root.get())).0, 1_000_000);
}

#[test]
fn unreachable_lists_are_freed() {
    let heap = heap();
    #[inline(never)]
    fn work(heap: &Heap) {
        for _ in 0..50 {
            std::hint::black_box(make_list(heap, 100_000));
        }
    }
    work(&heap);
    clear_stack();
    heap.collect(true);
    let stats = heap.stats();
    assert!(stats.collections > 5, "{stats:?}");
    assert!(stats.objects < 200_000, "{stats:?}");
    assert!(stats.blocks < 100 << 20, "{stats:?}");
}

#[test]
fn cycles_are_freed() {
    let heap = heap();
    #[inline(never)]
    fn work(heap: &Heap) {
        for value in 0..100_000 {
            let first = node(heap, value, None);
            let second = node(heap, value, Some(first));
            first.next.set(&first.header, Some(second));
        }
    }
    work(&heap);
    clear_stack();
    heap.collect(true);
    assert!(heap.stats().objects < 100, "{:?}", heap.stats());
}

#[test]
fn interior_and_end_pointers_keep_a_cell() {
    let heap = heap();
    #[inline(never)]
    fn make(heap: &Heap, length: usize, offset: usize) -> usize {
        let cell = words(heap, length).expect("room");
        for (index, word) in cell.words().iter().enumerate() {
            word.set(0xFFFF_0000_0000_0000 | index as u64);
        }
        cell.addr() + offset
    }
    for length in [2, 6, 30, 510, 1022, 1500, 5000] {
        let size = 16 + length * 8;
        for offset in [0, 1, 8, 16, size / 2, size - 1, size] {
            let pointer = make(&heap, length, offset);
            clear_stack();
            heap.collect(false);
            heap.collect(true);
            let cell = heap.cell_containing(pointer - usize::from(offset == size)).expect("kept");
            assert_eq!(cell.as_ptr() as usize, pointer - offset, "length {length}, offset {offset}");
            // SAFETY: it was found alive, and is a `Words`.
            let cell = unsafe { cell.cast::<Words>().as_ref() };
            assert_eq!(cell.length, length);
            for (index, word) in cell.words().iter().enumerate() {
                assert_eq!(word.get(), 0xFFFF_0000_0000_0000 | index as u64);
            }
        }
    }
}

#[test]
fn garbage_words_are_ignored() {
    let heap = heap();
    let kept = make_list(&heap, 1000);
    let mut junk = [0usize; 2048];
    let mut seed = 0x1234_5678_9ABC_DEF1_u64;
    for round in 0..50 {
        for word in &mut junk {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let offset = seed as usize % (512 << 20);
            *word = if round % 2 == 0 { heap.base() as usize + offset } else { seed as usize };
        }
        std::hint::black_box(&mut junk);
        heap.collect(round % 3 == 0);
        assert_eq!(list_sum(kept).0, 1000);
    }
}

#[test]
fn raw_cells_are_zeroed_when_memory_is_reused() {
    let heap = heap();
    #[inline(never)]
    fn work(heap: &Heap) {
        for round in 0..200_000_usize {
            let length = round % 70 + if round.is_multiple_of(1000) { 3000 } else { 0 };
            let cell = words(heap, length).expect("room");
            for word in cell.words() {
                assert_eq!(word.get(), 0);
                word.set(u64::MAX);
            }
        }
    }
    work(&heap);
    assert!(heap.stats().collections > 1);
}

#[test]
fn root_vectors_and_large_cells_hold_their_words() {
    let heap = heap();
    #[inline(never)]
    fn fill(heap: &Heap, roots: &mut RootVec) {
        for value in 0..1000 {
            roots.push(node(heap, value, None).addr() as u64);
            roots.push(0xFFFE_0000_0000_0000 | value);
        }
        let large = words(heap, 100_000).expect("room");
        for (index, word) in large.words().iter().enumerate() {
            word.set(node(heap, index as u64, None).addr() as u64);
        }
        roots.push(large.addr() as u64);
    }
    let mut roots = RootVec::new(&heap);
    fill(&heap, &mut roots);
    clear_stack();
    for round in 0..6 {
        heap.collect(round % 2 == 0);
        std::hint::black_box(make_list(&heap, 10_000));
    }
    for value in 0..1000 {
        // SAFETY: the vector kept it.
        let cell = unsafe { &*(roots.get(value * 2) as *const Node) };
        assert_eq!(cell.value, value as u64);
        assert_eq!(roots.get(value * 2 + 1), 0xFFFE_0000_0000_0000 | value as u64);
    }
    let large = roots.pop().expect("the large cell");
    // SAFETY: the vector kept it until now, and nothing was collected since.
    let large = unsafe { &*(large as *const Words) };
    for (index, word) in large.words().iter().enumerate() {
        // SAFETY: kept by the large cell.
        assert_eq!(unsafe { &*(word.get() as *const Node) }.value, index as u64);
    }
    drop(roots);
    clear_stack();
    heap.collect(true);
}

#[test]
fn compressed_pointers_come_back() {
    let heap = heap();
    for value in 0..100 {
        let cell = node(&heap, value, None);
        let compressed = cell.compress();
        assert_ne!(compressed, 0);
        // SAFETY: the cell lives.
        let back = unsafe { Gc::<Node>::decompress(heap.base(), compressed) };
        assert_eq!(back, cell);
        assert_eq!(back.value, value);
        assert!(heap.contains(cell.addr()));
    }
    assert_eq!(size_of::<Option<Gc<Node>>>(), 8);
}
