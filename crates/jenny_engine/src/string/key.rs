//! PropertyKey: an array index, an atom or a symbol, decided once.

use super::{JsString, Symbol};
use crate::Value;
use crate::agent::Agent;
use crate::kind::Kind;
use jenny_gc::{Gc, RootVec, Trace, Tracer};

/// A property key. Text that is a canonical array index (0..=2^32-2) is always the index form; other text is an atom,
/// so keys are equal exactly when their bits are.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct PropertyKey(Value);

impl PropertyKey {
    /// An array index; `index` is not 2^32-1.
    #[inline(always)]
    pub fn from_index(index: u32) -> PropertyKey {
        PropertyKey(Value::int(index as i32))
    }
    /// An interned string that is no array index.
    #[inline(always)]
    pub(crate) fn from_atom(atom: Gc<JsString>) -> PropertyKey {
        debug_assert!(atom.is_atom());
        PropertyKey(Value::cell(atom))
    }
    #[inline(always)]
    pub fn from_symbol(symbol: Gc<Symbol>) -> PropertyKey {
        PropertyKey(Value::cell(symbol))
    }
    #[inline(always)]
    pub fn bits(self) -> u64 {
        self.0.bits()
    }
    #[inline(always)]
    pub fn is_index(self) -> bool {
        self.0.is_int()
    }
    #[inline(always)]
    pub fn as_index(self) -> Option<u32> {
        self.0.as_int().map(|i| i as u32)
    }
    /// A key from the bits of one (see `bits`), as stored in a list of roots.
    #[inline(always)]
    pub(crate) fn from_raw(raw: Value) -> PropertyKey {
        PropertyKey(raw)
    }
    pub fn is_symbol(self) -> bool {
        self.0.is_kind(Kind::Symbol)
    }
    pub fn as_symbol(self) -> Option<Gc<Symbol>> {
        self.0.as_symbol()
    }
    /// The atom of a string key that is no index.
    pub fn as_atom(self) -> Option<Gc<JsString>> {
        self.0.as_string()
    }
    /// A private name.
    pub fn is_private(self) -> bool {
        self.as_symbol().is_some_and(|s| s.is_private())
    }
    /// A string key (atom or index).
    pub fn is_string(self) -> bool {
        !self.is_symbol()
    }
    #[inline(always)]
    pub fn hash(self) -> u32 {
        if let Some(i) = self.as_index() {
            return i.wrapping_mul(0x9E37_79B1) | 1;
        }
        // SAFETY: a key that is no index is a string or a symbol cell.
        unsafe {
            if self.0.is_string() {
                self.0.as_gc_unchecked::<JsString>().hash()
            } else {
                self.0.as_gc_unchecked::<Symbol>().hash()
            }
        }
    }
    /// For messages: `foo`, `12`, `Symbol(x)`, `#x`.
    pub fn to_display(self) -> String {
        if let Some(i) = self.as_index() {
            return i.to_string();
        }
        match self.as_symbol() {
            Some(s) if s.is_private() => s.description().map_or_else(String::new, |d| d.to_rust_string()),
            Some(s) => format!("Symbol({})", s.description().map_or_else(String::new, |d| d.to_rust_string())),
            None => self.as_atom().map_or_else(String::new, |a| a.to_rust_string()),
        }
    }
    /// The key as a Value where it needs no allocation (atom or symbol).
    pub(crate) fn raw_value(self) -> Value {
        self.0
    }
}

/// A list of keys that stay alive while user code runs between uses (the atom table is weak).
pub struct KeyList(RootVec);

impl KeyList {
    pub fn new(agent: &Agent, keys: &[PropertyKey]) -> KeyList {
        let mut words = RootVec::with_capacity(&agent.heap, keys.len());
        keys.iter().for_each(|k| words.push(k.bits()));
        KeyList(words)
    }
    pub fn len(&self) -> usize {
        self.0.len()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn push(&mut self, key: PropertyKey) {
        self.0.push(key.bits());
    }
    /// The keys as a slice.
    pub fn as_slice(&self) -> &[PropertyKey] {
        let words = self.0.as_slice();
        // SAFETY: PropertyKey is transparent over Value, which is transparent over u64; every word is a key's bits.
        unsafe { std::slice::from_raw_parts(words.as_ptr().cast::<PropertyKey>(), words.len()) }
    }
}

impl std::fmt::Debug for PropertyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_display())
    }
}

// SAFETY: the value is traced.
unsafe impl Trace for PropertyKey {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.0.trace(tracer);
    }
}

impl Agent {
    /// The key for text known to the program.
    pub fn key(&mut self, text: &str) -> PropertyKey {
        if text.is_ascii() {
            return self.key_from_view(super::StringView::Latin1(text.as_bytes()));
        }
        let units: Vec<u16> = text.encode_utf16().collect();
        self.key_from_view(super::StringView::Utf16(&units))
    }
    /// The key for a string.
    #[inline]
    pub fn key_from_string(&mut self, string: Gc<JsString>) -> PropertyKey {
        if string.is_atom() {
            return PropertyKey::from_atom(string);
        }
        if let Some(i) = string.as_array_index() {
            return PropertyKey::from_index(i);
        }
        PropertyKey::from_atom(self.atoms.intern(&self.heap, string))
    }
    /// The key for units of text.
    pub fn key_from_view(&mut self, view: super::StringView<'_>) -> PropertyKey {
        if let Some(atom) = self.atoms.find(view) {
            return PropertyKey::from_atom(atom);
        }
        match self.string_from_view(view) {
            Ok(s) => self.key_from_string(s),
            Err(_) => self.names.empty.to_owned(),
        }
    }
    /// The key for an integer that may be past the array indices (up to 2^53-1).
    pub fn key_from_integer(&mut self, n: u64) -> PropertyKey {
        if n < u32::MAX as u64 { PropertyKey::from_index(n as u32) } else { self.key(&n.to_string()) }
    }
    /// The key as a language value: a String or a Symbol.
    pub fn key_to_value(&mut self, key: PropertyKey) -> Value {
        match key.as_index() {
            Some(i) => self.number_to_string(i as f64).into(),
            None => key.raw_value(),
        }
    }
}
