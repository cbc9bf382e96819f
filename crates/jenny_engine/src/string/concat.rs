//! Concatenation: copies of short texts, ropes of long ones, and texts that grow at their end.
//!
//! A text that a program puts together piece by piece would be a rope as deep as there are pieces, each a cell that lives as
//! long as the text. Once a rope is long and is seen to have grown so, it becomes a slice of a buffer with room at its end
//! (see `JsString::flatten_slow`), and what is appended goes there at once.

use super::{FLAT_OFFSET, JsString, LATIN1, MAX_LENGTH, ROPE, SLICE, StringView, begin_flat, flat_header};
use crate::agent::Agent;
use crate::kind::Kind;
use crate::{JsResult, Value};
use jenny_gc::{Gc, Header};
use jenny_text::number::NumberBuffer;

/// Shortest concatenation that makes a rope rather than a copy.
const MIN_ROPE: usize = 24;
/// Longest text of several parts that is copied at once.
const MAX_COPY: usize = 128;
/// Shortest rope that is asked whether it grew by appending.
const MIN_APPENDED: usize = 512;
/// So many short parts at its end tell that a rope grew by appending.
const APPENDED_PARTS: usize = 8;
/// Units of a text that is given less room.
const MANY: usize = 1 << 20;

/// Copies units to `target`, widening them if that is a text of UTF-16.
///
/// # Safety
/// There is room for the units, in that encoding; a text of Latin-1 gets units of Latin-1 only.
unsafe fn write_units(target: *mut u8, at: usize, view: StringView<'_>, latin1: bool) {
    // SAFETY: as the caller says.
    unsafe {
        match view {
            StringView::Latin1(s) if latin1 => std::ptr::copy_nonoverlapping(s.as_ptr(), target.add(at), s.len()),
            StringView::Utf16(s) => std::ptr::copy_nonoverlapping(s.as_ptr(), target.cast::<u16>().add(at), s.len()),
            StringView::Latin1(s) => {
                for (i, &c) in s.iter().enumerate() {
                    *target.cast::<u16>().add(at + i) = c as u16;
                }
            }
        }
    }
}

impl JsString {
    /// Whether this is a rope that grew by appending short texts.
    fn is_appended(&self) -> bool {
        let mut node = self;
        for _ in 0..APPENDED_PARTS {
            if !node.is_rope() {
                return false;
            }
            // SAFETY: the words of a rope are the addresses of live strings, which it keeps alive.
            let (left, right) = unsafe { (&*node.child(0).as_ptr(), &*node.child(1).as_ptr()) };
            if right.len() > left.len() / 2 {
                return false;
            }
            node = left;
        }
        true
    }
}

impl Agent {
    /// a + b. Errors: RangeError "Invalid string length".
    #[inline]
    pub fn concat(&mut self, a: Gc<JsString>, b: Gc<JsString>) -> JsResult<Gc<JsString>> {
        if a.is_empty() {
            return Ok(b);
        }
        if b.is_empty() {
            return Ok(a);
        }
        let length = a.len() + b.len();
        if length < MIN_ROPE {
            return self.concat_views(a.view(), b.view());
        }
        if length > MAX_LENGTH {
            return Err(self.throw_range_error("Invalid string length"));
        }
        if let Some(buffer) = self.growing_buffer(a, b.len(), b.is_latin1()) {
            // SAFETY: the buffer has room for `b` at the end of `a`, and nobody looks there.
            return Ok(unsafe {
                let (string, end) = self.grow(a, buffer, b.len());
                b.write_leaves(end, a.is_latin1(), false);
                string
            });
        }
        let latin1 = a.is_latin1() && b.is_latin1();
        let header = Header::new(Kind::String as u8);
        header.flags.set(ROPE | if latin1 { LATIN1 } else { 0 });
        Ok(self.alloc_two_words(header, length, a.addr() as u64, b.addr() as u64))
    }

    /// a + ToString(n), and ToString(n) + a if `number_first`. Errors: RangeError "Invalid string length".
    pub fn concat_number(&mut self, a: Gc<JsString>, n: Value, number_first: bool) -> JsResult<Gc<JsString>> {
        let mut buffer = NumberBuffer::new();
        let digits = StringView::Latin1(match n.as_int() {
            Some(i) => buffer.format_int_bytes(i),
            None => buffer.format(n.as_f64_unchecked()).as_bytes(),
        });
        if a.len() + digits.len() < MIN_ROPE && !a.is_empty() {
            return match number_first {
                true => self.concat_views(digits, a.view()),
                false => self.concat_views(a.view(), digits),
            };
        }
        if !number_first
            && a.len() + digits.len() <= MAX_LENGTH
            && let Some(buffer) = self.growing_buffer(a, digits.len(), true)
        {
            // SAFETY: the buffer has room for the digits at the end of `a`, and nobody looks there.
            return Ok(unsafe {
                let (string, end) = self.grow(a, buffer, digits.len());
                write_units(end, 0, digits, a.is_latin1());
                string
            });
        }
        let number = n.to_js_string(self)?;
        if number_first { self.concat(number, a) } else { self.concat(a, number) }
    }

