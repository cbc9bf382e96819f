//! JsString (flat, rope, slice), Symbol, PropertyKey, atoms and the table of common names.

pub mod atoms;
pub mod builder;
mod concat;
pub mod key;
pub mod names;
mod symbol;

pub use builder::StringBuilder;
pub use key::{KeyList, PropertyKey};
pub use symbol::{Symbol, WellKnownSymbol};

use crate::agent::Agent;
use crate::kind::Kind;
use crate::{JsResult, Throw};
use jenny_bytecode::Text;
use jenny_gc::{Gc, GcCell, Header, Trace, Tracer};
use smallvec::SmallVec;
use std::cell::Cell;

/// Longest string, in code units, as V8's.
pub const MAX_LENGTH: usize = (1 << 29) - 24;
/// Shortest substring that makes a slice rather than a copy.
const MIN_SLICE: usize = 32;

const LATIN1: u16 = 1;
const ROPE: u16 = 2;
const SLICE: u16 = 4;
const ATOM: u16 = 8;
/// A text that grows from at least this many units gets room to grow.
const MIN_GROWING: usize = 256;
/// Bytes of text for which there is always room, as for other small cells: names and messages.
const SHORT: usize = 64;
/// An atom whose text is a canonical array index is no property key; the key is the index.
const FLAT_OFFSET: usize = 16;

/// A String value. Flat: the code units follow the 16 bytes below. Rope: two cells follow. Slice: the base cell and the
/// address of the first unit follow. A rope that was flattened becomes a slice of the flat string.
#[repr(C)]
pub struct JsString {
    /// flags: encoding and form; aux: the hash, 0 before it is computed
    header: Header,
    length: u32,
    /// a buffer that texts grow in (see `flatten_slow`): units that it has room for, `length` being those in use; else 0
    capacity: u32,
}

/// The code units of a flat string.
#[derive(Clone, Copy, Debug)]
pub enum StringView<'a> {
    /// Every unit below 256.
    Latin1(&'a [u8]),
    /// UTF-16.
    Utf16(&'a [u16]),
}

impl<'a> StringView<'a> {
    pub fn len(&self) -> usize {
        match self {
            StringView::Latin1(b) => b.len(),
            StringView::Utf16(u) => u.len(),
        }
    }
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Code unit at `i`; panics past the end.
    #[inline(always)]
    pub fn at(&self, i: usize) -> u16 {
        match self {
            StringView::Latin1(b) => b[i] as u16,
            StringView::Utf16(u) => u[i],
        }
    }
    pub fn slice(&self, from: usize, to: usize) -> StringView<'a> {
        match self {
            StringView::Latin1(b) => StringView::Latin1(&b[from..to]),
            StringView::Utf16(u) => StringView::Utf16(&u[from..to]),
        }
    }
    pub fn to_utf16(&self) -> Vec<u16> {
        match self {
            StringView::Latin1(b) => b.iter().map(|&c| c as u16).collect(),
            StringView::Utf16(u) => u.to_vec(),
        }
    }
    /// Lone surrogates become U+FFFD.
    pub fn to_rust_string(&self) -> String {
        match self {
            StringView::Latin1(b) => match std::str::from_utf8(b) {
                Ok(text) if text.is_ascii() => text.to_owned(),
                _ => b.iter().map(|&c| c as char).collect(),
            },
            StringView::Utf16(u) => String::from_utf16_lossy(u),
        }
    }
    pub fn iter(&self) -> impl Iterator<Item = u16> + 'a {
        let view = *self;
        (0..view.len()).map(move |i| view.at(i))
    }
    /// The code point at `i` and how many units it takes (1 for a lone surrogate).
    pub fn code_point_at(&self, i: usize) -> (u32, usize) {
        let first = self.at(i) as u32;
        if (0xd800..0xdc00).contains(&first) && i + 1 < self.len() {
            let second = self.at(i + 1) as u32;
            if (0xdc00..0xe000).contains(&second) {
                return (0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), 2);
            }
        }
        (first, 1)
    }
    /// Same units, whatever the encoding.
    pub fn equals(&self, other: &StringView<'_>) -> bool {
        match (self, other) {
            (StringView::Latin1(a), StringView::Latin1(b)) => a == b,
            (StringView::Utf16(a), StringView::Utf16(b)) => a == b,
            _ => self.len() == other.len() && self.iter().eq(other.iter()),
        }
    }
    /// Order by code units.
    pub fn compare(&self, other: &StringView<'_>) -> std::cmp::Ordering {
        match (self, other) {
            (StringView::Latin1(a), StringView::Latin1(b)) => a.cmp(b),
            (StringView::Utf16(a), StringView::Utf16(b)) => a.cmp(b),
            _ => self.iter().cmp(other.iter()),
        }
    }
    /// Hash of the units, equal for equal text in either encoding; never 0.
    pub fn hash(&self) -> u32 {
        #[inline(always)]
        fn mix(h: u32, c: u32) -> u32 {
            (h.rotate_left(5) ^ c).wrapping_mul(0x9E37_79B1)
        }
        let mut h = 0x811c_9dc5u32;
        match self {
            StringView::Latin1(b) => b.iter().for_each(|&c| h = mix(h, c as u32)),
            StringView::Utf16(u) => u.iter().for_each(|&c| h = mix(h, c as u32)),
        }
        (h ^ (h >> 15)).max(1)
    }
}

