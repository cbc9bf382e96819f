//! Weak references, weak roots and ephemerons.

use std::cell::{Cell, RefCell};

use jenny_gc::{CellType, Field, Gc, GcCell, Header, Heap, HeapConfig, Liveness, Root, Trace, Tracer, write_barrier};
use std::ptr::NonNull;

#[derive(Trace)]
#[repr(C)]
struct Object {
    header: Header,
    value: u64,
    link: Field<Option<Gc<Object>>>,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Object {}

#[repr(C)]
struct Weak {
    header: Header,
    target: Cell<Option<Gc<Object>>>,
}

// SAFETY: the target is weak on purpose.
unsafe impl Trace for Weak {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.defer_weak(&self.header);
    }
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Weak {}

unsafe fn clear_weak(cell: NonNull<Header>, liveness: &Liveness<'_>) {
    // SAFETY: called for cells of this kind only.
    let weak = unsafe { cell.cast::<Weak>().as_ref() };
    if weak.target.get().is_some_and(|target| !liveness.is_live(target)) {
        weak.target.set(None);
    }
}

/// A weak map as a plain list of entries. `LINEAR` uses `visit_ephemeron`, otherwise the fix-point does it all.
#[repr(C)]
struct Map<const LINEAR: bool> {
    header: Header,
    entries: RefCell<Vec<(Gc<Object>, Gc<Object>)>>,
}

// SAFETY: values are visited by the ephemeron callback.
unsafe impl<const LINEAR: bool> Trace for Map<LINEAR> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.defer_ephemerons(&self.header);
        tracer.defer_weak(&self.header);
    }
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl<const LINEAR: bool> GcCell for Map<LINEAR> {}

unsafe fn visit_values<const LINEAR: bool>(cell: NonNull<Header>, tracer: &mut Tracer<'_>) {
    // SAFETY: called for cells of this kind only.
    let map = unsafe { cell.cast::<Map<LINEAR>>().as_ref() };
    for &(key, value) in map.entries.borrow().iter() {
        if LINEAR {
            tracer.visit_ephemeron(key, value.addr() as u64);
        } else if tracer.is_marked(key) {
            tracer.visit(value);
        }
    }
}

unsafe fn drop_dead_keys<const LINEAR: bool>(cell: NonNull<Header>, liveness: &Liveness<'_>) {
    // SAFETY: called for cells of this kind only.
    let map = unsafe { cell.cast::<Map<LINEAR>>().as_ref() };
    map.entries.borrow_mut().retain(|&(key, value)| {
        assert!(!liveness.is_live(key) || liveness.is_live(value));
        liveness.is_live(key)
    });
}

impl<const LINEAR: bool> Map<LINEAR> {
    fn insert(&self, key: Gc<Object>, value: Gc<Object>) {
        write_barrier(&self.header);
        self.entries.borrow_mut().push((key, value));
    }
}

static TYPES: [CellType; 5] = [
    CellType::EMPTY,
    CellType::of::<Object>("Object"),
    CellType::of::<Weak>("Weak").with_weak(clear_weak),
    CellType::of::<Map<true>>("Map").with_weak(drop_dead_keys::<true>).with_ephemerons(visit_values::<true>),
    CellType::of::<Map<false>>("Map").with_weak(drop_dead_keys::<false>).with_ephemerons(visit_values::<false>),
];

fn heap() -> Heap {
    Heap::new(&TYPES, HeapConfig::default())
}

fn object(heap: &Heap, value: u64) -> Gc<Object> {
    heap.alloc(Object { header: Header::new(1), value, link: Field::new(None) })
}

#[inline(never)]
fn clear_stack() {
    let zeros = [0u64; 4096];
    std::hint::black_box(&zeros);
}

#[test]
fn weak_references_are_cleared_when_the_target_dies() {
    for full in [false, true] {
        let heap = heap();
        #[inline(never)]
        fn make(heap: &Heap) -> (Vec<Root<Weak>>, Vec<Root<Object>>) {
            let (mut weak, mut strong) = (Vec::new(), Vec::new());
            for value in 0..1000 {
                let target = object(heap, value);
                let reference = heap.alloc(Weak { header: Header::new(2), target: Cell::new(Some(target)) });
                weak.push(Root::new(heap, reference));
                if value % 2 == 0 {
                    strong.push(Root::new(heap, target));
                }
            }
            (weak, strong)
        }
        let (weak, mut strong) = make(&heap);
        clear_stack();
        heap.collect(full);
        let count = |weak: &[Root<Weak>]| weak.iter().filter(|weak| weak.get().target.get().is_some()).count();
        // The stack may hold on to a few.
        assert!((500..510).contains(&count(&weak)), "{}", count(&weak));
        for (index, weak) in weak.iter().enumerate().step_by(2) {
            assert_eq!(weak.get().target.get().expect("strongly held").value, index as u64);
        }
        strong.truncate(250);
        clear_stack();
        heap.collect(false);
        assert!((500..510).contains(&count(&weak)), "a minor collection keeps old cells");
        heap.collect(true);
        assert!((250..260).contains(&count(&weak)), "{}", count(&weak));
    }
}

