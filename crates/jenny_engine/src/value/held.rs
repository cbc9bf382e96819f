//! A value held from the Rust heap.

use super::Value;
use crate::agent::Agent;
use jenny_gc::{Gc, Root};

/// Any value, kept alive while this lives. For many values a `RootVec` is cheaper.
#[derive(Clone)]
pub struct HeldValue {
    value: Result<Root<()>, Value>,
}

impl HeldValue {
    pub fn new(agent: &Agent, value: impl Into<Value>) -> HeldValue {
        let value = value.into();
        if !value.is_cell() {
            return HeldValue { value: Err(value) };
        }
        // SAFETY: the value is a cell; as a `Gc<()>` it is only kept alive and compared.
        let cell: Gc<()> = unsafe { value.as_gc_unchecked() };
        HeldValue { value: Ok(Root::new(&agent.heap, cell)) }
    }
    pub fn get(&self) -> Value {
        match &self.value {
            Ok(root) => Value::cell(root.get()),
            Err(value) => *value,
        }
    }
}

impl std::fmt::Debug for HeldValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.get().fmt(formatter)
    }
}
