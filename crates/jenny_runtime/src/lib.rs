//! The runtime below JavaScript: the event loop, its oracle, the reactor, I/O and the module loader.
//!
//! Map of the crate, from the loop outward:
//!
//! | room | what it is for |
//! |---|---|
//! | [`oracle`] | everything that the outside world decides: clocks, randomness, choice, waiting |
//! | [`event_loop`] | tasks, sources, timers, immediates, ticks, turns; generic over a [`event_loop::Host`] |
//! | [`reactor`] | the worker that drives asynchronous operations, created by the first of them |
//! | [`fs_ops`] | the file system, with errors shaped as Node shapes them |
//! | [`http`] | HTTP/1.1, both sides, with TLS and content decoding for the client |
//! | [`stdin`] | bytes, lines and keys from the terminal; raw mode |
//! | [`process`] | standard output, signals, environment, working directory |
//! | [`child`] | child processes and the pipes to them |
//! | [`loader`] | from a specifier to source text: resolution, formats, reading |
//! | [`compile_source`] | source text to a checked syntax tree: parsing, TypeScript, JSX, nesting limits |
//! | [`code_cache`] | code of large sources, kept on disk |
//! | [`parallel`] | what crosses threads: ports, broadcast channels, Workers |
//! | [`binding`] | the engine on the loop: callbacks, jobs, rejections, modules, uncaught errors |
//! | [`recording`] | what a run did, on its way to a file |
//! | [`watch`] | a page that follows a run, stops it and sends it clicks and keys |
//! | [`inspection`] | what a running program waits for, runs and is held by |
//! | [`conformance_agents`] | `$262.agent`: further agents on threads, for the conformance suite |
//!
//! Nothing here is created before it is used: no thread, no tokio runtime, no certificate store.
//! Only this crate touches the operating system, and only [`oracle`] reads a clock or a random source.

pub mod binding;
pub mod child;
pub mod code_cache;
pub mod compile_source;
pub mod conformance_agents;
pub mod event_loop;
pub mod fs_ops;
pub mod http;
pub mod inspection;
pub mod loader;
pub mod oracle;
mod os;
pub mod parallel;
pub mod process;
pub mod reactor;
pub mod recording;
pub mod stdin;
pub mod watch;