impl JsString {
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length as usize
    }
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
    #[inline(always)]
    pub fn is_latin1(&self) -> bool {
        self.header.flags.get() & LATIN1 != 0
    }
    #[inline(always)]
    pub fn is_atom(&self) -> bool {
        self.header.flags.get() & ATOM != 0
    }
    pub(crate) fn mark_atom(&self) {
        self.header.flags.set(self.header.flags.get() | ATOM);
    }
    /// Bytes of a flat cell with this text.
    fn flat_size(&self) -> usize {
        FLAT_OFFSET + self.len() * if self.is_latin1() { 1 } else { 2 }
    }
    /// Writes a flat copy of an atom.
    ///
    /// # Safety
    /// There are `flat_size` bytes at `cell`, aligned to 16, which live as long as the result is used.
    unsafe fn write_atom(&self, cell: *mut u8) -> Gc<JsString> {
        let header = flat_header(self.is_latin1());
        header.flags.set(header.flags.get() | ATOM);
        header.aux.set(self.hash());
        // SAFETY: as the caller says.
        unsafe {
            cell.cast::<JsString>().write(JsString { header, length: self.length, capacity: 0 });
            let units = cell.add(FLAT_OFFSET);
            match self.view() {
                StringView::Latin1(b) => std::ptr::copy_nonoverlapping(b.as_ptr(), units, b.len()),
                StringView::Utf16(u) => std::ptr::copy_nonoverlapping(u.as_ptr(), units.cast(), u.len()),
            }
            Gc::from_ptr(std::ptr::NonNull::new_unchecked(cell.cast()))
        }
    }
    #[inline(always)]
    pub fn is_rope(&self) -> bool {
        self.header.flags.get() & ROPE != 0
    }
    #[inline(always)]
    fn word(&self, i: usize) -> &Cell<u64> {
        // SAFETY: ropes and slices are allocated with two words after the fixed part; only they call this.
        unsafe { &*((self as *const JsString as *const u8).add(FLAT_OFFSET + 8 * i) as *const Cell<u64>) }
    }
    fn child(&self, i: usize) -> Gc<JsString> {
        // SAFETY: words of a rope (and word 0 of a slice) hold live string cells.
        unsafe { Gc::from_ptr(std::ptr::NonNull::new_unchecked(self.word(i).get() as *mut JsString)) }
    }
    #[inline(always)]
    fn data(&self) -> *const u8 {
        if self.header.flags.get() & SLICE != 0 {
            self.word(1).get() as *const u8
        } else {
            // SAFETY: stays within the cell.
            unsafe { (self as *const JsString as *const u8).add(FLAT_OFFSET) }
        }
    }
    /// The units; flattens a rope first.
    #[inline(always)]
    pub fn view(&self) -> StringView<'_> {
        if self.is_rope() {
            self.flatten_slow();
        }
        self.flat_view()
    }
    #[inline(always)]
    fn flat_view(&self) -> StringView<'_> {
        // SAFETY: data() is the address of `length` units of that encoding inside a cell that self keeps alive.
        unsafe {
            if self.is_latin1() {
                StringView::Latin1(std::slice::from_raw_parts(self.data(), self.len()))
            } else {
                StringView::Utf16(std::slice::from_raw_parts(self.data() as *const u16, self.len()))
            }
        }
    }
    /// Makes a rope a slice of a flat string, iteratively (ropes can be a million deep).
    ///
    /// A program that appends to a text and looks at it in turn makes ropes whose first part is the text of before. Such a
    /// text is given room at its end, and is grown in place: otherwise each look would copy all of it. The texts of before
    /// stay slices of the same buffer. Buffers are reached through slices only.
    #[cold]
    #[inline(never)]
    fn flatten_slow(&self) {
        let latin1 = self.is_latin1();
        let first = self.first_leaf();
        let grown = first.buffer_begun().filter(|_| first.is_latin1() == latin1);
        // SAFETY: the buffer is a flat string in which no unit past `length` is part of any text.
        unsafe {
            if let Some(buffer) = grown
                && (*buffer.as_ptr()).capacity >= self.length
            {
                let out = (buffer.as_ptr() as *mut u8).add(FLAT_OFFSET);
                self.write_leaves(out, latin1, true);
                (*buffer.as_ptr()).length = self.length;
                return self.become_slice(buffer, out);
            }
            let grows = grown.is_some() && self.len() >= MIN_GROWING && first.len() >= self.len() / 2;
            let capacity = if grows { (2 * self.len()).min(MAX_LENGTH) } else { self.len() };
            // Strings exist in a heap only.
            let heap = jenny_gc::Heap::of(self as *const JsString as *const u8);
            let size = FLAT_OFFSET + capacity * if latin1 { 1 } else { 2 };
            let (flat, out) = begin_flat(heap.alloc_raw(flat_header(latin1), size), self.len());
            (*flat.as_ptr()).capacity = if grows { capacity as u32 } else { 0 };
            self.write_leaves(out, latin1, false);
            self.become_slice(flat, out);
        }
    }
    fn become_slice(&self, base: Gc<JsString>, data: *mut u8) {
        jenny_gc::write_barrier(&self.header);
        self.word(0).set(base.as_ptr() as u64);
        self.word(1).set(data as u64);
        self.header.flags.set(self.header.flags.get() & !ROPE | SLICE);
    }
    /// The leftmost part of a rope.
    fn first_leaf(&self) -> &JsString {
        let mut node = self;
        while node.is_rope() {
            // SAFETY: the words of a rope are the addresses of live strings, which it keeps alive.
            node = unsafe { &*node.child(0).as_ptr() };
        }
        node
    }
    /// The flat string that this one is a slice of, if it is all that is in use of it.
    fn buffer_begun(&self) -> Option<Gc<JsString>> {
        if self.header.flags.get() & SLICE == 0 {
            return None;
        }
        let base = self.child(0);
        // SAFETY: the base is a live flat string.
        let (start, length) = unsafe { ((base.as_ptr() as *const u8).add(FLAT_OFFSET), (*base.as_ptr()).length) };
        (self.data() == start && self.length == length).then_some(base)
    }
    /// Writes the parts of a rope one after the other; `skip_first`: the leftmost is there already.
    ///
    /// # Safety
    /// There is room for the rope's units at `out`, in that encoding, and nobody looks at them.
    unsafe fn write_leaves(&self, out: *mut u8, latin1: bool, skip_first: bool) {
        // Right to left: the pending left sides are usually one deep chain, so the stack stays short.
        let mut end = self.len();
        let mut pending: SmallVec<[*const JsString; 8]> = smallvec::smallvec![self as *const JsString];
        while let Some(node) = pending.pop() {
            // SAFETY: parts of a live rope; its leaves have self.len() units in all, and each is written once.
            unsafe {
                let node = &*node;
                if node.is_rope() {
                    pending.push(node.child(0).as_ptr());
                    pending.push(node.child(1).as_ptr());
                    continue;
                }
                end -= node.len();
                if skip_first && pending.is_empty() {
                    return;
                }
                match node.flat_view() {
                    StringView::Latin1(b) if latin1 => std::ptr::copy_nonoverlapping(b.as_ptr(), out.add(end), b.len()),
                    StringView::Latin1(b) => {
                        let target = (out as *mut u16).add(end);
                        for (i, &c) in b.iter().enumerate() {
                            *target.add(i) = c as u16;
                        }
                    }
                    StringView::Utf16(u) => {
                        std::ptr::copy_nonoverlapping(u.as_ptr(), (out as *mut u16).add(end), u.len())
                    }
                }
            }
        }
    }
    /// Hash of the text; never 0.
    #[inline(always)]
    pub fn hash(&self) -> u32 {
        let h = self.header.aux.get();
        if h != 0 { h } else { self.hash_slow() }
    }
    #[cold]
    fn hash_slow(&self) -> u32 {
        let h = self.view().hash();
        self.header.aux.set(h);
        h
    }
    /// Code unit at `i`; panics past the end.
    #[inline(always)]
    pub fn at(&self, i: usize) -> u16 {
        self.view().at(i)
    }
    pub fn equals(&self, other: &JsString) -> bool {
        std::ptr::eq(self, other)
            || (self.length == other.length
                && !(self.is_atom() && other.is_atom())
                && if self.is_rope() || other.is_rope() {
                    self.equals_rope(other)
                } else {
                    self.flat_view().equals(&other.flat_view())
                })
    }
    /// Comparison where one side is a rope. It must not allocate in the heap, since the interpreter compares without telling
    /// the collector where it stands.
    #[cold]
    fn equals_rope(&self, other: &JsString) -> bool {
        let (a, b) = (self.leaves(), other.leaves());
        let (mut i, mut j) = (0, 0);
        let (mut a_from, mut b_from) = (0, 0);
        while i < a.len() && j < b.len() {
            let count = (a[i].len() - a_from).min(b[j].len() - b_from);
            if !a[i].slice(a_from, a_from + count).equals(&b[j].slice(b_from, b_from + count)) {
                return false;
            }
            a_from += count;
            b_from += count;
            if a_from == a[i].len() {
                (i, a_from) = (i + 1, 0);
            }
            if b_from == b[j].len() {
                (j, b_from) = (j + 1, 0);
            }
        }
        true
    }
    /// The flat pieces of a string, first to last.
    fn leaves(&self) -> Vec<StringView<'_>> {
        let mut leaves = Vec::new();
        let mut pending: Vec<&JsString> = vec![self];
        while let Some(node) = pending.pop() {
            if node.is_rope() {
                // SAFETY: the words of a rope are the addresses of live strings, which it keeps alive.
                unsafe {
                    pending.push(&*node.child(0).as_ptr());
                    pending.push(&*node.child(1).as_ptr());
                }
            } else if !node.is_empty() {
                leaves.push(node.flat_view());
            }
        }
        leaves.reverse();
        leaves
    }
    /// Lone surrogates become U+FFFD.
    pub fn to_rust_string(&self) -> String {
        self.view().to_rust_string()
    }
    pub fn to_utf16(&self) -> Vec<u16> {
        self.view().to_utf16()
    }
    /// Whether the text is this ASCII/Latin-1 literal.
    pub fn is_text(&self, text: &str) -> bool {
        match self.view() {
            StringView::Latin1(b) if text.is_ascii() => b == text.as_bytes(),
            view => view.iter().eq(text.encode_utf16()),
        }
    }
    /// The canonical array index that the text spells (0..=2^32-2).
    pub fn as_array_index(&self) -> Option<u32> {
        if self.length == 0 || self.length > 10 {
            return None;
        }
        let view = self.view();
        let first = view.at(0);
        if !(0x30..=0x39).contains(&first) || (first == 0x30 && self.length > 1) {
            return None;
        }
        let mut n = 0u64;
        for c in view.iter() {
            if !(0x30..=0x39).contains(&c) {
                return None;
            }
            n = n * 10 + (c - 0x30) as u64;
        }
        (n < u32::MAX as u64).then_some(n as u32)
    }
}

