//! What fuzzing runs: generators of programs from seeds or bytes, and targets that take any bytes.
//!
//! | module | what is in it |
//! |---|---|
//! | [`generate`] | random programs for `cargo x fuzz`, which compares what they print with a peer |
//! | [`targets`] | functions from bytes that may not panic, and hold what they find to what must be true |
//!
//! `fuzz/` wraps the targets for cargo-fuzz; the test `corpus` runs them over the files in `fuzz/corpus`.

pub mod generate;
#[cfg(feature = "targets")]
pub mod targets;