#[test]
fn weak_roots_are_told() {
    let heap = heap();
    #[derive(Default)]
    struct Interned(RefCell<Vec<Gc<Object>>>, Cell<u32>);
    unsafe fn clear(data: *mut (), liveness: &Liveness<'_>) {
        // SAFETY: the test passed an `Interned`.
        let table = unsafe { &*data.cast::<Interned>() };
        table.0.borrow_mut().retain(|&cell| liveness.is_live(cell));
        table.1.set(table.1.get() + 1);
    }
    unsafe fn visit(data: *mut (), tracer: &mut Tracer<'_>) {
        // SAFETY: the test passed an `Interned`.
        let table = unsafe { &*data.cast::<Interned>() };
        if let Some(&cell) = table.0.borrow().first() {
            tracer.visit(cell);
        }
    }
    let table = Box::new(Interned::default());
    let data = (&raw const *table).cast_mut().cast();
    heap.set_weak_roots(clear, data);
    heap.set_roots(visit, data);
    #[inline(never)]
    fn fill(heap: &Heap, table: &Interned) {
        for value in 0..1000 {
            table.0.borrow_mut().push(object(heap, value));
        }
    }
    fill(&heap, &table);
    clear_stack();
    heap.collect(false);
    assert!(table.0.borrow().len() < 10);
    assert_eq!(table.0.borrow()[0].value, 0);
    assert_eq!(table.1.get(), 1);
}

/// A map whose entries form a chain, in an order that resolves one entry a pass; every value is the next key.
fn ephemeron_chain<const LINEAR: bool>(length: u64) {
    let heap = heap();
    let kind = if LINEAR { 3 } else { 4 };
    let map = heap.alloc(Map::<LINEAR> { header: Header::new(kind), entries: RefCell::default() });
    let map = Root::new(&heap, map);
    #[inline(never)]
    fn fill<const LINEAR: bool>(heap: &Heap, map: Gc<Map<LINEAR>>, length: u64) -> Root<Object> {
        let mut value = object(heap, 0);
        for position in 1..=length {
            let key = object(heap, position);
            map.insert(key, value);
            value = key;
        }
        Root::new(heap, value)
    }
    let first_key = fill(&heap, map.get(), length);
    clear_stack();
    for full in [false, true, true] {
        heap.collect(full);
        assert_eq!(map.get().entries.borrow().len() as u64, length);
    }
    /// In a frame of its own, so that no key stays on the stack.
    #[inline(never)]
    fn check_chain<const LINEAR: bool>(map: Gc<Map<LINEAR>>, mut key: Gc<Object>) {
        for &(entry_key, value) in map.entries.borrow().iter().rev() {
            assert_eq!(entry_key, key);
            key = value;
        }
        assert_eq!(key.value, 0);
    }
    check_chain(map.get(), first_key.get());
    // A new pair in an old map, in a minor collection.
    #[inline(never)]
    fn add<const LINEAR: bool>(heap: &Heap, map: Gc<Map<LINEAR>>) -> Root<Object> {
        let key = object(heap, 77);
        map.insert(key, object(heap, 78));
        map.insert(object(heap, 79), object(heap, 80));
        Root::new(heap, key)
    }
    let added = add(&heap, map.get());
    clear_stack();
    heap.collect(false);
    let last = map.get().entries.borrow().iter().find(|entry| entry.0 == added.get()).map(|entry| entry.1.value);
    assert_eq!(last, Some(78));
    drop(first_key);
    clear_stack();
    heap.collect(true);
    assert!(map.get().entries.borrow().len() < 5, "{}", map.get().entries.borrow().len());
}

#[test]
fn ephemeron_chains_resolve_by_fix_point() {
    ephemeron_chain::<false>(500);
}

#[test]
fn long_ephemeron_chains_resolve_in_linear_time() {
    ephemeron_chain::<true>(100_000);
}

#[test]
fn a_key_reachable_only_from_its_value_is_dead() {
    let heap = heap();
    let map = heap.alloc(Map::<true> { header: Header::new(3), entries: RefCell::default() });
    #[inline(never)]
    fn fill(heap: &Heap, map: Gc<Map<true>>) {
        for position in 0..100 {
            let (key, value) = (object(heap, position), object(heap, position));
            value.link.set(&value.header, Some(key));
            map.insert(key, value);
        }
    }
    fill(&heap, map);
    clear_stack();
    heap.collect(true);
    assert!(map.entries.borrow().len() < 5);
    std::hint::black_box(map);
}
