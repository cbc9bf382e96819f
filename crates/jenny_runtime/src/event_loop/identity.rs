//! Dense per-agent numbers for tasks and operations, equal in every replay of the same run.

use std::fmt;

/// An agent's number: 0 is the main thread, Workers follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct AgentId(pub u16);

/// What a callback is to the loop: a number that the binding gave it, an index into a slab of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Payload(pub u64);

macro_rules! dense_id {
    ($($(#[$doc:meta])* $name:ident, $letter:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u64);

        impl $name {
            /// The `number`th of its kind in `agent`, counted from 0; `number` is below 2^48.
            pub fn new(agent: AgentId, number: u64) -> $name {
                $name(u64::from(agent.0) << 48 | number & ((1 << 48) - 1))
            }

            /// The agent that it belongs to.
            pub fn agent(self) -> AgentId {
                AgentId((self.0 >> 48) as u16)
            }

            /// Its place in the agent's count.
            pub fn number(self) -> u64 {
                self.0 & ((1 << 48) - 1)
            }

            /// Both in one: the agent in the upper 16 bits.
            pub fn bits(self) -> u64 {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                if self.agent().0 != 0 {
                    write!(f, "a{}:", self.agent().0)?;
                }
                write!(f, concat!($letter, "{}"), self.number())
            }
        }
    )*};
}

dense_id! {
    /// A task, from its queuing on.
    TaskId, "t";
    /// An operation: a timer, an immediate, a read, a request. Starting order is number order.
    OperationId, "o";
}
