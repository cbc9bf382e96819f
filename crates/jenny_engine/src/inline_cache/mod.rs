//! Inline caches: one entry a feedback slot, plain data beside the bytecode that a machine-code tier can read.

pub mod megamorphic;

use crate::agent::Agent;
use crate::kind::Kind;
use crate::object::{Elements, Object};
use crate::string::PropertyKey;
use crate::{JsResult, Value};
use jenny_bytecode::{FeedbackKind, FunctionTemplate};
use jenny_gc::{Gc, GcCell, Header, Trace, Tracer};
use std::cell::{Cell, OnceCell, UnsafeCell};

/// What a way of a cache knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Way {
    /// nothing yet
    Empty,
    /// own data property in inline slot `slot`
    OwnInline,
    /// own data property in overflow slot `slot`
    OwnOverflow,
    /// data property of `holder` (on the prototype chain) in slot `slot`, while `epoch` stands
    Prototype,
    /// accessor of `holder` (own or inherited) in slot `slot`, while `epoch` stands
    Getter,
    /// not found anywhere on the chain, while `epoch` stands
    Missing,
    /// adding the property: `shape` becomes `next`, slot `slot`, while `epoch` stands (no setter or read-only property above)
    AddInline,
    /// the same in overflow slot `slot`
    AddOverflow,
}

/// One way: a receiver shape and what to do.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct CacheWay {
    /// receiver's shape id, 0 if none
    pub shape: u32,
    pub slot: u32,
    pub way: Way,
    /// prototype epoch of the key's bucket
    pub epoch: u32,
    /// AddInline: shape id after the addition; Prototype: whether the slot is an inline one
    pub next: u32,
    /// holder object, or 0
    pub holder: u64,
}

impl CacheWay {
    pub const EMPTY: CacheWay = CacheWay { shape: 0, slot: 0, way: Way::Empty, epoch: 0, next: 0, holder: 0 };
}

/// Ways of a cache; more receiver shapes than this make it megamorphic (the oldest way is replaced).
pub const WAYS: usize = 4;

/// Misses after which a site with all its ways taken is megamorphic.
const FEW_MISSES: u32 = 16;
/// A megamorphic site records every so many misses, since what it sees may have become less.
const RETRY: u32 = 64;

/// One cache. The first way is the one tried inline; most sites never need another.
#[repr(C)]
pub struct InlineCache {
    pub key: PropertyKey,
    /// place of the key's prototype epoch among the agent's
    pub bucket: u8,
    /// named access: how often the site met a shape that none of its ways had while all were taken
    pub state: Cell<u32>,
    pub first: Cell<CacheWay>,
    others: OnceCell<Box<[Cell<CacheWay>; WAYS - 1]>>,
}

impl InlineCache {
    /// Whether all ways are taken.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.others.get().is_some_and(|others| others[WAYS - 2].get().shape != 0)
    }
    /// All ways that there is room for, the newest first; those not taken are at the end.
    #[inline]
    pub fn ways(&self) -> impl Iterator<Item = CacheWay> {
        let others = self.others.get().map_or(&[] as &[_], |others| &others[..]);
        std::iter::once(&self.first).chain(others).map(Cell::get)
    }
    /// The way for a receiver's shape.
    #[inline(always)]
    pub fn way_of(&self, shape: u32) -> Option<CacheWay> {
        // SAFETY: one word is read, and nothing writes meanwhile.
        let is_for = |way: &Cell<CacheWay>| unsafe { (*way.as_ptr()).shape == shape };
        if is_for(&self.first) {
            return Some(self.first.get());
        }
        self.others.get()?.iter().find(|way| is_for(way)).map(Cell::get)
    }
    /// Whether a miss is to be recorded: not at every one of a site that meets more shapes than it has ways.
    pub fn wants_more(&self) -> bool {
        if !self.is_full() {
            return true;
        }
        let misses = self.state.get().wrapping_add(1);
        self.state.set(misses);
        misses <= FEW_MISSES || misses.is_multiple_of(RETRY)
    }
}

