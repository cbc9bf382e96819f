//! ArrayBuffer (ECMA-262 25.1). A SharedArrayBuffer is the same cell with the shared flag; its own methods live elsewhere.

pub mod backing_store;
pub mod racy;

pub use backing_store::BackingStore;

use crate::object::ObjectType;
use crate::realm::property_spec::*;
use crate::{Agent, Args, AsObject, Intrinsic, JsResult, Kind, Object, Value};
use backing_store::MAX_BYTE_LENGTH;
use jenny_gc::{Gc, GcCell, Heap, Trace, Tracer};
use std::cell::{Cell, RefCell};
use std::sync::Arc;

pub static ARRAY_BUFFER: ClassSpec =
    ClassSpec::new("ArrayBuffer", Intrinsic::ArrayBuffer, Intrinsic::ArrayBufferPrototype, array_buffer_constructor, 1)
        .statics(&[method("isView", array_buffer_is_view, 1), species()])
        .methods(&[
            getter("byteLength", array_buffer_byte_length),
            method("slice", array_buffer_slice, 2),
            getter("maxByteLength", array_buffer_max_byte_length),
            getter("resizable", array_buffer_resizable),
            method("resize", array_buffer_resize, 1),
            method("transfer", array_buffer_transfer, 0),
            method("transferToFixedLength", array_buffer_transfer_to_fixed_length, 0),
            method("sliceToImmutable", array_buffer_slice_to_immutable, 2),
            method("transferToImmutable", array_buffer_transfer_to_immutable, 0),
            getter("detached", array_buffer_detached),
            getter("immutable", array_buffer_immutable),
            to_string_tag("ArrayBuffer"),
        ]);

/// An object with [[ArrayBufferData]].
#[repr(C)]
pub struct ArrayBufferObject {
    object: Object,
    /// first byte; null when detached
    data: Cell<*mut u8>,
    /// length in bytes of an unshared buffer, 0 when detached
    length: Cell<usize>,
    store: RefCell<Option<Arc<BackingStore>>>,
    /// bytes reported to the collector
    reported: Cell<usize>,
    resizable: bool,
    shared: bool,
    immutable: bool,
}

// SAFETY: only the object part holds cells.
unsafe impl Trace for ArrayBufferObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for ArrayBufferObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for ArrayBufferObject {
    const KIND: Kind = Kind::ArrayBuffer;
}

impl Drop for ArrayBufferObject {
    fn drop(&mut self) {
        self.report(0);
    }
}

