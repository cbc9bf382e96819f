//! The gate: where agents stop, what lets them go on, and the inputs that wait for the loop.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jenny_engine::agent::{InterruptHandle, interrupt};
use serde_json::Value as Json;

use crate::oracle::Input;
use crate::reactor::Inbox;

/// Inputs that may wait for the loop; more are refused.
const MOST_INPUTS: usize = 1000;

/// How often an agent that stands looks whether it is told to end.
const LOOKS: Duration = Duration::from_millis(100);

/// Kinds of moments at which an agent can stop, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stops(u8);

impl Stops {
    pub const TURN: Stops = Stops(1);
    pub const TASK: Stops = Stops(2);
    pub const MICROTASK: Stops = Stops(4);
    pub const CALL: Stops = Stops(8);

    /// Where a step of this unit stops: at the next of its kind, or before at what interrupts the wait for one.
    /// None for a word that is no unit.
    pub fn of_unit(unit: &str) -> Option<Stops> {
        Some(match unit {
            "turn" => Stops::TURN,
            "task" => Stops::TASK,
            "microtask" => Stops(Stops::TASK.0 | Stops::MICROTASK.0),
            "call" => Stops(Stops::TASK.0 | Stops::MICROTASK.0 | Stops::CALL.0),
            _ => return None,
        })
    }

    fn has(self, moment: Stops) -> bool {
        self.0 & moment.0 != 0
    }

    fn word(self) -> &'static str {
        match self {
            Stops::TURN => "turn",
            Stops::TASK => "task",
            Stops::MICROTASK => "microtask",
            _ => "call",
        }
    }
}

/// One agent at the gate.
struct Gate {
    /// Where it is to stop; empty while it runs freely.
    stops: Stops,
    /// Where it stands, as the page is told.
    stopped: Option<Json>,
    interrupts: InterruptHandle,
    inbox: Arc<Inbox>,
}

impl Gate {
    /// Whether it waits to be let go; who is told to end does not.
    fn stands(&self) -> bool {
        self.stopped.is_some() && self.interrupts.pending() & interrupt::TERMINATE == 0
    }
}

#[derive(Default)]
struct Inner {
    gates: BTreeMap<u16, Gate>,
    inputs: VecDeque<Input>,
    /// Agents stop where they begin.
    paused_at_first: bool,
    ended: Option<i32>,
    /// Moves when what the page is told has changed.
    version: u64,
}

