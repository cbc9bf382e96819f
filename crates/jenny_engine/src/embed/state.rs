//! What crates above keep per agent: one value of each type, found by its type.

use crate::agent::Agent;
use std::any::{Any, TypeId};
use std::rc::Rc;

/// The values of an agent's host by type: a few, those first that were set first.
#[derive(Default)]
pub struct AgentState(Vec<(TypeId, Rc<dyn Any>)>);

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
    pub fn existing_state<T: Any>(&self) -> Option<Rc<T>> {
        let (_, state) = self.host_state.0.iter().find(|(id, _)| *id == TypeId::of::<T>())?;
        state.clone().downcast().ok()
    }
    /// Sets the agent's `T`.
    pub fn set_state<T: Any>(&mut self, state: Rc<T>) {
        let id = TypeId::of::<T>();
        self.host_state.0.retain(|(known, _)| *known != id);
        self.host_state.0.push((id, state));
    }
}
