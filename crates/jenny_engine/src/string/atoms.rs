//! The table of atoms: one cell for each text used as a property key. Weak: the collector drops atoms that nothing holds.

use super::{JsString, StringView};
use hashbrown::HashTable;
use jenny_gc::{Gc, Heap, Liveness};

/// A hash as hashbrown wants one: it compares the highest bits before anything else, which a number of 32 bits leaves empty.
#[inline(always)]
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

/// Atoms by text.
#[derive(Default)]
pub struct AtomTable {
    table: HashTable<Gc<JsString>>,
}

impl AtomTable {
    /// The atom with the same text, made of `string` itself if there was none.
    pub fn intern(&mut self, _heap: &Heap, string: Gc<JsString>) -> Gc<JsString> {
        let hash = string.hash();
        if let Some(found) = self.table.find(spread(hash), |a| a.hash() == hash && a.view().equals(&string.view())) {
            return *found;
        }
        string.mark_atom();
        self.table.insert_unique(spread(hash), string, |a| spread(a.hash()));
        string
    }
    /// The atom with this text, if there is one.
    pub fn find(&self, view: StringView<'_>) -> Option<Gc<JsString>> {
        let hash = view.hash();
        self.table.find(spread(hash), |a| a.hash() == hash && a.view().equals(&view)).copied()
    }
    /// After marking: forgets dead atoms.
    pub fn sweep(&mut self, liveness: &Liveness) {
        self.table.retain(|atom| liveness.is_live(*atom));
    }
}
