//! Protectors: facts about builtins that fast paths rely on, each a flag that falls once and for all when it stops being true.

use crate::string::PropertyKey;

/// True while the fact holds.
#[derive(Debug)]
pub struct Protectors {
    /// No object on a prototype chain has indexed properties, so a hole reads as undefined.
    pub no_prototype_elements: bool,
    /// Array.prototype[Symbol.iterator] and %ArrayIteratorPrototype%.next are the original ones.
    pub array_iteration: bool,
    /// Promise.prototype.then, Promise.prototype.constructor, Promise[Symbol.species] and Promise.resolve are the original ones.
    pub promise: bool,
    /// RegExp.prototype.exec, its flags getters and Symbol methods are the original ones.
    pub regexp: bool,
    /// No Symbol.species or constructor of arrays was touched.
    pub array_species: bool,
    /// Builtins are fully made: changes from now on are the program's.
    armed: bool,
}

impl Default for Protectors {
    fn default() -> Self {
        Protectors {
            no_prototype_elements: true,
            array_iteration: true,
            promise: true,
            regexp: true,
            array_species: true,
            armed: false,
        }
    }
}

impl Protectors {
    /// An indexed property was put on an object that is some shape's prototype.
    pub(crate) fn note_prototype_elements(&mut self) {
        self.no_prototype_elements = false;
    }
    /// A property of one of the watched names changed on a prototype object. Builtins being made call this too, before their
    /// facts are relied upon, so `suspend`ing is theirs to do.
    pub(crate) fn note_prototype_change(&mut self, _key: PropertyKey) {
        if self.armed {
            self.array_iteration = false;
            self.promise = false;
            self.regexp = false;
            self.array_species = false;
        }
    }
    /// From now on changes are the program's.
    pub(crate) fn arm(&mut self) {
        self.armed = true;
    }
    pub(crate) fn invalidate_all(&mut self) {
        self.note_prototype_elements();
        if self.armed {
            self.array_iteration = false;
            self.promise = false;
            self.regexp = false;
            self.array_species = false;
        }
    }
}

impl crate::agent::Agent {
    /// Whether iterating an ordinary array runs the original Array.prototype[Symbol.iterator] and next. The first question
    /// makes the builtins concerned, so that what changes them later is the program.
    pub(crate) fn array_iteration_is_original(&mut self) -> bool {
        self.protectors.array_iteration
    }
}
