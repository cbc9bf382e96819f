//! Records for other programs' readers: Perfetto, Chrome's trace viewers, profilers. `docs/exports.md` says what becomes of what.
//!
//! | room | what it is for |
//! |---|---|
//! | [`timeline`] | an agent's events as nested slices, spans of operations and counters |
//! | [`perfetto`] | a timeline as TrackEvents of protobuf |
//! | [`chrome`] | a timeline as Chrome's JSON |
//! | [`cpuprofile`] | recorded calls as DevTools' CPU profile; the writer serves profiles by sampling too |

pub mod chrome;
pub mod cpuprofile;
pub mod perfetto;
pub mod timeline;