impl ArrayBufferObject {
    /// The first byte; null when detached. Valid until the buffer is detached, which any user code may do.
    #[inline(always)]
    pub fn data(&self) -> *mut u8 {
        self.data.get()
    }
    /// Length in bytes now; 0 when detached.
    #[inline(always)]
    pub fn byte_length(&self) -> usize {
        if self.shared { self.shared_length() } else { self.length.get() }
    }
    #[cold]
    fn shared_length(&self) -> usize {
        self.store.borrow().as_ref().map_or(0, |s| s.len())
    }
    /// Longest length in bytes that it may be resized to.
    pub fn max_byte_length(&self) -> usize {
        self.store.borrow().as_ref().map_or(0, |s| s.capacity())
    }
    #[inline(always)]
    pub fn is_detached(&self) -> bool {
        self.data.get().is_null()
    }
    /// IsFixedLengthArrayBuffer is the opposite.
    #[inline(always)]
    pub fn is_resizable(&self) -> bool {
        self.resizable
    }
    /// IsSharedArrayBuffer
    #[inline(always)]
    pub fn is_shared(&self) -> bool {
        self.shared
    }
    /// IsImmutableBuffer
    #[inline(always)]
    pub fn is_immutable(&self) -> bool {
        self.immutable
    }
    /// Whether this agent alone writes the bytes, and may.
    #[inline(always)]
    pub fn is_plain(&self) -> bool {
        !self.shared & !self.immutable
    }
    /// The memory itself, to be shared with another agent or handed to the host; None when detached.
    pub fn store(&self) -> Option<Arc<BackingStore>> {
        self.store.borrow().clone()
    }
    /// A copy of the bytes.
    pub fn to_vec(&self) -> Vec<u8> {
        if !self.shared {
            return self.bytes().to_vec();
        }
        let mut copy = vec![0; self.byte_length()];
        // SAFETY: so many bytes lie at `data`, and shared memory never shrinks.
        unsafe { racy::copy(self.data(), copy.as_mut_ptr(), copy.len()) };
        copy
    }
    /// The bytes. Nothing that may run JavaScript may happen while the slice is held. Of a shared buffer take `to_vec`, since
    /// other threads may write them.
    pub(crate) fn bytes(&self) -> &[u8] {
        debug_assert!(!self.shared, "others may write shared memory");
        if self.is_detached() {
            return &[];
        }
        // SAFETY: `byte_length` bytes lie at `data`, owned by the store.
        unsafe { std::slice::from_raw_parts(self.data(), self.byte_length()) }
    }
    /// The bytes, to be written; none of an immutable buffer. Nothing that may run JavaScript may happen while the slice is held, and no other slice may be.
    #[allow(clippy::mut_from_ref)]
    pub(crate) fn bytes_mut(&self) -> &mut [u8] {
        debug_assert!(!self.shared, "others may read shared memory");
        if self.is_detached() || self.immutable {
            return &mut [];
        }
        // SAFETY: as in `bytes`; the caller holds no other slice.
        unsafe { std::slice::from_raw_parts_mut(self.data(), self.byte_length()) }
    }
    /// Tells the collector how many bytes this buffer holds outside the heap.
    fn report(&self, bytes: usize) {
        let old = self.reported.replace(bytes);
        if old != bytes {
            // SAFETY: buffers whose count is not zero lie in a heap.
            let heap = unsafe { Heap::of(std::ptr::from_ref(self).cast()) };
            heap.adjust_external(bytes as isize - old as isize);
        }
    }
    /// DetachArrayBuffer (25.1.3.5); the memory goes to the caller. Shared and immutable buffers are never detached.
    pub fn detach(&self) -> Option<Arc<BackingStore>> {
        if !self.is_plain() {
            return None;
        }
        self.data.set(std::ptr::null_mut());
        self.length.set(0);
        self.report(0);
        self.store.borrow_mut().take()
    }
    /// Lengthens a growable shared buffer: false if it is longer already, or may not be that long.
    pub fn grow(&self, length: usize) -> bool {
        self.store.borrow().as_ref().is_some_and(|store| store.grow(length))
    }
    /// Sets the length of a resizable buffer; within its maximum.
    fn set_length(&self, length: usize) {
        if let Some(store) = &*self.store.borrow() {
            store.resize(length);
            self.length.set(store.len());
        }
        self.report(self.length.get());
    }
}

impl Agent {
    /// A buffer over a store. `resizable`: it may change its length (grow, if shared).
    pub fn new_array_buffer_from_store(
        &mut self,
        store: Arc<BackingStore>,
        prototype: Gc<Object>,
        resizable: bool,
        shared: bool,
    ) -> Gc<ArrayBufferObject> {
        self.alloc_array_buffer(store, prototype, resizable, shared, false)
    }
    /// An immutable ArrayBuffer of the current realm; nobody else may hold the store.
    pub fn new_immutable_array_buffer(&mut self, store: Arc<BackingStore>) -> Gc<ArrayBufferObject> {
        let prototype = self.intrinsic(Intrinsic::ArrayBufferPrototype);
        self.alloc_array_buffer(store, prototype, false, false, true)
    }
    fn alloc_array_buffer(
        &mut self,
        store: Arc<BackingStore>,
        prototype: Gc<Object>,
        resizable: bool,
        shared: bool,
        immutable: bool,
    ) -> Gc<ArrayBufferObject> {
        let shape = self.root_shape(prototype.into(), 0);
        let length = store.len();
        let buffer = self.alloc(ArrayBufferObject {
            object: Object::new(Kind::ArrayBuffer, shape),
            data: Cell::new(store.data()),
            length: Cell::new(length),
            store: RefCell::new(Some(store)),
            reported: Cell::new(0),
            resizable,
            shared,
            immutable,
        });
        buffer.report(length);
        buffer
    }
    /// An ArrayBuffer that takes over bytes. Errors: RangeError past the heap's limit.
    pub fn new_array_buffer_from_vec(&mut self, bytes: Vec<u8>) -> JsResult<Gc<ArrayBufferObject>> {
        if !self.heap.has_room(bytes.len()) {
            return Err(self.throw_range_error("Array buffer allocation failed"));
        }
        let prototype = self.intrinsic(Intrinsic::ArrayBufferPrototype);
        Ok(self.new_array_buffer_from_store(Arc::new(BackingStore::from_vec(bytes)), prototype, false, false))
    }
    /// Zeroed memory, counted against the heap's limit. Errors: RangeError.
    pub fn new_backing_store(&mut self, length: u64, max_length: Option<u64>) -> JsResult<Arc<BackingStore>> {
        let capacity = max_length.unwrap_or(length);
        if length <= MAX_BYTE_LENGTH
            && capacity <= MAX_BYTE_LENGTH
            && self.heap.has_room(length as usize)
            && let Some(store) = BackingStore::new(length as usize, capacity as usize)
        {
            return Ok(Arc::new(store));
        }
        Err(self.throw_range_error("Array buffer allocation failed"))
    }
}

