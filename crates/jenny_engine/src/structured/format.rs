//! The bytes of a serialized value: tags, variable-length integers, texts. Written and read by this module's neighbours only.

use crate::builtins::typed_array::ElementType;
use crate::string::StringView;

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Tag {
    /// ends a list of properties
    End,
    /// an array's hole, or a property that was gone when its turn came
    Absent,
    Undefined,
    Null,
    True,
    False,
    /// zigzag varint
    Int,
    /// 8 bytes
    Double,
    /// length, bytes
    Latin1,
    /// length, units
    Utf16,
    /// sign, length, little-endian bytes
    BigInt,
    /// number of an object that came before
    Reference,
    /// number of keys, keys; then as Shaped
    NewShape,
    /// number of the shape, values
    Shaped,
    /// key and value pairs, End
    Object,
    /// length, elements; then as Object
    DenseArray,
    /// length; then as Object
    SparseArray,
    /// the primitive
    Wrapper,
    /// 8 bytes
    Date,
    /// source, flags
    RegExp,
    /// count, keys and values
    Map,
    /// count, values
    Set,
    /// name (a number), message, stack, cause: each a value or Absent
    Error,
    /// length, bytes
    Buffer,
    /// maximum, length, bytes
    ResizableBuffer,
    /// number in the list of shared memory
    SharedBuffer,
    /// number in the transfer list
    Transferred,
    /// element type, byte offset, length + 1 or 0 for auto, the buffer
    TypedArray,
    /// byte offset, length + 1 or 0 for auto, the buffer
    DataView,
    /// number in the list of host payloads
    Host,
    /// length, bytes
    ImmutableBuffer,
}

const TAGS: [Tag; 31] = [
    Tag::End,
    Tag::Absent,
    Tag::Undefined,
    Tag::Null,
    Tag::True,
    Tag::False,
    Tag::Int,
    Tag::Double,
    Tag::Latin1,
    Tag::Utf16,
    Tag::BigInt,
    Tag::Reference,
    Tag::NewShape,
    Tag::Shaped,
    Tag::Object,
    Tag::DenseArray,
    Tag::SparseArray,
    Tag::Wrapper,
    Tag::Date,
    Tag::RegExp,
    Tag::Map,
    Tag::Set,
    Tag::Error,
    Tag::Buffer,
    Tag::ResizableBuffer,
    Tag::SharedBuffer,
    Tag::Transferred,
    Tag::TypedArray,
    Tag::DataView,
    Tag::Host,
    Tag::ImmutableBuffer,
];

/// Error names that survive (HTML 2.7.3); others become "Error".
pub(super) const ERROR_NAMES: [(&str, crate::Intrinsic); 7] = [
    ("Error", crate::Intrinsic::ErrorPrototype),
    ("EvalError", crate::Intrinsic::EvalErrorPrototype),
    ("RangeError", crate::Intrinsic::RangeErrorPrototype),
    ("ReferenceError", crate::Intrinsic::ReferenceErrorPrototype),
    ("SyntaxError", crate::Intrinsic::SyntaxErrorPrototype),
    ("TypeError", crate::Intrinsic::TypeErrorPrototype),
    ("URIError", crate::Intrinsic::URIErrorPrototype),
];

/// An integer as a number that is small where its magnitude is.
#[inline(always)]
pub(super) fn zigzag(n: i32) -> u32 {
    ((n << 1) ^ (n >> 31)) as u32
}

/// Gives `push` the bytes of a number, seven bits each, the lowest first.
#[inline(always)]
pub(super) fn varint(mut n: u64, mut push: impl FnMut(u8)) {
    while n >= 0x80 {
        push(n as u8 | 0x80);
        n >>= 7;
    }
    push(n as u8);
}

/// Appends.
#[derive(Default)]
pub(super) struct Writer {
    pub bytes: Vec<u8>,
}