/// What the agents of a watched program share with the threads that serve the page.
#[derive(Default)]
pub struct Watch {
    inner: Mutex<Inner>,
    /// Signals every change.
    changed: Condvar,
    /// Some agent is to stop: until then an event costs one look at this.
    asked: AtomicBool,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

impl Watch {
    /// `paused`: the program stops before its first task.
    pub fn new(paused: bool) -> Arc<Watch> {
        let watch = Watch::default();
        watch.lock().paused_at_first = paused;
        Arc::new(watch)
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Whoever panicked changed nothing by halves.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells everybody that something is new.
    fn announce(&self, inner: &mut Inner) {
        inner.version += 1;
        let any = inner.gates.values().any(|gate| gate.stops != Stops::default());
        self.asked.store(any, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// An agent begins.
    pub(crate) fn join(&self, agent: u16, interrupts: InterruptHandle, inbox: Arc<Inbox>) {
        let mut inner = self.lock();
        let stops = if inner.paused_at_first { Stops::TASK } else { Stops::default() };
        inner.gates.insert(agent, Gate { stops, stopped: None, interrupts, inbox });
        self.announce(&mut inner);
    }

    /// An agent has ended; the program with it, if it is the first.
    pub(crate) fn leave(&self, agent: u16, code: i32) {
        let mut inner = self.lock();
        inner.gates.remove(&agent);
        if agent == 0 {
            inner.ended = Some(code);
        }
        self.announce(&mut inner);
    }

    /// Whether this agent is to stop before its next call.
    pub(crate) fn wants_calls(&self, agent: u16) -> bool {
        self.asked.load(Ordering::Relaxed)
            && self.lock().gates.get(&agent).is_some_and(|gate| gate.stops.has(Stops::CALL))
    }

    /// An agent is at such a moment. If it is to stop there it says where it stands and waits until it is let go.
    /// `describe` also brings what the agent has told so far to the record.
    pub(crate) fn reached(&self, agent: u16, moment: Stops, describe: impl FnOnce() -> Json) {
        if self.asked.load(Ordering::Relaxed) {
            self.stop(agent, moment, describe);
        }
    }

    #[cold]
    fn stop(&self, agent: u16, moment: Stops, describe: impl FnOnce() -> Json) {
        let is_to_stop = |inner: &Inner| inner.gates.get(&agent).is_some_and(|gate| gate.stops.has(moment));
        if !is_to_stop(&self.lock()) {
            return;
        }
        let mut place = describe();
        place["at"] = moment.word().into();
        let mut inner = self.lock();
        let Some(gate) = inner.gates.get_mut(&agent).filter(|gate| gate.stops.has(moment)) else { return };
        gate.stopped = Some(place);
        self.announce(&mut inner);
        while inner.gates.get(&agent).is_some_and(Gate::stands) {
            inner = self.changed.wait_timeout(inner, LOOKS).unwrap_or_else(PoisonError::into_inner).0;
        }
        if let Some(gate) = inner.gates.get_mut(&agent) {
            gate.stopped = None;
        }
    }

    /// An agent that runs is to stop at such a moment. In a loop it stops at once.
    pub fn pause(&self, agent: u16, stops: Stops) {
        let mut inner = self.lock();
        if let Some(gate) = inner.gates.get_mut(&agent).filter(|gate| gate.stopped.is_none()) {
            gate.stops = stops;
            if stops.has(Stops::CALL) {
                gate.interrupts.request(interrupt::OBSERVER);
            }
            self.announce(&mut inner);
        }
    }

    /// A stopped agent goes on to the next such moment; with no stops at all, it runs freely.
    pub fn step(&self, agent: u16, stops: Stops) {
        let mut inner = self.lock();
        inner.paused_at_first &= stops != Stops::default();
        if let Some(gate) = inner.gates.get_mut(&agent) {
            gate.stops = stops;
            gate.stopped = None;
            self.announce(&mut inner);
        }
    }

    /// Lets all agents run freely: nobody watches any more.
    pub fn let_all_go(&self) {
        let agents: Vec<u16> = self.lock().gates.keys().copied().collect();
        agents.into_iter().for_each(|agent| self.step(agent, Stops::default()));
    }

    /// An input for the program's own agent; false if too many wait already.
    pub fn push_input(&self, input: Input) -> bool {
        let mut inner = self.lock();
        if inner.inputs.len() >= MOST_INPUTS {
            return false;
        }
        inner.inputs.push_back(input);
        if let Some(gate) = inner.gates.get(&0) {
            gate.inbox.wake();
        }
        true
    }

    pub(crate) fn next_input(&self) -> Option<Input> {
        self.lock().inputs.pop_front()
    }

    /// The exit code, once the program has ended.
    pub fn ended(&self) -> Option<i32> {
        self.lock().ended
    }

    /// What the page is told, with the number of its version.
    pub(crate) fn status(&self) -> (u64, Json) {
        let inner = self.lock();
        let agents: Vec<Json> = inner
            .gates
            .iter()
            .map(|(number, gate)| {
                let asked = gate.stops != Stops::default() && gate.stopped.is_none();
                serde_json::json!({ "agent": number, "asked": asked, "stopped": gate.stopped })
            })
            .collect();
        (inner.version, serde_json::json!({ "agents": agents, "ended": inner.ended, "waiting": inner.inputs.len() }))
    }

    /// Waits until the version is another than `known`, at most so long.
    #[cfg(test)]
    fn wait_for_change(&self, known: u64, most: Duration) {
        let inner = self.lock();
        let same = |inner: &mut Inner| inner.version == known;
        drop(self.changed.wait_timeout_while(inner, most, same).unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched() -> Arc<Watch> {
        let watch = Watch::new(true);
        watch.join(0, InterruptHandle::default(), Arc::new(Inbox::new()));
        watch
    }

    #[test]
    fn an_agent_stops_where_it_is_asked_to_and_goes_on_when_it_is_let() {
        let watch = watched();
        let agent = {
            let watch = watch.clone();
            std::thread::spawn(move || {
                watch.reached(0, Stops::MICROTASK, || unreachable!("it is to stop at a task"));
                watch.reached(0, Stops::TASK, || serde_json::json!({ "n": 1 }));
                watch.reached(0, Stops::MICROTASK, || serde_json::json!({ "n": 2 }));
                watch.reached(0, Stops::TASK, || unreachable!("it runs freely"));
            })
        };
        let stands = |n: u64| {
            loop {
                let (version, status) = watch.status();
                if status["agents"][0]["stopped"]["n"] == n {
                    break status["agents"][0]["stopped"]["at"].clone();
                }
                watch.wait_for_change(version, Duration::from_secs(5));
            }
        };
        assert_eq!(stands(1), "task");
        watch.step(0, Stops::of_unit("microtask").unwrap());
        assert_eq!(stands(2), "microtask");
        watch.let_all_go();
        agent.join().unwrap();
        assert!(!watch.wants_calls(0));
    }

    #[test]
    fn inputs_are_bounded() {
        let watch = watched();
        let input = || Input { target: 1, kind: "click".into(), data: Vec::new() };
        assert!((0..MOST_INPUTS).all(|_| watch.push_input(input())));
        assert!(!watch.push_input(input()));
        assert_eq!(watch.next_input(), Some(input()));
        assert!(watch.push_input(input()));
    }

    #[test]
    fn units_are_words() {
        assert_eq!(Stops::of_unit("turn"), Some(Stops::TURN));
        assert!(Stops::of_unit("call").unwrap().has(Stops::MICROTASK));
        assert_eq!(Stops::of_unit("line"), None);
    }
}
