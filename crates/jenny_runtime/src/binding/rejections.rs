//! Rejected promises that nobody handles (HTML 8.1.7.3.2 and 8.1.7.3.3, HostPromiseRejectionTracker).

use std::cell::RefCell;

use jenny_engine::agent::host::RejectionOperation;
use jenny_engine::embed::{PromiseObject, RootVec};
use jenny_engine::{Agent, JsResult, Value};

/// How many promises that were reported are remembered for `rejectionhandled`.
const REMEMBERED: usize = 1 << 12;

/// The list of promises about to be reported, and of those that were.
#[derive(Default)]
pub struct Rejections {
    lists: RefCell<Option<Lists>>,
}

struct Lists {
    about_to_be_notified: RootVec,
    outstanding: RootVec,
    handled_late: RootVec,
}

impl Rejections {
    /// Takes up its work, once there is a heap.
    pub fn start(&self, agent: &Agent) {
        let list = || RootVec::new(&agent.heap);
        *self.lists.borrow_mut() =
            Some(Lists { about_to_be_notified: list(), outstanding: list(), handled_late: list() });
    }

    /// HostPromiseRejectionTracker
    pub fn track(&self, promise: Value, operation: RejectionOperation) {
        let mut lists = self.lists.borrow_mut();
        let Some(lists) = &mut *lists else { return };
        match operation {
            RejectionOperation::Reject => lists.about_to_be_notified.push(promise.bits()),
            RejectionOperation::Handle => {
                if !remove(&mut lists.about_to_be_notified, promise) && remove(&mut lists.outstanding, promise) {
                    lists.handled_late.push(promise.bits());
                }
            }
        }
    }

    /// Whether something is to be told.
    pub fn is_empty(&self) -> bool {
        let lists = self.lists.borrow();
        lists.as_ref().is_none_or(|lists| lists.about_to_be_notified.is_empty() && lists.handled_late.is_empty())
    }

    /// Tells `unhandled` of each promise that still has no handler, and `handled` of those that got one late.
    pub fn notify(
        &self,
        agent: &mut Agent,
        mut handled: impl FnMut(&mut Agent, Value) -> JsResult<()>,
        mut unhandled: impl FnMut(&mut Agent, Value, Value) -> JsResult<()>,
    ) -> JsResult<()> {
        let (late, promises) = {
            let mut lists = self.lists.borrow_mut();
            let Some(lists) = &mut *lists else { return Ok(()) };
            let fresh = || RootVec::new(&agent.heap);
            (
                std::mem::replace(&mut lists.handled_late, fresh()),
                std::mem::replace(&mut lists.about_to_be_notified, fresh()),
            )
        };
        for i in 0..late.len() {
            let value = Value::from_bits(late.get(i));
            record(agent, value, true);
            handled(agent, value)?;
        }
        for i in 0..promises.len() {
            let value = Value::from_bits(promises.get(i));
            let Some(promise) = value.as_kind::<PromiseObject>().filter(|promise| !promise.is_handled()) else {
                continue;
            };
            if let Some(lists) = &mut *self.lists.borrow_mut() {
                if lists.outstanding.len() >= REMEMBERED {
                    lists.outstanding.swap_remove(0);
                }
                lists.outstanding.push(value.bits());
            }
            record(agent, value, false);
            unhandled(agent, value, promise.result())?;
        }
        Ok(())
    }
}

/// Tells a record, if there is one.
fn record(agent: &mut Agent, promise: Value, handled: bool) {
    if let Some(promise) = agent.observed_promise(promise)
        && let Some(recording) = &super::state_of(agent).recording
    {
        recording.rejection(promise, handled);
    }
}

fn remove(list: &mut RootVec, promise: Value) -> bool {
    let place = list.as_slice().iter().position(|&bits| bits == promise.bits());
    if let Some(place) = place {
        let kept: Vec<u64> = list.as_slice()[place + 1..].to_vec();
        list.truncate(place);
        list.extend_from_slice(&kept);
    }
    place.is_some()
}