/// AllocateArrayBuffer (25.1.3.1) for a constructor; `max_length` makes it resizable. Errors: RangeError.
pub fn allocate_array_buffer(
    agent: &mut Agent,
    constructor: Value,
    length: u64,
    max_length: Option<u64>,
) -> JsResult<Gc<ArrayBufferObject>> {
    allocate_with_prototype(agent, constructor, Intrinsic::ArrayBufferPrototype, length, max_length)
}

/// As `allocate_array_buffer`; with the prototype of SharedArrayBuffer it is AllocateSharedArrayBuffer (25.2.1.1).
pub fn allocate_with_prototype(
    agent: &mut Agent,
    constructor: Value,
    default: Intrinsic,
    length: u64,
    max_length: Option<u64>,
) -> JsResult<Gc<ArrayBufferObject>> {
    if max_length.is_some_and(|max| length > max) {
        return Err(agent.throw_range_error("Invalid array buffer max length"));
    }
    let prototype = agent.get_prototype_from_constructor(constructor, default)?;
    let store = agent.new_backing_store(length, max_length)?;
    let shared = default == Intrinsic::SharedArrayBufferPrototype;
    Ok(agent.new_array_buffer_from_store(store, prototype, max_length.is_some(), shared))
}

/// An ordinary ArrayBuffer of zero bytes in the current realm. Errors: RangeError.
pub fn new_array_buffer(agent: &mut Agent, length: u64) -> JsResult<Gc<ArrayBufferObject>> {
    allocate_array_buffer(agent, Value::UNDEFINED, length, None)
}

/// GetArrayBufferMaxByteLengthOption (25.1.3.7)
pub fn max_byte_length_option(agent: &mut Agent, options: Value) -> JsResult<Option<u64>> {
    let Some(options) = options.as_object() else { return Ok(None) };
    let max = options.get_str(agent, "maxByteLength")?;
    if max.is_undefined() {
        return Ok(None);
    }
    Ok(Some(to_index(agent, max, "Invalid array buffer max length")?))
}

/// ToIndex with a message of the caller's.
pub fn to_index(agent: &mut Agent, value: Value, message: &str) -> JsResult<u64> {
    let n = value.to_integer_or_infinity(agent)?;
    if !(0.0..=9007199254740991.0).contains(&n) {
        return Err(agent.throw_range_error(message));
    }
    Ok(n as u64)
}

/// 25.1.4.1
fn array_buffer_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    if args.new_target().is_undefined() {
        return Err(agent.throw_requires_new("ArrayBuffer"));
    }
    let length = to_index(agent, args.get(0), "Invalid array buffer length")?;
    let max = max_byte_length_option(agent, args.get(1))?;
    Ok(allocate_array_buffer(agent, args.new_target(), length, max)?.into())
}

