//! The write barrier and sticky marks: random mutations compared with a model, under every kind of collection.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jenny_gc::{CellType, Field, Gc, GcCell, Header, Heap, HeapConfig, RootVec, Trace, Tracer, write_barrier};

const FIELDS: usize = 4;

#[derive(Trace)]
#[repr(C)]
struct Vertex {
    header: Header,
    id: u64,
    fields: [Field<Option<Gc<Vertex>>>; FIELDS],
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Vertex {}

/// The same with a destructor.
#[derive(Trace)]
#[repr(C)]
struct Owner {
    vertex: Vertex,
    #[trace(skip)]
    dropped: Rc<Cell<u64>>,
}

// SAFETY: `repr(C)`, begins with a vertex, which begins with its header.
unsafe impl GcCell for Owner {}

impl Drop for Owner {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
    }
}

/// A large cell: its id and many fields.
#[repr(C)]
struct Table {
    header: Header,
    id: u64,
    fields: [Field<Option<Gc<Vertex>>>; Table::LENGTH],
}

impl Table {
    const LENGTH: usize = 2000;
}

// SAFETY: traces every field.
unsafe impl Trace for Table {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.fields.trace(tracer);
    }
}

// SAFETY: `repr(C)`, begins with its header and the id; the rest are pointers.
unsafe impl GcCell for Table {
    const WORDS: bool = true;
}

static TYPES: [CellType; 4] =
    [CellType::EMPTY, CellType::of::<Vertex>("Vertex"), CellType::of::<Owner>("Owner"), CellType::of::<Table>("Table")];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }
}

/// The heap's graph and what it should be.
struct World {
    heap: Heap,
    random: Random,
    roots: RootVec,
    root_ids: Vec<u64>,
    model: HashMap<u64, Vec<u64>>,
    next_id: u64,
    made: u64,
    dropped: Rc<Cell<u64>>,
}

fn vertex(word: u64) -> Gc<Vertex> {
    // SAFETY: the roots hold vertices, owners and tables, which all begin like a vertex as far as it is used here.
    unsafe { Gc::from_ptr(std::ptr::NonNull::new_unchecked(word as *mut Vertex)) }
}

fn fields(cell: Gc<Vertex>) -> &'static [Field<Option<Gc<Vertex>>>] {
    // SAFETY: the cell is rooted while the slice is used; a table's fields lie where a vertex's do.
    unsafe {
        let count = if cell.header.kind() == 3 { Table::LENGTH } else { FIELDS };
        std::slice::from_raw_parts((*cell.as_ptr()).fields.as_ptr(), count)
    }
}

impl World {
    fn new(seed: u64, config: HeapConfig) -> World {
        let heap = Heap::new(&TYPES, config);
        let mut roots = RootVec::new(&heap);
        for _ in 0..40 {
            roots.push(0);
        }
        World {
            random: Random(seed),
            roots,
            root_ids: vec![0; 40],
            model: HashMap::new(),
            next_id: 1,
            made: 0,
            dropped: Rc::default(),
            heap,
        }
    }

    fn make(&mut self) -> Gc<Vertex> {
        let id = self.next_id;
        self.next_id += 1;
        let fields = || std::array::from_fn(|_| Field::new(None));
        match self.random.below(100) {
            0 => {
                let raw = self.heap.try_alloc_raw(Header::new(3), size_of::<Table>()).expect("room");
                let cell = vertex(raw.as_ptr() as u64);
                // SAFETY: fresh, and zero is no pointer.
                unsafe { (*cell.as_ptr()).id = id };
                self.model.insert(id, vec![0; Table::LENGTH]);
                cell
            }
            1..20 => {
                self.model.insert(id, vec![0; FIELDS]);
                self.made += 1;
                let vertex = Vertex { header: Header::new(2), id, fields: fields() };
                let owner = self.heap.alloc(Owner { vertex, dropped: self.dropped.clone() });
                // SAFETY: an owner begins with a vertex.
                unsafe { owner.cast() }
            }
            _ => {
                self.model.insert(id, vec![0; FIELDS]);
                self.heap.alloc(Vertex { header: Header::new(1), id, fields: fields() })
            }
        }
    }

    /// A random reachable cell.
    fn pick(&mut self) -> Option<Gc<Vertex>> {
        let root = self.roots.get(self.random.below(40));
        if root == 0 {
            return None;
        }
        let mut cell = vertex(root);
        for _ in 0..self.random.below(8) {
            let fields = fields(cell);
            match fields[self.random.below(fields.len())].get() {
                Some(next) => cell = next,
                None => break,
            }
        }
        Some(cell)
    }

    #[inline(never)]
    fn step(&mut self) {
        match self.random.below(12) {
            0 => {
                let slot = self.random.below(40);
                self.roots.set(slot, 0);
                self.root_ids[slot] = 0;
            }
            1 | 2 => {
                let cell = self.make();
                let slot = self.random.below(40);
                self.roots.set(slot, cell.addr() as u64);
                self.root_ids[slot] = cell.id;
            }
            3..8 => {
                let value = if self.random.below(3) == 0 { self.pick() } else { Some(self.make()) };
                let Some(holder) = self.pick() else { return };
                let fields = fields(holder);
                let index = self.random.below(fields.len());
                fields[index].set(&holder.header, value);
                self.model.get_mut(&holder.id).expect("known")[index] = value.map_or(0, |cell| cell.id);
            }
            8 => {
                let Some(holder) = self.pick() else { return };
                let fields = fields(holder);
                let index = self.random.below(fields.len());
                fields[index].set(&holder.header, None);
                self.model.get_mut(&holder.id).expect("known")[index] = 0;
            }
            9 => {
                // A subtree made at once and linked by initialising stores.
                let first = self.make();
                let Some(holder) = self.pick() else { return };
                let fields = fields(holder);
                for (index, field) in fields.iter().enumerate().take(2) {
                    write_barrier(&holder.header);
                    field.init(Some(first));
                    self.model.get_mut(&holder.id).expect("known")[index] = first.id;
                }
            }
            _ => {
                for _ in 0..self.random.below(30) {
                    let cell = self.make();
                    self.model.remove(&cell.id);
                }
            }
        }
    }

