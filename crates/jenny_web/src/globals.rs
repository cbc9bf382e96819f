//! The Web's properties of the global object.

use crate::global_events::*;
use crate::modules::export;
use crate::natives::user_prompts;
use jenny_engine::embed::{PropertySpec, SpecValue, attribute, lazy, operation, value};
use jenny_engine::{Agent, Attributes, JsResult, Value};

/// An operation of WebIDL: enumerable, made at its first touch.
const fn function(name: &'static str, make: fn(&mut Agent) -> JsResult<Value>) -> PropertySpec {
    value(name, SpecValue::Make(make), Attributes::ALL)
}

/// What the global object of a Worker has besides.
pub static WORKER_GLOBALS: &[PropertySpec] = &[
    lazy("WorkerLocation", |agent| export(agent, "worker_location", "WorkerLocation")),
    lazy("WorkerNavigator", |agent| export(agent, "navigator", "Navigator")),
];

/// All rows.
pub static GLOBALS: &[PropertySpec] = &[
    lazy("self", |agent| Ok(agent.realm().global_this())),
    attribute("onerror", get_onerror, Some(set_onerror)),
    attribute("onunhandledrejection", get_onunhandledrejection, Some(set_onunhandledrejection)),
    attribute("onrejectionhandled", get_onrejectionhandled, Some(set_onrejectionhandled)),
    operation("alert", user_prompts::alert, 0),
    operation("confirm", user_prompts::confirm, 0),
    operation("prompt", user_prompts::prompt, 0),
    lazy("DOMException", |agent| export(agent, "dom_exception", "DOMException")),
    lazy("QuotaExceededError", |agent| export(agent, "dom_exception", "QuotaExceededError")),
    lazy("Event", |agent| export(agent, "events", "Event")),
    lazy("CustomEvent", |agent| export(agent, "event_kinds", "CustomEvent")),
    lazy("ErrorEvent", |agent| export(agent, "event_kinds", "ErrorEvent")),
    lazy("MessageEvent", |agent| export(agent, "events", "MessageEvent")),
    lazy("PromiseRejectionEvent", |agent| export(agent, "event_kinds", "PromiseRejectionEvent")),
    lazy("EventTarget", |agent| export(agent, "events", "EventTarget")),
    lazy("AbortController", |agent| export(agent, "abort", "AbortController")),
    lazy("AbortSignal", |agent| export(agent, "abort", "AbortSignal")),
    lazy("MessageChannel", |agent| export(agent, "messaging", "MessageChannel")),
    lazy("MessagePort", |agent| export(agent, "messaging", "MessagePort")),
    lazy("BroadcastChannel", |agent| export(agent, "broadcast_channel", "BroadcastChannel")),
    lazy("Worker", |agent| export(agent, "worker", "Worker")),
    lazy("SharedWorker", |agent| export(agent, "worker", "SharedWorker")),
    lazy("Lock", |agent| export(agent, "locks", "Lock")),
    lazy("LockManager", |agent| export(agent, "locks", "LockManager")),
    lazy("Scheduler", |agent| export(agent, "scheduler", "Scheduler")),
    lazy("scheduler", |agent| export(agent, "scheduler", "scheduler")),
    lazy("TaskController", |agent| export(agent, "scheduler", "TaskController")),
    lazy("TaskSignal", |agent| export(agent, "scheduler", "TaskSignal")),
    lazy("TaskPriorityChangeEvent", |agent| export(agent, "scheduler", "TaskPriorityChangeEvent")),
    lazy("URL", |agent| export(agent, "url", "URL")),
    lazy("URLSearchParams", |agent| export(agent, "url", "URLSearchParams")),
    lazy("URLPattern", |agent| export(agent, "url_pattern", "URLPattern")),
    lazy("TextEncoder", |agent| export(agent, "encoding", "TextEncoder")),
    lazy("TextDecoder", |agent| export(agent, "encoding", "TextDecoder")),
    lazy("ReadableStream", |agent| export(agent, "streams/readable", "ReadableStream")),
    lazy("ReadableStreamDefaultReader", |agent| export(agent, "streams/readable", "ReadableStreamDefaultReader")),
    lazy("ReadableStreamDefaultController", |agent| {
        export(agent, "streams/readable", "ReadableStreamDefaultController")
    }),
    lazy("ReadableStreamBYOBReader", |agent| export(agent, "streams/bytes", "ReadableStreamBYOBReader")),
    lazy("ReadableStreamBYOBRequest", |agent| export(agent, "streams/bytes", "ReadableStreamBYOBRequest")),
    lazy("ReadableByteStreamController", |agent| export(agent, "streams/bytes", "ReadableByteStreamController")),
    lazy("WritableStream", |agent| export(agent, "streams/writable", "WritableStream")),
    lazy("WritableStreamDefaultWriter", |agent| export(agent, "streams/writable", "WritableStreamDefaultWriter")),
    lazy("WritableStreamDefaultController", |agent| {
        export(agent, "streams/writable", "WritableStreamDefaultController")
    }),
    lazy("TransformStream", |agent| export(agent, "streams/transform", "TransformStream")),
    lazy("TransformStreamDefaultController", |agent| {
        export(agent, "streams/transform", "TransformStreamDefaultController")
    }),
    lazy("ByteLengthQueuingStrategy", |agent| export(agent, "streams/shared", "ByteLengthQueuingStrategy")),
    lazy("CountQueuingStrategy", |agent| export(agent, "streams/shared", "CountQueuingStrategy")),
    lazy("TextEncoderStream", |agent| export(agent, "streams/text", "TextEncoderStream")),
    lazy("TextDecoderStream", |agent| export(agent, "streams/text", "TextDecoderStream")),
    lazy("CompressionStream", |agent| export(agent, "streams/text", "CompressionStream")),
    lazy("DecompressionStream", |agent| export(agent, "streams/text", "DecompressionStream")),
    lazy("Blob", |agent| export(agent, "blob", "Blob")),
    lazy("File", |agent| export(agent, "blob", "File")),
    lazy("FileReader", |agent| export(agent, "file_reader", "FileReader")),
    lazy("ProgressEvent", |agent| export(agent, "file_reader", "ProgressEvent")),
    lazy("FormData", |agent| export(agent, "form_data", "FormData")),
    lazy("Headers", |agent| export(agent, "fetch/headers", "Headers")),
    lazy("Request", |agent| export(agent, "fetch/request", "Request")),
    lazy("Response", |agent| export(agent, "fetch/response", "Response")),
    lazy("Crypto", |agent| export(agent, "crypto", "Crypto")),
    lazy("SubtleCrypto", |agent| export(agent, "crypto", "SubtleCrypto")),
    lazy("crypto", |agent| export(agent, "crypto", "crypto")),
    lazy("Performance", |agent| export(agent, "performance", "Performance")),
    lazy("PerformanceEntry", |agent| export(agent, "performance", "PerformanceEntry")),
    lazy("PerformanceMark", |agent| export(agent, "performance", "PerformanceMark")),
    lazy("PerformanceMeasure", |agent| export(agent, "performance", "PerformanceMeasure")),
    lazy("PerformanceObserver", |agent| export(agent, "performance", "PerformanceObserver")),
    lazy("PerformanceObserverEntryList", |agent| export(agent, "performance", "PerformanceObserverEntryList")),
    lazy("performance", |agent| export(agent, "performance", "performance")),
    lazy("Navigator", |agent| export(agent, "navigator", "Navigator")),
    lazy("navigator", |agent| export(agent, "navigator", "navigator")),
    function("addEventListener", |agent| export(agent, "events", "addEventListener")),
    function("removeEventListener", |agent| export(agent, "events", "removeEventListener")),
    function("dispatchEvent", |agent| export(agent, "events", "dispatchEvent")),
    function("atob", |agent| export(agent, "encoding", "atob")),
    function("btoa", |agent| export(agent, "encoding", "btoa")),
    function("structuredClone", |agent| export(agent, "structured_clone", "structuredClone")),
    function("fetch", |agent| export(agent, "fetch/fetch", "fetch")),
];