/// 25.1.5.1
fn array_buffer_is_view(_: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    Ok(Value::bool(args.get(0).is_kind(Kind::TypedArray) || args.get(0).is_kind(Kind::DataView)))
}

/// The receiver, which must be an ArrayBuffer that is not shared.
fn this_buffer(agent: &mut Agent, this: Value, name: &str) -> JsResult<Gc<ArrayBufferObject>> {
    match this.as_kind::<ArrayBufferObject>() {
        Some(buffer) if !buffer.is_shared() => Ok(buffer),
        _ => Err(agent.throw_incompatible_receiver(&format!("ArrayBuffer.prototype.{name}"), this)),
    }
}

fn check_attached(agent: &mut Agent, buffer: Gc<ArrayBufferObject>, name: &str) -> JsResult<()> {
    if buffer.is_detached() {
        let message = format!("Cannot perform ArrayBuffer.prototype.{name} on a detached ArrayBuffer");
        return Err(agent.throw_type_error(message));
    }
    Ok(())
}

/// 25.1.6.1
fn array_buffer_byte_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::from(this_buffer(agent, this, "byteLength")?.byte_length()))
}
/// 25.1.6.3
fn array_buffer_detached(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::bool(this_buffer(agent, this, "detached")?.is_detached()))
}
/// get ArrayBuffer.prototype.immutable
fn array_buffer_immutable(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::bool(this_buffer(agent, this, "immutable")?.is_immutable()))
}
/// 25.1.6.4
fn array_buffer_max_byte_length(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "maxByteLength")?;
    Ok(Value::from(if buffer.is_resizable() { buffer.max_byte_length() } else { buffer.byte_length() }))
}
/// 25.1.6.5
fn array_buffer_resizable(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    Ok(Value::bool(this_buffer(agent, this, "resizable")?.is_resizable()))
}

/// 25.1.6.6
fn array_buffer_resize(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "resize")?;
    if !buffer.is_resizable() {
        return Err(agent.throw_incompatible_receiver("ArrayBuffer.prototype.resize", this));
    }
    let length = to_index(agent, args.get(0), "Invalid array buffer length")?;
    check_attached(agent, buffer, "resize")?;
    if length > buffer.max_byte_length() as u64 {
        return Err(agent.throw_range_error("ArrayBuffer.prototype.resize: Invalid length parameter"));
    }
    let more = (length as usize).saturating_sub(buffer.byte_length());
    if more > 0 && !agent.heap.has_room(more) {
        return Err(agent.throw_range_error("ArrayBuffer.prototype.resize: Invalid length parameter"));
    }
    buffer.set_length(length as usize);
    Ok(Value::UNDEFINED)
}

/// A relative position argument within 0..=length; undefined is `default`.
pub fn relative_position(agent: &mut Agent, value: Value, length: usize, default: usize) -> JsResult<usize> {
    if value.is_undefined() {
        return Ok(default);
    }
    let n = value.to_integer_or_infinity(agent)?;
    let length = length as f64;
    Ok(if n < 0.0 { (length + n).max(0.0) } else { n.min(length) } as usize)
}

/// 25.1.6.7
fn array_buffer_slice(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "slice")?;
    check_attached(agent, buffer, "slice")?;
    let length = buffer.byte_length();
    let first = relative_position(agent, args.get(0), length, 0)?;
    let last = relative_position(agent, args.get(1), length, length)?;
    let new_length = last.saturating_sub(first);
    let default = agent.intrinsic(Intrinsic::ArrayBuffer);
    let constructor = buffer.as_object().species_constructor(agent, default)?;
    let made = agent.construct(constructor, &[Value::from(new_length)], constructor)?;
    let new = this_buffer(agent, made.into(), "slice")?;
    check_attached(agent, new, "slice")?;
    if new.is_immutable() {
        return Err(throw_immutable(agent, "ArrayBuffer.prototype.slice"));
    }
    if new == buffer {
        return Err(agent.throw_type_error("ArrayBuffer subclass returned this from species constructor"));
    }
    if new.byte_length() < new_length {
        return Err(agent.throw_type_error("Species constructor returned a too small ArrayBuffer"));
    }
    check_attached(agent, buffer, "slice")?;
    let current = buffer.byte_length();
    if first < current {
        let count = new_length.min(current - first);
        new.bytes_mut()[..count].copy_from_slice(&buffer.bytes()[first..first + count]);
    }
    Ok(made.into())
}