// SAFETY: visits the cells that ropes and slices point at; a flat string has none.
unsafe impl Trace for JsString {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        let flags = self.header.flags.get();
        if flags & ROPE != 0 {
            tracer.visit(self.child(0));
            tracer.visit(self.child(1));
        } else if flags & SLICE != 0 {
            tracer.visit(self.child(0));
        }
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for JsString {}

fn flat_header(latin1: bool) -> Header {
    let header = Header::new(Kind::String as u8);
    if latin1 {
        header.flags.set(LATIN1);
    }
    header
}

/// Makes a fresh cell a flat string of `length` units: the string, and where its units are to be written.
///
/// # Safety
/// The cell has a header of `flat_header` and room for the units.
unsafe fn begin_flat(cell: std::ptr::NonNull<u8>, length: usize) -> (Gc<JsString>, *mut u8) {
    let cell = cell.cast::<JsString>();
    // SAFETY: as the caller says.
    unsafe {
        (*cell.as_ptr()).length = length as u32;
        (Gc::from_ptr(cell), cell.as_ptr().cast::<u8>().add(FLAT_OFFSET))
    }
}

fn latin1_of(units: &[u16]) -> bool {
    units.iter().all(|&u| u < 256)
}

impl Agent {
    /// A flat string cell with uninitialised (zeroed) units; `fill` writes them. Errors: RangeError past MAX_LENGTH or memory.
    fn alloc_flat(&mut self, length: usize, latin1: bool) -> JsResult<(Gc<JsString>, *mut u8)> {
        if length > MAX_LENGTH {
            return Err(self.throw_range_error("Invalid string length"));
        }
        let size = FLAT_OFFSET + length * if latin1 { 1 } else { 2 };
        let Some(cell) = self.heap.try_alloc_raw(flat_header(latin1), size) else {
            return Err(self.throw_out_of_memory());
        };
        // SAFETY: freshly allocated with `size` bytes.
        Ok(unsafe { begin_flat(cell, length) })
    }
    /// A string of Latin-1 units.
    pub fn try_string_from_latin1(&mut self, bytes: &[u8]) -> JsResult<Gc<JsString>> {
        match bytes {
            [] => return Ok(self.names.empty_string()),
            [c] => return Ok(self.single_unit_string(*c as u16)),
            _ => {}
        }
        let (string, data) = self.alloc_flat(bytes.len(), true)?;
        // SAFETY: room for bytes.len() units.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), data, bytes.len()) };
        Ok(string)
    }
    /// A string of UTF-16 units; stored as Latin-1 where it fits.
    pub fn try_string_from_utf16(&mut self, units: &[u16]) -> JsResult<Gc<JsString>> {
        match units {
            [] => return Ok(self.names.empty_string()),
            [c] => return Ok(self.single_unit_string(*c)),
            _ => {}
        }
        let latin1 = latin1_of(units);
        let (string, data) = self.alloc_flat(units.len(), latin1)?;
        // SAFETY: room for units.len() units of that encoding.
        unsafe {
            if latin1 {
                for (i, &u) in units.iter().enumerate() {
                    *data.add(i) = u as u8;
                }
            } else {
                std::ptr::copy_nonoverlapping(units.as_ptr(), data as *mut u16, units.len());
            }
        }
        Ok(string)
    }
    /// A string from UTF-8 text.
    pub fn try_string(&mut self, text: &str) -> JsResult<Gc<JsString>> {
        if text.is_ascii() {
            return self.try_string_from_latin1(text.as_bytes());
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        self.try_string_from_utf16(&units)
    }
    /// A string from short UTF-8 text (names, messages, numbers): cannot fail.
    pub fn string(&mut self, text: &str) -> Gc<JsString> {
        if (2..=SHORT).contains(&text.len()) && text.is_ascii() {
            let cell = self.heap.alloc_raw(flat_header(true), FLAT_OFFSET + text.len());
            // SAFETY: freshly allocated with room for that many units.
            return unsafe {
                let (string, units) = begin_flat(cell, text.len());
                std::ptr::copy_nonoverlapping(text.as_ptr(), units, text.len());
                string
            };
        }
        match self.try_string(text) {
            Ok(s) => s,
            Err(Throw(())) => self.names.empty_string(),
        }
    }
    /// A string value from short UTF-8 text.
    pub fn string_value(&mut self, text: &str) -> crate::Value {
        self.string(text).into()
    }
    /// A string from text of the compiler's. Errors: RangeError for lack of memory.
    pub fn try_string_from_text(&mut self, text: &Text) -> JsResult<Gc<JsString>> {
        match text {
            Text::Latin1(b) => self.try_string_from_latin1(b),
            Text::Utf16(u) => self.try_string_from_utf16(u),
        }
    }
    /// A string from a compiled constant.
    pub fn string_from_text(&mut self, text: &Text) -> Gc<JsString> {
        self.try_string_from_text(text).unwrap_or_else(|_| self.names.empty_string())
    }
    /// A string from a view of another (a copy).
    pub fn string_from_view(&mut self, view: StringView<'_>) -> JsResult<Gc<JsString>> {
        match view {
            StringView::Latin1(b) => self.try_string_from_latin1(b),
            StringView::Utf16(u) => self.try_string_from_utf16(u),
        }
    }
    /// The one-unit string; cached for Latin-1.
    pub fn single_unit_string(&mut self, unit: u16) -> Gc<JsString> {
        if let Some(&s) = self.single_units.get(unit as usize) {
            return s;
        }
        let header = Header::new(Kind::String as u8);
        let cell = self.heap.alloc_raw(header, FLAT_OFFSET + 2).cast::<JsString>();
        // SAFETY: freshly allocated with room for one unit.
        unsafe {
            (*cell.as_ptr()).length = 1;
            *((cell.as_ptr() as *mut u8).add(FLAT_OFFSET) as *mut u16) = unit;
            Gc::from_ptr(cell)
        }
    }
    /// Made at start-up, before the cache exists.
    pub(crate) fn alloc_latin1_unit(heap: &jenny_gc::Heap, bytes: &[u8]) -> Gc<JsString> {
        let header = Header::new(Kind::String as u8);
        header.flags.set(LATIN1);
        let cell = heap.alloc_raw(header, FLAT_OFFSET + bytes.len()).cast::<JsString>();
        // SAFETY: freshly allocated with room for the bytes.
        unsafe {
            (*cell.as_ptr()).length = bytes.len() as u32;
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), (cell.as_ptr() as *mut u8).add(FLAT_OFFSET), bytes.len());
            Gc::from_ptr(cell)
        }
    }
    /// Units from..to of a string; shares the text where it is long.
    pub fn substring(&mut self, s: Gc<JsString>, from: usize, to: usize) -> Gc<JsString> {
        debug_assert!(from <= to && to <= s.len());
        let length = to - from;
        if length == s.len() {
            return s;
        }
        if length == 0 {
            return self.names.empty_string();
        }
        let view = s.view();
        if length == 1 {
            let unit = view.at(from);
            return self.single_unit_string(unit);
        }
        if length < MIN_SLICE {
            return match self.string_from_view(view.slice(from, to)) {
                Ok(s) => s,
                Err(_) => self.names.empty_string(),
            };
        }
        let header = Header::new(Kind::String as u8);
        header.flags.set(SLICE | if s.is_latin1() { LATIN1 } else { 0 });
        let base = if s.header.flags.get() & SLICE != 0 { s.child(0) } else { s };
        // SAFETY: the data lies in `base`, which never moves.
        let data = unsafe { s.data().add(from * if s.is_latin1() { 1 } else { 2 }) };
        self.alloc_two_words(header, length, base.addr() as u64, data as u64)
    }
}
