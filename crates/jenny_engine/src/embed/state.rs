//! What crates above keep per agent: one value of each type, found by its type.

use crate::agent::Agent;
use std::any::{Any, TypeId};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// The values of an agent's host by type: a few, those first that were set first.
#[derive(Default)]
pub struct AgentState {
    values: Vec<(TypeId, Rc<dyn Any>)>,
    /// Where a type's value lies, by bits of the type's number: most are found at the first look.
    places: [u8; PLACES],
}

const PLACES: usize = 32;

/// Keeps what a type's number gives to a hasher.
struct Number(u64);

impl Hasher for Number {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0 << 8 ^ u64::from(byte);
        }
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[inline]
fn place_of(id: TypeId) -> usize {
    let mut number = Number(0);
    id.hash(&mut number);
    number.0 as usize % PLACES
}

impl AgentState {
    #[inline]
    fn find(&self, id: TypeId) -> Option<&Rc<dyn Any>> {
        match self.values.get(usize::from(self.places[place_of(id)])) {
            Some((known, state)) if *known == id => Some(state),
            _ => self.values.iter().find(|(known, _)| *known == id).map(|(_, state)| state),
        }
    }
    fn set(&mut self, id: TypeId, state: Rc<dyn Any>) {
        self.values.retain(|(known, _)| *known != id);
        self.values.push((id, state));
        for (index, (id, _)) in self.values.iter().enumerate().rev() {
            self.places[place_of(*id)] = u8::try_from(index).unwrap_or(u8::MAX);
        }
    }
}

impl Agent {
    /// The agent's `T`, made by `Default` at the first call. Keep what changes in cells inside it.
    pub fn state<T: Any + Default>(&mut self) -> Rc<T> {
        match self.existing_state::<T>() {
            Some(state) => state,
            None => {
                let state = Rc::new(T::default());
                self.set_state(state.clone());
                state
            }
        }
    }
    /// The agent's `T`, if there is one.
    #[inline]
    pub fn existing_state<T: Any>(&self) -> Option<Rc<T>> {
        self.host_state.find(TypeId::of::<T>())?.clone().downcast().ok()
    }
    /// Sets the agent's `T`.
    pub fn set_state<T: Any>(&mut self, state: Rc<T>) {
        self.host_state.set(TypeId::of::<T>(), state);
    }
}
