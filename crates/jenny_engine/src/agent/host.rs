//! What the engine asks of its host (ECMA-262 host hooks, and the oracle's clocks and random numbers).

use super::Agent;
use crate::builtins::atomics::Waiter;
use crate::module::{ImportRequest, Module};
use crate::{JsResult, Value};
use jenny_gc::Gc;
use std::time::Duration;

/// What happened to a promise without a handler.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RejectionOperation {
    /// rejected while it had no handler
    Reject,
    /// got its first handler after that
    Handle,
}

/// Hooks. Implementations hold no heap references but through `embed::Root`.
pub trait HostHooks {
    /// Wall clock, ms since 1970-01-01 UTC.
    fn now(&mut self) -> f64;
    /// Fills with random bytes; `stream` names the consumer, so that one consumer's draws do not shift another's.
    fn random(&mut self, stream: &'static str, out: &mut [u8]);
    /// Offset of local time from UTC at a moment, in ms, and the zone's name. `is_utc`: `t` is UTC, else local time.
    fn local_offset(&mut self, t: f64, is_utc: bool) -> (f64, String);
    /// SystemTimeZoneIdentifier: the name of the local time zone in the time zone database, or an offset such as "+05:30".
    fn time_zone(&mut self) -> String {
        "UTC".into()
    }
    /// HostPromiseRejectionTracker.
    fn promise_rejection(&mut self, promise: Value, operation: RejectionOperation);
    /// HostEnqueue...: called when a job was put into an empty queue (a loop may want to know).
    fn job_enqueued(&mut self) {}
    /// A finalization registry has cells to clean up: queue a task that calls `Agent::run_finalization_jobs`. Called
    /// during a collection, so it may do nothing else.
    fn finalization_ready(&mut self) {}
    /// AgentCanSuspend: whether `Atomics.wait` may block the thread.
    fn can_suspend(&self) -> bool {
        false
    }
    /// Blocks the thread until the waiter was notified or the time is over.
    fn suspend(&mut self, waiter: &Waiter, time: Duration) {
        waiter.block(time);
    }
    /// HostEnsureCanCompileStrings.
    fn can_compile_strings(&mut self) -> bool {
        true
    }
}

/// Loading of modules; a separate trait, since it needs the agent. Implementations hold no cells but in roots.
pub trait ModuleLoader {
    /// HostLoadImportedModule: finds the module and calls `module::finish_loading_imported_module` with the request, now or
    /// later (keep the request in a `Root` until then). The same referrer, specifier and attributes must give the same module.
    /// An Err is taken as the request's result.
    fn load(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<()>;
    /// HostGetImportMetaProperties and HostFinalizeImportMeta: adds properties to import.meta.
    fn import_meta(&self, agent: &mut Agent, module: Gc<Module>, meta: Gc<crate::Object>) -> JsResult<()>;
    /// HostGetSupportedImportAttributes
    fn supported_attributes(&self) -> &[&str] {
        &["type"]
    }
}

/// `Atomics.waitAsync`; a separate trait, since it needs the agent. Implementations hold no cells but in roots.
pub trait AsyncWaits {
    /// HostEnqueueGenericJob and HostEnqueueTimeoutJob (ECMA-262 9.5.3, 9.5.5) for a wait that begins: what is returned is called
    /// from whatever thread notifies. After that, or after `timeout` milliseconds, `atomics::finish_async_wait` is to be called
    /// with `wait` on this agent's thread, in a task of its own.
    fn begin(&self, agent: &mut Agent, wait: u64, timeout: Option<f64>) -> Box<dyn FnOnce() + Send>;
}

/// Who is told of HOST interrupts, in the middle of whatever runs. It may look at the agent and allocate, but runs no code of the program's.
pub trait InterruptListener {
    fn interrupted(&self, agent: &mut Agent);
}

/// A host without a clock, random numbers or zones: for tests of the engine alone.
#[derive(Default, Debug)]
pub struct BareHost {
    state: u64,
}

impl HostHooks for BareHost {
    fn now(&mut self) -> f64 {
        0.0
    }
    fn random(&mut self, _: &'static str, out: &mut [u8]) {
        for b in out {
            self.state = self.state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            *b = (self.state >> 33) as u8;
        }
    }
    fn local_offset(&mut self, _: f64, _: bool) -> (f64, String) {
        (0.0, "UTC".into())
    }
    fn promise_rejection(&mut self, _: Value, _: RejectionOperation) {}
}
