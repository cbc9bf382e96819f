//! The table of names that the engine itself uses, interned at start-up.

use super::{JsString, PropertyKey};
use jenny_gc::{Gc, Heap, Trace, Tracer};

macro_rules! names {
    ($($field:ident $(= $text:literal)?),* $(,)?) => {
        /// Property keys by field; the text is the field's name unless given.
        #[allow(missing_docs)]
        pub struct Names { $(pub $field: PropertyKey),* }
        impl Names {
            pub(crate) fn new(heap: &Heap, atoms: &mut super::atoms::AtomTable) -> Names {
                let mut atom = |text: &str| PropertyKey::from_atom(atoms.intern_latin1(heap, text.as_bytes()));
                Names { $($field: atom(names!(@text $field $($text)?))),* }
            }
            pub(crate) fn trace(&self, tracer: &mut Tracer<'_>) {
                $(self.$field.trace(tracer);)*
            }
        }
    };
    (@text $field:ident) => { stringify!($field) };
    (@text $field:ident $text:literal) => { $text };
}

names! {
    empty = "", length, name, prototype, constructor, value, writable, enumerable, configurable, get, set, next, done, then, return_ = "return",
    throw, to_string = "toString", value_of = "valueOf", to_json = "toJSON", message, stack, cause, errors, error, suppressed, index, input, groups, indices,
    last_index = "lastIndex", flags, global, ignore_case = "ignoreCase", multiline, dot_all = "dotAll", unicode, unicode_sets = "unicodeSets", sticky,
    has_indices = "hasIndices", source, exec, raw, callee, arguments, caller, eval, proxy, revoke, apply, construct, has, delete_property = "deleteProperty",
    define_property = "defineProperty", get_own_property_descriptor = "getOwnPropertyDescriptor", get_prototype_of = "getPrototypeOf",
    set_prototype_of = "setPrototypeOf", is_extensible = "isExtensible", own_keys = "ownKeys", prevent_extensions = "preventExtensions",
    proto = "__proto__", default, undefined = "undefined", null, true_ = "true", false_ = "false", object, function, string, number, boolean, symbol, bigint,
    nan = "NaN", infinity = "Infinity", anonymous, bound, promise, resolve, reject, status, reason, join, size, keys, add, capture_stack_trace = "captureStackTrace",
    stack_trace_limit = "stackTraceLimit", prepare_stack_trace = "prepareStackTrace", global_this = "globalThis", meta, url, with, type_ = "type",
}

impl Names {
    /// The empty string.
    pub fn empty_string(&self) -> Gc<JsString> {
        match self.empty.as_atom() {
            Some(s) => s,
            None => unreachable!("the empty name is an atom"),
        }
    }
}
