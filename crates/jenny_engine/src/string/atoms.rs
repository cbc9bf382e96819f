//! The table of atoms: one cell for each text used as a property key. Weak: the collector drops atoms that nothing holds.
//! The names that the runtime itself uses are shared by the agents of a process.

use super::{JsString, StringView};
use hashbrown::HashTable;
use jenny_gc::{Gc, Heap, Liveness};
use std::ptr::NonNull;
use std::sync::OnceLock;

/// A hash as hashbrown wants one: it compares the highest bits before anything else, which a number of 32 bits leaves empty.
#[inline(always)]
pub(crate) fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

/// Atoms that all agents made later have in common: cells outside every heap, which nobody changes and no collector visits.
pub struct SharedAtoms {
    /// Addresses of the cells, by text.
    table: HashTable<usize>,
}

static SHARED: OnceLock<SharedAtoms> = OnceLock::new();

/// With more atoms than this an agent has run a program's own code, whose names are of no use to others.
const MOST_SHARED: usize = 1 << 14;

/// What a string begins with, and what its cell is aligned to.
#[repr(C, align(16))]
#[derive(Clone, Copy)]
struct Granule([u8; GRANULE]);

const GRANULE: usize = 16;

impl SharedAtoms {
    /// Copies of atoms, which live as long as the process.
    fn copy_of<'a>(atoms: impl Iterator<Item = &'a JsString> + Clone) -> SharedAtoms {
        let granules = |atom: &JsString| atom.flat_size().div_ceil(GRANULE);
        let memory = vec![Granule([0; GRANULE]); atoms.clone().map(granules).sum()].leak();
        let count = atoms.clone().count();
        let mut table = HashTable::with_capacity(count);
        let mut rest = memory;
        for atom in atoms {
            let (cell, others) = rest.split_at_mut(granules(atom));
            rest = others;
            // SAFETY: aligned memory of at least the size of the copy, which lives for ever.
            let copy = unsafe { atom.write_atom(cell.as_mut_ptr().cast()) };
            table.insert_unique(spread(copy.hash()), copy.addr(), |&addr| spread(text_at(addr).hash()));
        }
        SharedAtoms { table }
    }
    fn find(&self, hash: u32, view: &StringView<'_>) -> Option<Gc<JsString>> {
        let same = |&addr: &usize| {
            let atom = text_at(addr);
            atom.hash() == hash && atom.view().equals(view)
        };
        self.table.find(spread(hash), same).map(|&addr| text_at(addr))
    }
}

/// The shared atom at an address of the table.
fn text_at(addr: usize) -> Gc<JsString> {
    match NonNull::new(addr as *mut JsString) {
        // SAFETY: the table holds addresses of flat strings that are never freed nor changed, so any thread may read them.
        Some(at) => unsafe { Gc::from_ptr(at) },
        None => unreachable!("no cell lies at the address 0"),
    }
}

/// Atoms by text.
pub struct AtomTable {
    /// What was shared when the agent was made; the other table holds none of their texts.
    shared: Option<&'static SharedAtoms>,
    table: HashTable<Gc<JsString>>,
}

impl Default for AtomTable {
    fn default() -> AtomTable {
        AtomTable { shared: SHARED.get(), table: HashTable::new() }
    }
}

impl AtomTable {
    #[inline]
    fn find_hashed(&self, hash: u32, view: &StringView<'_>) -> Option<Gc<JsString>> {
        if let Some(shared) = self.shared
            && let Some(found) = shared.find(hash, view)
        {
            return Some(found);
        }
        self.table.find(spread(hash), |a| a.hash() == hash && a.view().equals(view)).copied()
    }
    /// The atom with the same text, made of `string` itself if there was none.
    pub fn intern(&mut self, _heap: &Heap, string: Gc<JsString>) -> Gc<JsString> {
        let hash = string.hash();
        if let Some(found) = self.find_hashed(hash, &string.view()) {
            return found;
        }
        string.mark_atom();
        self.table.insert_unique(spread(hash), string, |a| spread(a.hash()));
        string
    }
    /// The atom with a Latin-1 text.
    pub(crate) fn intern_latin1(&mut self, heap: &Heap, text: &[u8]) -> Gc<JsString> {
        if let Some(found) = self.find(StringView::Latin1(text)) {
            return found;
        }
        let string = crate::Agent::alloc_latin1_unit(heap, text);
        self.intern(heap, string)
    }
    /// The atom with this text, if there is one.
    pub fn find(&self, view: StringView<'_>) -> Option<Gc<JsString>> {
        self.find_hashed(view.hash(), &view)
    }
    /// After marking: forgets dead atoms.
    pub fn sweep(&mut self, liveness: &Liveness) {
        self.table.retain(|atom| liveness.is_live(*atom));
    }
    /// Agents that are made from now on have all atoms of this one, which should have run no program yet, from their birth, and in
    /// common. Only the first call in a process does anything.
    pub fn share(&self) {
        if self.shared.is_none() && self.table.len() <= MOST_SHARED {
            SHARED.get_or_init(|| SharedAtoms::copy_of(self.table.iter().map(|atom| &**atom)));
        }
    }
}
