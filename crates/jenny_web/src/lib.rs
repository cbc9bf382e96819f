//! Web APIs: events, URLs, text encodings, streams, messages, fetch; classes in JavaScript over natives, made when something first
//! touches them.
//!
//! - `js/`: the classes, one file a specification or a part of it; each is a body that gets `exports` and, as `require`, its natives
//! - [`modules`]: compiling and keeping those bodies
//! - [`natives`]: what they call, one file a subject
//! - [`globals`]: the rows that a runtime installs on the global object
//! - [`global_events`]: the events that the runtime fires there, and their `on...` attributes

pub mod global_events;
pub mod globals;
pub mod modules;
pub mod natives;

use jenny_runtime::binding::Runtime;

/// Gives a runtime the Web's globals and its events at the global object.
pub fn install(runtime: &mut Runtime) {
    let global = runtime.agent.realm().global_object();
    jenny_engine::embed::install(&mut runtime.agent, global, globals::GLOBALS);
    global_events::install(&runtime.state);
}
