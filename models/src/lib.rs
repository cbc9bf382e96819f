//! What threads share in `jenny_runtime`, the very files, on loom's threads, locks and atomics in place of the system's: each test is
//! run once for every way in which its threads can take turns and in which their memory may lag behind.
#![cfg(test)]
#![allow(dead_code)]

extern crate self as jenny_engine;

/// Numbers of operations.
mod event_loop {
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct AgentId(pub u16);

    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct OperationId(u64);

    impl OperationId {
        pub fn new(_: AgentId, number: u64) -> OperationId {
            OperationId(number)
        }
    }
}

/// Messages, which are numbers.
mod structured {
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub struct Serialized(pub u32);
}

mod inbox_models;
mod port_models;
mod reactor;

#[path = "../../crates/jenny_runtime/src/parallel/port.rs"]
mod port;

/// Runs a model in every order with so many switches between threads at most that no thread asked for.
fn check(switches: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(switches);
    builder.check(model);
}
