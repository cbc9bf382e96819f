//! Indexed properties: dense elements (with holes), or sparse ones with attributes.

use super::{Attributes, Object, OwnProperty};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::{JsResult, Value};
use jenny_gc::{Field, Gc, GcCell, Header, Trace, Tracer};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Dense elements: values 0..length, all writable, enumerable and configurable; EMPTY is a hole.
#[repr(C)]
pub struct Elements {
    header: Header,
    length: Cell<u32>,
    capacity: u32,
}

/// Byte offset of the first value.
pub const ELEMENTS_OFFSET: usize = std::mem::size_of::<Elements>();
/// More dense elements than this are never made at once for an index far out.
const MAX_PREALLOCATED: u32 = 1 << 22;

impl Elements {
    /// Values in use (holes included).
    #[inline(always)]
    pub fn len(&self) -> u32 {
        self.length.get()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    #[inline(always)]
    pub fn capacity(&self) -> u32 {
        self.capacity
    }
    #[inline(always)]
    fn field(&self, i: u32) -> &Field<Value> {
        debug_assert!(i < self.capacity);
        // SAFETY: `capacity` values follow the fixed part; callers check the index.
        unsafe { &*((self as *const Elements).add(1) as *const Field<Value>).add(i as usize) }
    }
    /// The value at `i`, EMPTY for a hole or past the end.
    #[inline(always)]
    pub fn get(&self, i: u32) -> Value {
        if i < self.len() { self.field(i).get() } else { Value::EMPTY }
    }
    /// Overwrites the value at `i`; past the end nothing happens.
    #[inline(always)]
    pub fn set(&self, i: u32, value: Value) {
        if i < self.len() {
            self.field(i).set(&self.header, value);
        }
    }
    /// Appends; the caller made sure of the capacity.
    #[inline(always)]
    pub(crate) fn push_within_capacity(&self, value: Value) {
        let i = self.len();
        debug_assert!(i < self.capacity);
        self.length.set(i + 1);
        self.field(i).set(&self.header, value);
    }
    /// Shortens, or lengthens with holes within the capacity.
    pub fn set_len(&self, length: u32) {
        let length = length.min(self.capacity);
        for i in self.len()..length {
            self.field(i).init(Value::EMPTY);
        }
        self.length.set(length);
    }
    /// The values. Nothing that may run JavaScript or change the elements may happen while the slice is held.
    #[inline]
    pub fn as_slice(&self) -> &[Value] {
        // SAFETY: Field<Value> is transparent over a cell of Value; `length` of them are initialised.
        unsafe { std::slice::from_raw_parts((self as *const Elements).add(1) as *const Value, self.len() as usize) }
    }
    /// Moves values within the elements (memmove); both ranges lie within the length.
    pub fn copy_within(&self, from: u32, to: u32, count: u32) {
        if from.max(to) as u64 + count as u64 > self.len() as u64 {
            return;
        }
        jenny_gc::write_barrier(&self.header);
        // SAFETY: bounds were checked; values are plain words.
        unsafe {
            let base = (self as *const Elements).add(1) as *mut Value;
            std::ptr::copy(base.add(from as usize), base.add(to as usize), count as usize);
        }
    }
}
// SAFETY: visits the values in use.
unsafe impl Trace for Elements {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for i in 0..self.len() {
            self.field(i).get().trace(tracer);
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Elements {}

/// Sparse elements: any index, any attributes; accessors hold an Accessor cell.
#[repr(C)]
pub struct SparseElements {
    header: Header,
    map: RefCell<BTreeMap<u32, OwnProperty>>,
}

impl SparseElements {
    pub fn get(&self, i: u32) -> Option<OwnProperty> {
        self.map.borrow().get(&i).copied()
    }
    pub fn insert(&self, i: u32, property: OwnProperty) {
        jenny_gc::write_barrier(&self.header);
        self.map.borrow_mut().insert(i, property);
    }
    pub fn remove(&self, i: u32) {
        self.map.borrow_mut().remove(&i);
    }
    pub fn indices(&self) -> Vec<u32> {
        self.map.borrow().keys().copied().collect()
    }
    /// The smallest index at or above `from`.
    pub fn first_at_or_above(&self, from: u32) -> Option<u32> {
        self.map.borrow().range(from..).next().map(|(i, _)| *i)
    }
    /// The largest index at or above `from`.
    pub fn last_at_or_above(&self, from: u32) -> Option<(u32, OwnProperty)> {
        self.map.borrow().range(from..).next_back().map(|(i, p)| (*i, *p))
    }
    pub fn len(&self) -> usize {
        self.map.borrow().len()
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
// SAFETY: visits all values.
unsafe impl Trace for SparseElements {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.map.borrow().values().for_each(|p| p.value.trace(tracer));
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for SparseElements {}

impl Agent {
    /// Empty dense elements with room for `capacity` values. Errors: RangeError when memory runs out.
    pub fn new_elements(&mut self, capacity: u32) -> JsResult<Gc<Elements>> {
        let header = Header::new(Kind::Elements as u8);
        let Some(cell) = self.heap.try_alloc_raw(header, ELEMENTS_OFFSET + 8 * capacity as usize) else {
            return Err(self.throw_out_of_memory());
        };
        let cell = cell.cast::<Elements>();
        // SAFETY: freshly allocated with room for `capacity` values, none of them in use.
        unsafe {
            (*cell.as_ptr()).capacity = capacity;
            Ok(Gc::from_ptr(cell))
        }
    }
    /// Dense elements holding these values.
    pub fn elements_from_slice(&mut self, values: &[Value]) -> JsResult<Gc<Elements>> {
        if values.len() > u32::MAX as usize - 1 {
            return Err(self.throw_range_error("Invalid array length"));
        }
        let elements = self.new_elements(values.len() as u32)?;
        values.iter().for_each(|v| elements.push_within_capacity(*v));
        Ok(elements)
    }
    /// Makes sure that the object's dense elements can hold `capacity` values. The object must not have sparse elements.
    pub(crate) fn reserve_elements(&mut self, object: Gc<Object>, capacity: u32) -> JsResult<Gc<Elements>> {
        let old = object.dense_elements();
        if let Some(old) = old
            && old.capacity >= capacity
        {
            return Ok(old);
        }
        let grown = match old {
            Some(old) => capacity.max(old.capacity + old.capacity / 2 + 8),
            None => capacity.max(4),
        };
        let fresh = self.new_elements(grown)?;
        if let Some(old) = old {
            old.as_slice().iter().for_each(|v| fresh.push_within_capacity(*v));
        }
        object.set_raw_elements(fresh.into());
        Ok(fresh)
    }
    /// Turns dense elements into sparse ones.
    pub(crate) fn make_sparse(&mut self, object: Gc<Object>) -> Gc<SparseElements> {
        if let Some(sparse) = object.sparse_elements() {
            return sparse;
        }
        let mut map = BTreeMap::new();
        if let Some(dense) = object.dense_elements() {
            for (i, v) in dense.as_slice().iter().enumerate() {
                if !v.is_empty() {
                    map.insert(i as u32, OwnProperty::data(*v, Attributes::ALL));
                }
            }
        }
        let sparse =
            self.heap.alloc(SparseElements { header: Header::new(Kind::SparseElements as u8), map: RefCell::new(map) });
        object.set_raw_elements(sparse.into());
        sparse
    }
    /// Adds or overwrites the element `i` with a plain data property; no checks. `length_hint`: the array's length, if it is one.
    pub(crate) fn put_element(&mut self, object: Gc<Object>, i: u32, value: Value, length_hint: u32) -> JsResult<()> {
        if let Some(sparse) = object.sparse_elements() {
            let attributes = sparse.get(i).map_or(Attributes::ALL, |p| p.attributes);
            sparse.insert(i, OwnProperty { value, attributes });
            return Ok(());
        }
        let (length, capacity) = object.dense_elements().map_or((0, 0), |e| (e.len(), e.capacity));
        if i < length {
            if let Some(e) = object.dense_elements() {
                e.set(i, value);
            }
            return Ok(());
        }
        if i >= capacity {
            let hinted = i < length_hint && length_hint <= MAX_PREALLOCATED;
            if i - length > 1024 + length / 2 && !hinted {
                self.make_sparse(object).insert(i, OwnProperty::data(value, Attributes::ALL));
                return Ok(());
            }
            self.reserve_elements(object, if hinted && i > length + 8 { length_hint } else { i + 1 })?;
        }
        if let Some(elements) = object.dense_elements() {
            elements.set_len(i);
            elements.push_within_capacity(value);
        }
        Ok(())
    }
}

impl Object {
    /// The own element `i` of an object that keeps its indexed properties in its elements.
    #[inline]
    pub(crate) fn own_element(&self, i: u32) -> Option<OwnProperty> {
        let value = match self.shifted_elements() {
            Some(shifted) => Some(shifted.get(i)),
            None => self.dense_elements().map(|dense| dense.get(i)),
        };
        if let Some(value) = value {
            return (!value.is_empty()).then_some(OwnProperty { value, attributes: Attributes::ALL });
        }
        self.sparse_elements()?.get(i)
    }
    /// Own element indices in ascending order.
    pub(crate) fn element_indices(&self) -> Vec<u32> {
        if let Some(dense) = self.dense_elements() {
            return (0..dense.len()).filter(|&i| !dense.get(i).is_empty()).collect();
        }
        self.sparse_elements().map_or_else(Vec::new, |s| s.indices())
    }
}
