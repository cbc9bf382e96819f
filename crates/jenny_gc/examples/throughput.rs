//! Measures allocation and collection: churn, binary trees, a large live heap under churn, strings of random size.
//! An argument sets the largest eden in MiB.

#![expect(clippy::disallowed_methods, reason = "it measures")]

use std::hint::black_box;
use std::time::Instant;

use jenny_gc::{CellType, Field, Gc, GcCell, Header, Heap, HeapConfig, Trace, Tracer};

#[derive(Trace)]
#[repr(C)]
struct Node {
    header: Header,
    left: Field<Option<Gc<Node>>>,
    right: Field<Option<Gc<Node>>>,
    payload: [u64; 5],
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Node {}

#[derive(Trace)]
#[repr(C)]
struct Leaf {
    header: Header,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Leaf {}

/// Pointers up to a capacity.
#[repr(C)]
struct Words {
    header: Header,
    capacity: usize,
}

impl Words {
    fn field(&self, index: usize) -> &Field<Option<Gc<Node>>> {
        assert!(index < self.capacity);
        // SAFETY: allocated with room for so many.
        unsafe { &*(&raw const *self).add(1).cast::<Field<Option<Gc<Node>>>>().add(index) }
    }
}

// SAFETY: visits every pointer.
unsafe impl Trace for Words {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for index in 0..self.capacity {
            self.field(index).trace(tracer);
        }
    }
}

// SAFETY: `repr(C)`, 16 bytes, then words.
unsafe impl GcCell for Words {
    const WORDS: bool = true;
}

static TYPES: [CellType; 4] = [
    CellType::EMPTY,
    CellType::of::<Node>("Node"),
    CellType::of::<Leaf>("Leaf").leaf(),
    CellType::of::<Words>("Words"),
];

fn node(heap: &Heap, left: Option<Gc<Node>>, right: Option<Gc<Node>>) -> Gc<Node> {
    heap.alloc(Node { header: Header::new(1), left: Field::new(left), right: Field::new(right), payload: [7; 5] })
}

fn tree(heap: &Heap, depth: u32) -> Gc<Node> {
    if depth == 0 {
        node(heap, None, None)
    } else {
        node(heap, Some(tree(heap, depth - 1)), Some(tree(heap, depth - 1)))
    }
}

fn count(tree: Gc<Node>) -> u64 {
    1 + tree.left.get().map_or(0, count) + tree.right.get().map_or(0, count)
}

fn measure(name: &str, units: u64, unit: &str, work: impl FnOnce(&Heap)) {
    let mut config = HeapConfig { zap: false, ..HeapConfig::default() };
    if let Some(mebibytes) = std::env::args().nth(1).and_then(|argument| argument.parse::<usize>().ok()) {
        config.max_eden = mebibytes << 20;
        config.min_eden = config.min_eden.min(config.max_eden);
    }
    let heap = Heap::new(&TYPES, config);
    let begin = Instant::now();
    work(&heap);
    let elapsed = begin.elapsed();
    let stats = heap.stats();
    println!(
        "{name:34} {:8.1} ms {:7.2} ns/{unit:5} gc {:4} ({:3} full) pause total {:7.1} ms, worst {:6.2} ms, blocks {:4} MiB",
        elapsed.as_secs_f64() * 1e3,
        elapsed.as_secs_f64() * 1e9 / units as f64,
        stats.collections,
        stats.full_collections,
        stats.total_pause.as_secs_f64() * 1e3,
        stats.max_pause.as_secs_f64() * 1e3,
        stats.blocks >> 20,
    );
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize
    }
}

fn main() {
    measure("churn of 64-byte cells", 50_000_000, "cell", |heap| {
        for _ in 0..50_000_000 {
            black_box(node(heap, None, None));
        }
    });
    measure("churn of raw cells, 16-272 bytes", 20_000_000, "cell", |heap| {
        let mut random = Random(42);
        for _ in 0..20_000_000 {
            black_box(heap.alloc_raw(Header::new(2), 16 + random.next() % 256));
        }
    });
    measure("binary trees of depth 14, 400 times", 400 * 32767, "cell", |heap| {
        let kept = tree(heap, 16);
        for _ in 0..400 {
            black_box(tree(heap, 14));
        }
        assert_eq!(count(kept), 131_071);
    });
    measure("building a list of 4e6", 4_000_000, "cell", |heap| {
        let mut list = None;
        for _ in 0..4_000_000 {
            list = Some(node(heap, list, None));
        }
        black_box(list);
    });
    measure("1e6 live, churn 2e7, 1 % mutation", 20_000_000, "cell", |heap| {
        let kept = tree(heap, 19);
        let mut random = Random(7);
        for round in 0..20_000_000_u32 {
            let fresh = node(heap, None, None);
            if round % 100 == 0 {
                let mut place = kept;
                for _ in 0..12 {
                    let next = if random.next() & 1 == 0 { place.left.get() } else { place.right.get() };
                    place = next.unwrap_or(kept);
                }
                let subtree = tree(heap, 6);
                place.left.set(&place.header, Some(subtree));
            }
            black_box(fresh);
        }
        black_box(kept);
    });
    measure("array of 4e6 grown by doubling", 4_000_000, "cell", |heap| {
        let words = |heap: &Heap, capacity: usize| {
            let raw =
                heap.try_alloc_raw(Header::new(3), size_of::<Words>() + capacity * 8).expect("room").cast::<Words>();
            // SAFETY: fresh.
            unsafe {
                (*raw.as_ptr()).capacity = capacity;
                Gc::from_ptr(raw)
            }
        };
        let mut array = words(heap, 16);
        for index in 0..4_000_000 {
            if index == array.capacity {
                let longer = words(heap, index * 2);
                for place in 0..index {
                    longer.field(place).init(array.field(place).get());
                }
                array = longer;
            }
            array.field(index).set(&array.header, Some(node(heap, None, None)));
        }
        black_box(array);
    });
    measure("1e6 live in random order, 10 full", 10_000_000, "cell", |heap| {
        let mut cells: Vec<usize> = Vec::new();
        let root = tree(heap, 10);
        // Linked from the beginning, so that the vector need not be a root.
        let mut list = root;
        for _ in 0..1_000_000 {
            list = node(heap, Some(list), None);
            cells.push(list.addr());
        }
        let mut random = Random(3);
        for index in 0..cells.len() {
            let other = random.next() % cells.len();
            // SAFETY: all are in the list.
            unsafe {
                let cell = &*(cells[index] as *const Node);
                cell.right
                    .set(&cell.header, Some(Gc::from_ptr(std::ptr::NonNull::new_unchecked(cells[other] as *mut Node))));
            }
        }
        let begin = Instant::now();
        for _ in 0..10 {
            heap.collect(true);
        }
        println!("    {:.2} ms each", begin.elapsed().as_secs_f64() * 1e2);
        black_box(list);
    });
}
