//! Protectors: facts about builtins that fast paths rely on, each a flag that falls once and for all when it stops being true.
//!
//! Builtin objects have dictionary shapes that name their realm, so a change to one of their properties passes through
//! `Agent::note_builtin_change`; while a builtin is being made, or a lazy property made real, nothing is noted.

use super::Agent;
use crate::WellKnownSymbol;
use crate::string::PropertyKey;

/// True while the fact holds.
#[derive(Debug)]
pub struct Protectors {
    /// No builtin's Symbol.iterator or next was changed: arrays can be iterated without an iterator object.
    pub array_iteration: bool,
    /// No builtin's then, constructor, resolve or Symbol.species was changed.
    pub promise: bool,
    /// No builtin's exec, flags or Symbol-named method was changed.
    pub regexp: bool,
    /// No builtin's constructor or Symbol.species was changed.
    pub array_species: bool,
    /// Function.prototype, whose own cannot be changed, is the only object with Symbol.hasInstance.
    pub has_instance: bool,
}

impl Default for Protectors {
    fn default() -> Self {
        Protectors { array_iteration: true, promise: true, regexp: true, array_species: true, has_instance: true }
    }
}

impl Agent {
    /// A property of a builtin object was added, removed or overwritten by the program.
    #[cold]
    pub(crate) fn note_builtin_change(&mut self, key: PropertyKey) {
        if self.making_builtins > 0 {
            return;
        }
        let species = self.symbol_key(WellKnownSymbol::Species);
        let names = &self.names;
        let protectors = &mut self.protectors;
        if key == names.next || key.is_symbol() {
            protectors.array_iteration = false;
        }
        if key == names.then || key == names.constructor || key == names.resolve || key == species {
            protectors.promise = false;
        }
        if key == names.constructor || key == species {
            protectors.array_species = false;
        }
        let flag_getters = [names.exec, names.flags, names.global, names.unicode, names.sticky, names.unicode_sets];
        if key.is_symbol() || flag_getters.contains(&key) {
            protectors.regexp = false;
        }
    }
    /// Iterating an ordinary array runs the original Array.prototype[Symbol.iterator] and next.
    pub(crate) fn array_iteration_is_original(&self) -> bool {
        self.protectors.array_iteration
    }
}
