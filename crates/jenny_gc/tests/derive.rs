//! `#[derive(Trace)]`: which pointers of which shapes of types are visited.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use jenny_gc::{CellType, Field, Gc, GcCell, Header, Heap, HeapConfig, Liveness, Root, Trace};

#[derive(Trace)]
#[repr(C)]
struct Leaf {
    header: Header,
    value: u64,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Leaf {}

#[derive(Trace)]
struct Pair(Gc<Leaf>, #[trace(skip)] usize, Gc<Leaf>);

#[derive(Trace)]
struct Unit;

#[derive(Trace)]
struct Wrapper<T, const N: usize> {
    items: [T; N],
}

#[derive(Trace)]
enum Choice {
    Nothing,
    One(Gc<Leaf>),
    Skipped(
        #[trace(skip)]
        #[allow(dead_code)]
        usize,
        Gc<Leaf>,
    ),
    Named {
        first: Gc<Leaf>,
        #[trace(skip)]
        #[allow(dead_code)]
        hidden: usize,
        second: Option<Gc<Leaf>>,
    },
}

#[derive(Trace)]
#[repr(C)]
struct Everything {
    header: Header,
    number: f64,
    text: String,
    pair: Pair,
    unit: Unit,
    wrapper: Wrapper<Field<Option<Gc<Leaf>>>, 3>,
    choices: Vec<Choice>,
    boxed: Box<Gc<Leaf>>,
    shared: RefCell<Vec<Gc<Leaf>>>,
    cell: Cell<Option<Gc<Leaf>>>,
    tuple: (u8, Gc<Leaf>, Option<Box<Gc<Leaf>>>),
    map: HashMap<u32, Gc<Leaf>>,
    #[trace(skip)]
    hidden: usize,
}

// SAFETY: `repr(C)`, begins with its header.
unsafe impl GcCell for Everything {}

static TYPES: [CellType; 3] =
    [CellType::EMPTY, CellType::of::<Leaf>("Leaf").leaf(), CellType::of::<Everything>("Everything")];

/// Addresses of cells, stored so that a scan of the stack cannot see them.
#[derive(Default)]
struct Watched(RefCell<Vec<usize>>, RefCell<Vec<bool>>);

unsafe fn watch(data: *mut (), liveness: &Liveness<'_>) {
    // SAFETY: the test passed a `Watched`.
    let watched = unsafe { &*data.cast::<Watched>() };
    *watched.1.borrow_mut() =
        watched.0.borrow().iter().map(|&address| liveness.is_word_live(!address as u64)).collect();
}

#[inline(never)]
fn make(heap: &Heap, strong: &Watched, skipped: &Watched) -> Root<Everything> {
    let fresh = |watched: &Watched| {
        let cell = heap.alloc(Leaf { header: Header::new(1), value: 5 });
        watched.0.borrow_mut().push(!cell.addr());
        cell
    };
    let leaf = || fresh(strong);
    let hidden = || {
        // A cell to each side, so that what is watched is not the neighbour of a live cell.
        let before = fresh(&Watched::default());
        let cell = fresh(skipped).addr();
        std::hint::black_box((before, fresh(&Watched::default())));
        cell
    };
    let everything = Everything {
        header: Header::new(2),
        number: 1.5,
        text: "text".to_owned(),
        pair: Pair(leaf(), hidden(), leaf()),
        unit: Unit,
        wrapper: Wrapper { items: [Field::new(Some(leaf())), Field::new(None), Field::new(Some(leaf()))] },
        choices: vec![
            Choice::Nothing,
            Choice::One(leaf()),
            Choice::Skipped(hidden(), leaf()),
            Choice::Named { first: leaf(), hidden: hidden(), second: Some(leaf()) },
        ],
        boxed: Box::new(leaf()),
        shared: RefCell::new(vec![leaf(), leaf()]),
        cell: Cell::new(Some(leaf())),
        tuple: (1, leaf(), Some(Box::new(leaf()))),
        map: (0..10).map(|key| (key, leaf())).collect(),
        hidden: hidden(),
    };
    Root::new(heap, heap.alloc(everything))
}

/// Overwrites what earlier calls left on the stack.
#[inline(never)]
fn clear_stack() {
    let zeros = [0u64; 4096];
    std::hint::black_box(&zeros);
}

#[inline(never)]
fn check(everything: Gc<Everything>) {
    assert_eq!((everything.number, everything.text.as_str()), (1.5, "text"));
    assert_eq!((everything.pair.0.value, everything.pair.2.value), (5, 5));
    assert_eq!(everything.map.values().map(|leaf| leaf.value).sum::<u64>(), 50);
    assert_eq!(everything.wrapper.items.iter().filter(|item| item.get().is_some()).count(), 2);
    assert!(everything.cell.get().is_some() && everything.tuple.2.is_some());
    assert_eq!(everything.choices.len(), 4);
    assert!(everything.hidden != 0 && everything.pair.1 != 0);
}

#[test]
fn every_field_is_traced_but_the_skipped_ones() {
    let heap = Heap::new(&TYPES, HeapConfig::default());
    let (strong, skipped) = (Box::new(Watched::default()), Box::new(Watched::default()));
    let root = make(&heap, &strong, &skipped);
    assert_eq!((strong.0.borrow().len(), skipped.0.borrow().len()), (24, 4));
    clear_stack();
    heap.set_weak_roots(watch, (&raw const *skipped).cast_mut().cast());
    heap.collect(false);
    assert!(skipped.1.borrow().iter().filter(|&&live| live).count() <= 1, "{:?}", skipped.1.borrow());
    heap.set_weak_roots(watch, (&raw const *strong).cast_mut().cast());
    heap.collect(true);
    assert!(strong.1.borrow().iter().all(|&live| live));
    check(root.get());
}