impl Writer {
    #[inline(always)]
    pub fn tag(&mut self, tag: Tag) {
        self.bytes.push(tag as u8);
    }
    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }
    #[inline]
    pub fn varint(&mut self, n: u64) {
        varint(n, |byte| self.bytes.push(byte));
    }
    pub fn int(&mut self, n: i32) {
        self.tag(Tag::Int);
        self.varint(u64::from(zigzag(n)));
    }
    pub fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }
    pub fn text(&mut self, view: StringView<'_>) {
        match view {
            StringView::Latin1(b) => {
                self.tag(Tag::Latin1);
                self.varint(b.len() as u64);
                self.raw(b);
            }
            StringView::Utf16(u) => {
                self.tag(Tag::Utf16);
                self.varint(u.len() as u64);
                self.bytes.extend(u.iter().flat_map(|unit| unit.to_le_bytes()));
            }
        }
    }
}

/// Reads what a Writer wrote. Bytes that no Writer writes leave it `damaged`: it reads zeros and empty texts then, and nothing more.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    damaged: bool,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, damaged: false }
    }
    /// Whether something was read that no Writer writes.
    #[inline(always)]
    pub fn is_damaged(&self) -> bool {
        self.damaged
    }
    /// Says that what was read cannot be; from now on there is nothing to read.
    #[cold]
    pub fn damage(&mut self) {
        self.damaged = true;
        self.at = self.bytes.len();
    }
    #[inline(always)]
    pub fn byte(&mut self) -> u8 {
        match self.bytes.get(self.at) {
            Some(&byte) => {
                self.at += 1;
                byte
            }
            None => {
                self.damage();
                0
            }
        }
    }
    #[inline(always)]
    pub fn tag(&mut self) -> Tag {
        match TAGS.get(self.byte() as usize) {
            Some(&tag) => tag,
            None => {
                self.damage();
                Tag::End
            }
        }
    }
    #[inline]
    pub fn varint(&mut self) -> u64 {
        let mut n = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte();
            n |= ((byte & 0x7f) as u64) << (shift & 63);
            if byte < 0x80 {
                return n;
            }
            shift += 7;
        }
    }
    /// A number of things that follow, at least `bytes_each` bytes a piece.
    pub fn count(&mut self, bytes_each: usize) -> usize {
        let count = self.varint();
        if count > ((self.bytes.len() - self.at) / bytes_each) as u64 {
            self.damage();
            return 0;
        }
        count as usize
    }
    /// A number that counts nothing that follows: an offset, or a place in a list.
    pub fn number(&mut self) -> usize {
        usize::try_from(self.varint()).unwrap_or(usize::MAX)
    }
    pub fn int(&mut self) -> i32 {
        let n = self.varint() as u32;
        (n >> 1) as i32 ^ -((n & 1) as i32)
    }
    /// A length in bytes, and so many bytes.
    pub fn sized(&mut self) -> &'a [u8] {
        let count = self.count(1);
        self.raw(count)
    }
    fn raw(&mut self, count: usize) -> &'a [u8] {
        match self.bytes.get(self.at..).and_then(|rest| rest.get(..count)) {
            Some(bytes) => {
                self.at += count;
                bytes
            }
            None => {
                self.damage();
                &[]
            }
        }
    }
    pub fn double(&mut self) -> f64 {
        f64::from_le_bytes(self.raw(8).try_into().unwrap_or([0; 8]))
    }
    pub fn utf16(&mut self) -> Vec<u16> {
        let length = self.count(2);
        self.raw(length * 2).chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect()
    }
}

/// The element type with this number.
pub(super) fn element_type(number: u8) -> ElementType {
    ELEMENT_TYPES.get(number as usize).copied().unwrap_or(ElementType::Uint8)
}

/// The number of an element type.
pub(super) fn element_type_number(element_type: ElementType) -> u8 {
    ELEMENT_TYPES.iter().position(|t| *t == element_type).unwrap_or(1) as u8
}

const ELEMENT_TYPES: [ElementType; 12] = [
    ElementType::Int8,
    ElementType::Uint8,
    ElementType::Uint8Clamped,
    ElementType::Int16,
    ElementType::Uint16,
    ElementType::Int32,
    ElementType::Uint32,
    ElementType::Float16,
    ElementType::Float32,
    ElementType::Float64,
    ElementType::BigInt64,
    ElementType::BigUint64,
];