/// ArrayBuffer.prototype.sliceToImmutable
fn array_buffer_slice_to_immutable(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, "sliceToImmutable")?;
    check_attached(agent, buffer, "sliceToImmutable")?;
    let length = buffer.byte_length();
    let first = relative_position(agent, args.get(0), length, 0)?;
    let last = relative_position(agent, args.get(1), length, length)?;
    check_attached(agent, buffer, "sliceToImmutable")?;
    if buffer.byte_length() < last {
        return Err(agent.throw_range_error("The ArrayBuffer became too short"));
    }
    let count = last.saturating_sub(first);
    if !agent.heap.has_room(count) {
        return Err(agent.throw_range_error("Array buffer allocation failed"));
    }
    let bytes = if count > 0 { buffer.bytes()[first..last].to_vec() } else { Vec::new() };
    Ok(agent.new_immutable_array_buffer(Arc::new(BackingStore::from_vec(bytes))).into())
}

/// "Cannot perform X on an immutable ArrayBuffer"
pub fn throw_immutable(agent: &mut Agent, what: &str) -> crate::Throw {
    agent.throw_type_error(format!("Cannot perform {what} on an immutable ArrayBuffer"))
}

/// What becomes of the bytes of a buffer that is detached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Preserve {
    Resizability,
    FixedLength,
    Immutable,
}

/// ArrayBufferCopyAndDetach (25.1.3.4)
fn copy_and_detach(agent: &mut Agent, this: Value, args: Args, name: &str, preserve: Preserve) -> JsResult<Value> {
    let buffer = this_buffer(agent, this, name)?;
    let length = match args.get(0) {
        Value::UNDEFINED => buffer.byte_length() as u64,
        length => to_index(agent, length, "Invalid array buffer length")?,
    };
    check_attached(agent, buffer, name)?;
    if buffer.is_immutable() {
        return Err(throw_immutable(agent, &format!("ArrayBuffer.prototype.{name}")));
    }
    let max = (preserve == Preserve::Resizability && buffer.is_resizable()).then(|| buffer.max_byte_length() as u64);
    if max.is_some_and(|max| length > max) {
        return Err(agent.throw_range_error("Invalid array buffer length"));
    }
    let prototype = agent.intrinsic(Intrinsic::ArrayBufferPrototype);
    // The same memory serves where neither its length nor its room changes.
    if length as usize == buffer.byte_length()
        && max.is_some() == buffer.is_resizable()
        && let Some(store) = buffer.detach()
    {
        if preserve == Preserve::Immutable {
            return Ok(agent.new_immutable_array_buffer(store).into());
        }
        return Ok(agent.new_array_buffer_from_store(store, prototype, max.is_some(), false).into());
    }
    let store = agent.new_backing_store(length, max)?;
    let new = agent.new_array_buffer_from_store(store, prototype, max.is_some(), false);
    let count = new.byte_length().min(buffer.byte_length());
    new.bytes_mut()[..count].copy_from_slice(&buffer.bytes()[..count]);
    buffer.detach();
    if preserve == Preserve::Immutable
        && let Some(store) = new.detach()
    {
        return Ok(agent.new_immutable_array_buffer(store).into());
    }
    Ok(new.into())
}

/// 25.1.6.8
fn array_buffer_transfer(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    copy_and_detach(agent, this, args, "transfer", Preserve::Resizability)
}
/// 25.1.6.9
fn array_buffer_transfer_to_fixed_length(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    copy_and_detach(agent, this, args, "transferToFixedLength", Preserve::FixedLength)
}
/// ArrayBuffer.prototype.transferToImmutable
fn array_buffer_transfer_to_immutable(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    copy_and_detach(agent, this, args, "transferToImmutable", Preserve::Immutable)
}