/// The feedback of one Code.
#[repr(C)]
pub struct FeedbackVector {
    header: Header,
    /// Replaced only when no frame uses it any more.
    entries: UnsafeCell<Box<[InlineCache]>>,
}

// SAFETY: visits keys, shapes and holders.
unsafe impl Trace for FeedbackVector {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for cache in self.entries() {
            cache.key.trace(tracer);
            for way in cache.ways() {
                if way.shape != 0 {
                    tracer.visit_compressed(way.shape);
                }
                if way.next != 0 && matches!(way.way, Way::AddInline | Way::AddOverflow) {
                    tracer.visit_compressed(way.next);
                }
                Value::from_bits(way.holder | if way.holder == 0 { Value::UNDEFINED.bits() } else { 0 }).trace(tracer);
            }
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for FeedbackVector {}

impl FeedbackVector {
    pub(crate) fn new(
        agent: &mut Agent,
        template: &FunctionTemplate,
        constants: Gc<Elements>,
    ) -> JsResult<Gc<FeedbackVector>> {
        let mut entries = Vec::with_capacity(template.feedback.len());
        for kind in &template.feedback {
            let key = match kind {
                FeedbackKind::GetNamed(c)
                | FeedbackKind::SetNamed(c)
                | FeedbackKind::DefineNamed(c)
                | FeedbackKind::GetGlobal(c)
                | FeedbackKind::SetGlobal(c) => match constants.get(*c).as_string() {
                    Some(name) => agent.key_from_string(name),
                    None => agent.names.empty,
                },
                _ => agent.names.empty,
            };
            let bucket = crate::agent::epoch_bucket(key);
            entries.push(InlineCache {
                key,
                bucket,
                state: Cell::new(0),
                first: Cell::new(CacheWay::EMPTY),
                others: OnceCell::new(),
            });
        }
        // Keys are atoms; those not yet in the cell are held by the constants, which the caller holds.
        Ok(agent.alloc(FeedbackVector {
            header: Header::new(Kind::Feedback as u8),
            entries: UnsafeCell::new(entries.into()),
        }))
    }
    #[inline(always)]
    fn entries(&self) -> &[InlineCache] {
        // SAFETY: `clear` alone writes, and its caller says that nobody holds a cache.
        unsafe { &*self.entries.get() }
    }
    /// Gives the memory of all caches back at once. The code that they belong to must not be running.
    pub(crate) fn clear(&self) {
        // SAFETY: caches are used by running frames only.
        unsafe { *self.entries.get() = Box::default() };
    }
    /// The cache of a feedback slot; the verifier bounds slots in bytecode.
    #[inline(always)]
    pub fn cache(&self, slot: u32) -> &InlineCache {
        debug_assert!((slot as usize) < self.entries().len());
        // SAFETY: bytecode is verified against its own feedback table.
        unsafe { self.entries().get_unchecked(slot as usize) }
    }
    /// The first cache; the entries never move.
    pub fn caches(&self) -> *const InlineCache {
        self.entries().as_ptr()
    }
    pub fn len(&self) -> usize {
        self.entries().len()
    }
    pub fn is_empty(&self) -> bool {
        self.entries().is_empty()
    }
    /// Records a way, moving the others back.
    pub fn record(&self, cache: &InlineCache, way: CacheWay) {
        jenny_gc::write_barrier(&self.header);
        let first = cache.first.replace(way);
        if first.shape != way.shape && first.shape != 0 {
            let others = cache.others.get_or_init(|| Box::new([const { Cell::new(CacheWay::EMPTY) }; WAYS - 1]));
            for i in (1..WAYS - 1).rev() {
                others[i].set(others[i - 1].get());
            }
            others[0].set(first);
        }
    }
}

/// The holder of a way.
#[inline(always)]
pub fn holder_of(way: &CacheWay) -> Gc<Object> {
    // SAFETY: recorded from a live object, which the feedback vector keeps alive.
    unsafe { Value::from_bits(way.holder).as_gc_unchecked() }
}
