//! The table of atoms: one cell for each text used as a property key. Weak: the collector drops atoms that nothing holds.

use super::{JsString, StringView};
use hashbrown::HashTable;
use jenny_gc::{Gc, Heap, Liveness};

/// Atoms by text.
#[derive(Default)]
pub struct AtomTable {
    table: HashTable<Gc<JsString>>,
}

impl AtomTable {
    /// The atom with the same text, made of `string` itself if there was none.
    pub fn intern(&mut self, _heap: &Heap, string: Gc<JsString>) -> Gc<JsString> {
        let hash = string.hash();
        if let Some(found) = self.table.find(hash as u64, |a| a.hash() == hash && a.view().equals(&string.view())) {
            return *found;
        }
        string.mark_atom();
        self.table.insert_unique(hash as u64, string, |a| a.hash() as u64);
        string
    }
    /// The atom with this text, if there is one.
    pub fn find(&self, view: StringView<'_>) -> Option<Gc<JsString>> {
        let hash = view.hash();
        self.table.find(hash as u64, |a| a.hash() == hash && a.view().equals(&view)).copied()
    }
    /// After marking: forgets dead atoms.
    pub fn sweep(&mut self, liveness: &Liveness) {
        self.table.retain(|atom| liveness.is_live(*atom));
    }
}
