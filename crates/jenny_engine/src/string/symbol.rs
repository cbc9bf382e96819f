//! Symbols, private names among them, and the well-known ones.

use super::JsString;
use crate::agent::Agent;
use crate::kind::Kind;
use jenny_gc::{Gc, GcCell, Header, Trace, Tracer};

const PRIVATE: u16 = 1;
const REGISTERED: u16 = 2;

/// A Symbol value, or a private name (which no program can hold).
#[repr(C)]
pub struct Symbol {
    header: Header,
    description: Option<Gc<JsString>>,
    hash: u32,
}

impl Symbol {
    pub fn description(&self) -> Option<Gc<JsString>> {
        self.description
    }
    pub fn hash(&self) -> u32 {
        self.hash
    }
    pub fn is_private(&self) -> bool {
        self.header.flags.get() & PRIVATE != 0
    }
    /// Whether Symbol.for made it.
    pub fn is_registered(&self) -> bool {
        self.header.flags.get() & REGISTERED != 0
    }
    pub(crate) fn mark_registered(&self) {
        self.header.flags.set(self.header.flags.get() | REGISTERED);
    }
}

// SAFETY: visits its only cell.
unsafe impl Trace for Symbol {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.description.trace(tracer);
    }
}
// SAFETY: repr(C), header first.
unsafe impl GcCell for Symbol {}

impl Agent {
    /// A new Symbol.
    pub fn new_symbol(&mut self, description: Option<Gc<JsString>>) -> Gc<Symbol> {
        self.symbol_count = self.symbol_count.wrapping_add(1);
        let hash = self.symbol_count.wrapping_mul(0x9E37_79B1).max(1);
        self.heap.alloc(Symbol { header: Header::new(Kind::Symbol as u8), description, hash })
    }
    /// A new private name.
    pub fn new_private_name(&mut self, description: Gc<JsString>) -> Gc<Symbol> {
        let symbol = self.new_symbol(Some(description));
        symbol.header.flags.set(PRIVATE);
        symbol
    }
    /// A well-known symbol as a property key.
    #[inline(always)]
    pub fn symbol_key(&self, symbol: WellKnownSymbol) -> super::PropertyKey {
        super::PropertyKey::from_symbol(self.well_known_symbols[symbol as usize])
    }
}

macro_rules! well_known {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// ECMA-262 6.1.5.1.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum WellKnownSymbol { $($variant),* }
        impl WellKnownSymbol {
            /// All, with the name under which `Symbol` has them.
            pub const ALL: &'static [(WellKnownSymbol, &'static str)] = &[$((WellKnownSymbol::$variant, $name)),*];
        }
    };
}

well_known! {
    AsyncDispose "asyncDispose", AsyncIterator "asyncIterator", Dispose "dispose", HasInstance "hasInstance",
    IsConcatSpreadable "isConcatSpreadable", Iterator "iterator", Match "match", MatchAll "matchAll", Replace "replace",
    Search "search", Species "species", Split "split", ToPrimitive "toPrimitive", ToStringTag "toStringTag", Unscopables "unscopables",
}
