//! Watching a run while it goes on: a page on the loopback address follows its record, pauses it, steps it, and sends clicks and keys.
//!
//! - [`gate`]: where an agent stops and what lets it go on; inputs on their way to the loop
//! - [`ear`]: what a watched agent does at each event of its record
//! - [`oracle`]: the world of a watched agent, in which inputs come from the page
//! - [`tail`]: the record's file, read while it grows
//! - [`server`]: the page, its session, the stream of frames, commands
//! - [`snapshot`]: where a stopped agent stands
//!
//! The program never waits for the page unless the user stops it: what the page has not read yet lies in the record's file.

mod ear;
mod gate;
mod oracle;
mod server;
pub(crate) mod snapshot;
mod tail;

pub use gate::{Stops, Watch};
pub(crate) use oracle::WatchOracle;
pub use server::{Server, start};
