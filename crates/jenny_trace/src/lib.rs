//! The event record of a run (`run.jtrace`): what can be recorded, how it lies in a file, how it is read again.
//!
//! Map of the crate, from the bytes outward; `docs/trace.md` is the format's own page:
//!
//! | room | what it is for |
//! |---|---|
//! | [`wire`] | varints, deltas, the encoder and decoder of one frame |
//! | [`field`] | what a field of an event can be: numbers of things, times, texts, named choices |
//! | [`event`] | THE table of events: numbers, names, fields |
//! | [`short`] | one record for what promises and jobs tell most often |
//! | [`table`] | strings, scripts, sites and stacks, told once and referred to by number |
//! | [`buffer`] | one agent's side of recording: events in, frames out |
//! | [`file`] | frames in a file: writing, and reading up to the last whole one |
//! | [`trace`] | a whole record in memory |
//! | [`digest`] | what a loop and a reducer of events must agree on |
//! | [`json`] | one event a line, with named fields |
//! | [`reducer`] | events folded to what is queued, pending and running |
//! | [`text`] | the order of a run in plain words |
//! | [`export`] | records for Perfetto, Chrome and profilers |
//!
//! Nothing here asks the machine for anything: times come from the caller, bytes go to a `Write`.

#![forbid(unsafe_code)]

pub mod buffer;
pub mod digest;
pub mod event;
pub mod export;
pub mod field;
pub mod file;
pub mod json;
pub mod reducer;
pub mod short;
pub mod table;
pub mod text;
pub mod trace;
pub mod wire;

pub use buffer::AgentBuffer;
pub use event::{Decision, Event};
pub use file::{FileWriter, FrameReader, Header, RawFrame, ReadError, Stream};
pub use reducer::State;
pub use trace::{AgentTrace, Record, Trace};
pub use wire::Malformed;