    /// Walks what the roots reach and compares it with the model; forgets what is not reached.
    fn check(&mut self) {
        let mut seen = HashSet::new();
        let mut work = Vec::new();
        for (slot, &id) in self.root_ids.iter().enumerate() {
            let word = self.roots.get(slot);
            assert_eq!(word == 0, id == 0);
            if word != 0 {
                assert_eq!(vertex(word).id, id);
                work.push(vertex(word));
            }
        }
        while let Some(cell) = work.pop() {
            if !seen.insert(cell.id) {
                continue;
            }
            let expected = &self.model[&cell.id];
            let fields = fields(cell);
            assert_eq!(fields.len(), expected.len());
            for (field, &id) in fields.iter().zip(expected) {
                match field.get() {
                    Some(next) => {
                        assert_eq!(next.id, id);
                        work.push(next);
                    }
                    None => assert_eq!(id, 0),
                }
            }
        }
        self.model.retain(|id, _| seen.contains(id));
    }

    #[inline(never)]
    fn clear(&mut self) {
        for slot in 0..40 {
            self.roots.set(slot, 0);
            self.root_ids[slot] = 0;
        }
        let zeros = [0u64; 4096];
        std::hint::black_box(&zeros);
    }

    fn finish(mut self) {
        self.check();
        self.clear();
        self.heap.collect(true);
        self.heap.collect(true);
        let stats = self.heap.stats();
        assert!(stats.objects < 3000, "{stats:?}");
        let (made, dropped) = (self.made, self.dropped.clone());
        drop(self);
        assert_eq!(dropped.get(), made, "every destructor runs once");
    }
}

#[test]
fn random_mutations_agree_with_the_model() {
    for seed in 1..8 {
        let mut world = World::new(seed * 0x9E37_79B9, HeapConfig { zap: seed % 2 == 0, ..HeapConfig::default() });
        for round in 0..300 {
            for _ in 0..100 {
                world.step();
            }
            world.heap.collect(round % 7 == 0);
            if round % 10 == 0 {
                world.check();
            }
        }
        world.finish();
    }
}

#[test]
fn random_mutations_with_collections_chosen_by_the_heap() {
    for seed in 1..4 {
        let config = HeapConfig {
            zap: false,
            first_gc: 1 << 20,
            min_eden: 1 << 20,
            min_growth: 1 << 20,
            ..HeapConfig::default()
        };
        let mut world = World::new(seed * 0x1234_5677, config);
        for _ in 0..60 {
            for _ in 0..5_000 {
                world.step();
            }
            world.check();
        }
        assert!(world.heap.stats().collections > 10, "{:?}", world.heap.stats());
        assert!(world.heap.stats().full_collections > 0, "{:?}", world.heap.stats());
        world.finish();
    }
}

#[test]
fn random_mutations_between_the_slices_of_full_collections() {
    for seed in 1..8 {
        let config = HeapConfig { zap: seed % 2 == 0, incremental_cells: 0, ..HeapConfig::default() };
        let mut world = World::new(seed * 0x0BAD_CAFE, config);
        for round in 0..1000 {
            let steps = world.random.below(40);
            for _ in 0..steps {
                world.step();
            }
            match world.random.below(30) {
                0 => world.heap.collect(true),
                1 | 2 => world.heap.collect(false),
                3..6 => world.heap.begin_full_collection(),
                6 => drop(world.heap.idle(std::time::Duration::from_millis(5))),
                _ => {
                    let cells = world.random.below(100);
                    world.heap.advance(cells);
                }
            }
            if round % 10 == 0 {
                world.check();
            }
        }
        assert!(world.heap.stats().full_collections > 20, "{:?}", world.heap.stats());
        world.finish();
    }
}

#[test]
fn a_heap_that_collects_in_slices_by_itself() {
    for seed in 1..4 {
        let config = HeapConfig {
            zap: false,
            first_gc: 1 << 20,
            min_eden: 1 << 20,
            min_growth: 1 << 20,
            max_eden: 1 << 20,
            incremental_cells: 0,
            ..HeapConfig::default()
        };
        let mut world = World::new(seed * 0x0765_4321, config);
        for _ in 0..60 {
            for _ in 0..5_000 {
                world.step();
            }
            world.check();
        }
        assert!(world.heap.stats().full_collections > 3, "{:?}", world.heap.stats());
        world.finish();
    }
}

#[test]
fn random_mutations_under_stress() {
    for every in [1, 3, 10] {
        let config = HeapConfig { stress: true, stress_every: every, ..HeapConfig::default() };
        let mut world = World::new(0xABCD_EF01 + u64::from(every), config);
        for _ in 0..40 {
            for _ in 0..10 * every {
                world.step();
            }
            world.check();
        }
        assert!(world.heap.stats().collections > 100);
        world.heap.set_stress(0);
        world.finish();
    }
}
