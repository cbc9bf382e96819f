//! Web APIs: events, URLs, text encodings, fetch; classes in JavaScript over natives, made when something first touches them.
//!
//! - `js/`: the classes, one file a specification; each is a body that gets `exports` and, as `require`, its natives
//! - [`modules`]: compiling and keeping those bodies
//! - [`natives`]: what they call, one file a specification
//! - [`GLOBALS`]: the rows that a runtime installs on the global object

pub mod modules;
pub mod natives;

use jenny_engine::embed::{PropertySpec, lazy};
use modules::export;

/// Properties of the global object.
pub static GLOBALS: &[PropertySpec] = &[
    lazy("DOMException", |agent| export(agent, "events", "DOMException")),
    lazy("Event", |agent| export(agent, "events", "Event")),
    lazy("CustomEvent", |agent| export(agent, "events", "CustomEvent")),
    lazy("ErrorEvent", |agent| export(agent, "events", "ErrorEvent")),
    lazy("MessageEvent", |agent| export(agent, "events", "MessageEvent")),
    lazy("PromiseRejectionEvent", |agent| export(agent, "events", "PromiseRejectionEvent")),
    lazy("EventTarget", |agent| export(agent, "events", "EventTarget")),
    lazy("AbortController", |agent| export(agent, "events", "AbortController")),
    lazy("AbortSignal", |agent| export(agent, "events", "AbortSignal")),
    lazy("URL", |agent| export(agent, "url", "URL")),
    lazy("URLSearchParams", |agent| export(agent, "url", "URLSearchParams")),
    lazy("TextEncoder", |agent| export(agent, "encoding", "TextEncoder")),
    lazy("TextDecoder", |agent| export(agent, "encoding", "TextDecoder")),
    lazy("atob", |agent| export(agent, "encoding", "atob")),
    lazy("btoa", |agent| export(agent, "encoding", "btoa")),
    lazy("crypto", |agent| export(agent, "misc", "crypto")),
    lazy("Crypto", |agent| export(agent, "misc", "Crypto")),
    lazy("performance", |agent| export(agent, "misc", "performance")),
    lazy("Performance", |agent| export(agent, "misc", "Performance")),
    lazy("structuredClone", |agent| export(agent, "misc", "structuredClone")),
    lazy("MessageChannel", |agent| export(agent, "messaging", "MessageChannel")),
    lazy("MessagePort", |agent| export(agent, "messaging", "MessagePort")),
    lazy("BroadcastChannel", |agent| export(agent, "messaging", "BroadcastChannel")),
    lazy("Worker", |agent| export(agent, "worker", "Worker")),
    lazy("Headers", |agent| export(agent, "fetch", "Headers")),
    lazy("Request", |agent| export(agent, "fetch", "Request")),
    lazy("Response", |agent| export(agent, "fetch", "Response")),
    lazy("fetch", |agent| export(agent, "fetch", "fetch")),
    lazy("ReadableStream", |agent| export(agent, "streams", "ReadableStream")),
];