    /// All parts one after the other. Errors: RangeError "Invalid string length".
    pub fn concat_all(&mut self, parts: &[Gc<JsString>]) -> JsResult<Gc<JsString>> {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        if parts.len() > 2 && length <= MAX_COPY {
            let latin1 = parts.iter().all(|part| part.is_latin1());
            let (string, units) = self.alloc_flat(length, latin1)?;
            let mut at = 0;
            for part in parts {
                // SAFETY: the parts have `length` units in all.
                unsafe { write_units(units, at, part.view(), latin1) };
                at += part.len();
            }
            return Ok(string);
        }
        let mut result = self.names.empty_string();
        for &part in parts {
            result = self.concat(result, part)?;
        }
        Ok(result)
    }

    /// A copy of two texts, one after the other.
    fn concat_views(&mut self, a: StringView<'_>, b: StringView<'_>) -> JsResult<Gc<JsString>> {
        let latin1 = matches!((a, b), (StringView::Latin1(_), StringView::Latin1(_)));
        let (string, units) = self.alloc_flat(a.len() + b.len(), latin1)?;
        // SAFETY: the two parts have that many units in all.
        unsafe {
            write_units(units, 0, a, latin1);
            write_units(units, a.len(), b, latin1);
        }
        Ok(string)
    }

    /// A buffer in use just as far as `a` fills it, with room for `more` units, if `a` has or now gets one.
    #[inline]
    fn growing_buffer(&mut self, a: Gc<JsString>, more: usize, is_latin1: bool) -> Option<Gc<JsString>> {
        if a.is_latin1() && !is_latin1 {
            return None;
        }
        let length = a.len() + more;
        if let Some(buffer) = a.buffer_begun() {
            // SAFETY: a live flat string.
            let capacity = unsafe { (*buffer.as_ptr()).capacity } as usize;
            return match capacity {
                0 => None,
                _ if capacity >= length => Some(buffer),
                _ => self.begin_buffer(a, length),
            };
        }
        // A rope is asked each time that its length has doubled.
        let is_asked = a.is_rope() && length >= MIN_APPENDED && a.len().ilog2() != length.ilog2();
        if is_asked && a.is_appended() { self.begin_buffer(a, length) } else { None }
    }

    /// Copies `a` to a new buffer with room for `length` units and as many again, or half as many if those are a lot.
    #[cold]
    fn begin_buffer(&mut self, a: Gc<JsString>, length: usize) -> Option<Gc<JsString>> {
        let latin1 = a.is_latin1();
        let room = if length < MANY { length } else { length / 2 };
        let capacity = (length + room).min(MAX_LENGTH);
        let size = FLAT_OFFSET + capacity * if latin1 { 1 } else { 2 };
        let cell = self.heap.try_alloc_raw(flat_header(latin1), size)?;
        // SAFETY: a fresh cell of that size.
        unsafe {
            let (buffer, units) = begin_flat(cell, a.len());
            (*buffer.as_ptr()).capacity = capacity as u32;
            a.write_leaves(units, latin1, false);
            // Others may be looking at the units of a string that is no rope.
            if a.is_rope() {
                a.become_slice(buffer, units);
            }
            Some(buffer)
        }
    }

    /// Makes the text that is `a` and `more` units at its end: the string, and where the units are to be written.
    ///
    /// # Safety
    /// `growing_buffer` gave the buffer, and nothing was appended since.
    unsafe fn grow(&mut self, a: Gc<JsString>, buffer: Gc<JsString>, more: usize) -> (Gc<JsString>, *mut u8) {
        let header = Header::new(Kind::String as u8);
        header.flags.set(SLICE | a.header.flags.get() & LATIN1);
        // SAFETY: the buffer is a flat string with room for the units.
        unsafe {
            let start = buffer.as_ptr().cast::<u8>().add(FLAT_OFFSET);
            let string = self.alloc_two_words(header, a.len() + more, buffer.addr() as u64, start as u64);
            (*buffer.as_ptr()).length = string.length;
            (string, start.add(a.len() * if a.is_latin1() { 1 } else { 2 }))
        }
    }

    /// A rope or a slice.
    #[inline]
    pub(super) fn alloc_two_words(&mut self, header: Header, length: usize, first: u64, second: u64) -> Gc<JsString> {
        let cell = self.heap.alloc_raw(header, FLAT_OFFSET + 16).cast::<JsString>();
        // SAFETY: freshly allocated with room for two words.
        unsafe {
            (*cell.as_ptr()).length = length as u32;
            let string = Gc::from_ptr(cell);
            string.word(0).set(first);
            string.word(1).set(second);
            string
        }
    }
}
