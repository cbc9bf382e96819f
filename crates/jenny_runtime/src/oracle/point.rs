//! The names of what an oracle decides: choice points, alternatives, clocks, random streams.

/// Where a choice is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Point {
    /// Which task queue gives the next task (HTML, event loop processing model, step 1).
    TaskSource,
    /// Which of several due timers runs, where the order is left open.
    DueTimers,
    /// Which finished operations are seen in one poll.
    PollBatch,
    /// Which message port delivers first.
    PortOrder,
    /// Which agent goes on.
    AgentStep,
    /// In which order woken agents proceed.
    WakeOrder,
    /// Where a stream of bytes is cut.
    ChunkSplit,
    /// The order of a directory's entries.
    ReaddirOrder,
    /// Whether a weakly held object is cleared now.
    WeakClear,
    /// How much time a task is taken to have used.
    TimeSpent,
    /// Whether an operation fails, and how.
    Fault(FaultKind),
}

/// A kind of failure that an oracle may inject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A connection is refused or lost.
    Network,
    /// The disk is full or fails.
    Disk,
    /// The wall clock jumps.
    Clock,
}

/// What identifies one alternative of a choice in the same way in every run: a task, an operation, a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AltId(pub u64);

/// The clocks that a program can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clock {
    /// Never goes back: timers and `performance.now`.
    Monotonic,
    /// The date.
    Wall,
}

/// The random streams, one per interface, so that one more call to one never shifts another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stream {
    /// Seeds `Math.random`.
    MathRandom,
    /// `crypto.getRandomValues` and `crypto.randomUUID`.
    Crypto,
    /// Seeds of hash tables whose order cannot be seen, kept apart all the same.
    HashSeed,
    /// Names of temporary files and directories.
    TemporaryName,
    /// A binding's own stream.
    Other(u32),
}
