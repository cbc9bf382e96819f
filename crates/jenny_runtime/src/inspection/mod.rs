//! Looking at a running program: what it waits for, what it runs, who holds the loop. `docs/inspect.md` is the page for users.
//!
//! - [`desk`]: the part of an agent that other threads reach: a list of all agents, and what is asked of them
//! - [`ear`]: hears an agent's interrupts on its own thread and answers
//! - [`describe`]: an agent in plain words: stack, queues, pending operations, awaiting functions
//! - [`places`]: where operations were started
//! - [`sampler`]: the thread that asks for samples of the stack
//! - [`held`]: who held the loop for too long
//! - [`profile`]: samples on their way to a `.cpuprofile`
//! - [`why_alive`]: what keeps a program alive that has nothing to run
//! - [`ask`]: the private way in which another process asks
//!
//! Without flags there is one entry in a list and one handler of a signal; no thread, no clock, no file.

pub mod ask;
mod describe;
mod desk;
mod ear;
mod held;
mod places;
mod profile;
mod sampler;
mod why_alive;

use std::path::PathBuf;

pub use ear::Inspection;

/// What the flags ask for.
#[derive(Clone, Debug, Default)]
pub struct InspectionOptions {
    /// Tell at the end what was left.
    pub why_exit: bool,
    /// Tell what keeps the program alive when it has had nothing to run for so many milliseconds.
    pub why_alive: Option<u64>,
    /// Name who holds the loop for more than so many milliseconds.
    pub slow_turn: Option<u64>,
    /// Sample the run and write a `.cpuprofile` there.
    pub cpu_profile: Option<PathBuf>,
    /// Write the heap there.
    pub heap_snapshot: Option<HeapSnapshotAt>,
}

/// When and where the heap is written.
#[derive(Clone, Debug)]
pub struct HeapSnapshotAt {
    pub path: PathBuf,
    /// At the end of this turn, which ends the program; None: at the program's own end.
    pub turn: Option<u64>,
}

impl InspectionOptions {
    /// Whether places of operations are worth their noting.
    fn wants_places(&self) -> bool {
        self.why_exit || self.why_alive.is_some() || self.slow_turn.is_some()
    }
}

/// Writes what the heap holds as DevTools' heap snapshot.
///
/// # Errors
/// The disk's.
pub fn write_heap_snapshot(agent: &mut jenny_engine::Agent, path: &std::path::Path) -> std::io::Result<()> {
    use std::io::Write;
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    agent.write_heap_snapshot(&mut out)?;
    out.flush()
}

/// A file for one agent: `run.cpuprofile`, for a Worker `run.worker1.cpuprofile`.
fn path_of_agent(path: &std::path::Path, agent: u16) -> PathBuf {
    if agent == 0 {
        return path.to_owned();
    }
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    path.with_extension(format!("worker{agent}.{extension}"))
}
