//! An agent's own side: it hears interrupts between two of its steps, and the loop tells it what begins and ends.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use jenny_engine::Agent;
use jenny_engine::agent::host::InterruptListener;

use super::desk::{self, Desk};
use super::held::Held;
use super::places::Places;
use super::profile::RunProfile;
use super::{HeapSnapshotAt, InspectionOptions, ask, describe, path_of_agent, sampler, why_alive};
use crate::binding::RuntimeState;
use crate::event_loop::{EventLoop, OperationId, Task};
use crate::process;

/// SIGUSR1 has come, and nobody has answered it yet.
static ASKED: AtomicBool = AtomicBool::new(false);

/// How long agents are waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often the stack is sampled for a profile.
const PROFILE_INTERVAL: Duration = Duration::from_millis(1);

/// What is known of one agent for those who look at it.
pub struct Inspection {
    desk: Arc<Desk>,
    options: InspectionOptions,
    pub(super) places: Option<Places>,
    held: Option<Held>,
    profile: Option<RunProfile>,
    /// Whether moments of tasks are worth their noting.
    is_timed: bool,
    /// Something has run since it was last told what keeps the program alive.
    ran: Cell<bool>,
    /// The operations that were last told of.
    told: Cell<u64>,
    ended: Cell<bool>,
}

impl std::fmt::Debug for Inspection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inspection").finish_non_exhaustive()
    }
}

impl Inspection {
    /// Begins to look after an agent.
    pub fn open(agent: &mut Agent, event_loop: &EventLoop, options: InspectionOptions) -> Rc<Inspection> {
        let number = event_loop.agent().0;
        let desk = Desk::open(number, agent.interrupt_handle(), event_loop.waker());
        if number == 0 {
            let desk = desk.clone();
            // A system without this signal has nobody who asks by it.
            let _ = crate::os::signals::on_signal(rustix::process::Signal::USR1.as_raw(), move || {
                ASKED.store(true, Ordering::SeqCst);
                desk.ring_from_signal();
            });
        }
        let held = options.slow_turn.map(|limit| Held::new(Duration::from_millis(limit)));
        let profile = options.cpu_profile.as_ref().map(|path| RunProfile::new(path_of_agent(path, number)));
        if profile.is_some() {
            sampler::start(PROFILE_INTERVAL, Duration::ZERO);
        } else if let Some(limit) = options.slow_turn {
            let limit = Duration::from_millis(limit);
            let interval = (limit / 16).clamp(Duration::from_millis(1), Duration::from_millis(10));
            sampler::start(interval, limit / 8);
        }
        if let Some(after) = options.why_alive
            && number == 0
        {
            why_alive::start(Duration::from_millis(after));
        }
        let is_timed = held.is_some() || profile.is_some() || options.why_alive.is_some();
        let inspection = Rc::new(Inspection {
            desk,
            is_timed,
            places: options.wants_places().then(Places::default),
            held,
            profile,
            options,
            ran: Cell::new(true),
            told: Cell::new(0),
            ended: Cell::new(false),
        });
        agent.interrupt_listener = Some(inspection.clone());
        inspection
    }

    // What natives tell

    /// The program's code stands here: a native is about to use the runtime.
    #[inline]
    pub(crate) fn locate(&self, agent: &Agent) {
        if let Some(places) = &self.places {
            places.locate(agent);
        }
    }

    /// The next operation is called so.
    pub(crate) fn name_operation(&self, name: &str) {
        if let Some(places) = &self.places {
            places.name(name);
        }
    }

    /// An operation began.
    pub(crate) fn operation_started(&self, event_loop: &EventLoop, operation: OperationId) {
        if let Some(places) = &self.places {
            places.start(operation, |operation| event_loop.has_operation(operation));
        }
    }

    // What the loop tells

    /// A task is about to run.
    #[inline]
    pub(crate) fn task_begins(&self, agent: &mut Agent, state: &RuntimeState, task: &Task) {
        if self.is_timed {
            self.timed_task_begins(agent, state, task);
        }
    }

    #[cold]
    fn timed_task_begins(&self, agent: &mut Agent, state: &RuntimeState, task: &Task) {
        self.ran.set(true);
        let now = desk::now();
        self.rests(agent, now);
        self.desk.waiting_since.store(0, Ordering::Relaxed);
        if let Some(places) = &self.places {
            places.clear();
        }
        if let Some(held) = &self.held {
            let origin = state.scheduled_at.borrow().clone();
            held.begins(now, task, origin);
        }
        self.desk.runs(now);
    }

    /// Jobs are about to run, or have run.
    pub(crate) fn jobs(&self, begin: bool) {
        if let Some(held) = &self.held {
            held.jobs(desk::now(), begin);
        }
    }

    /// Nothing runs from now on.
    fn rests(&self, agent: &mut Agent, now: u64) {
        if self.desk.running_since.swap(0, Ordering::Relaxed) == 0 {
            if let Some(profile) = &self.profile {
                profile.idle(now);
            }
            return;
        }
        if let Some(held) = &self.held {
            held.ends(now, self.places.as_ref());
        }
        if let Some(profile) = &self.profile {
            profile.sample(agent, now);
        }
    }

    /// The loop is about to wait.
    pub(crate) fn parks(&self, agent: &mut Agent) {
        if !self.is_timed {
            return;
        }
        let now = desk::now();
        self.rests(agent, now);
        if self.options.why_alive.is_some() && self.ran.get() {
            self.desk.waiting_since.store(now, Ordering::Relaxed);
        }
    }

    /// The turn before this one has ended, and what was asked meanwhile is answered.
    pub(crate) fn turn_begins(&self, agent: &mut Agent, state: &RuntimeState) {
        agent.serve_interrupts();
        if let Some(HeapSnapshotAt { turn: Some(turn), .. }) = &self.options.heap_snapshot
            && state.event_loop.turns() > *turn
        {
            let code = self.write_heap(agent);
            // Not the program's end, which a replay would compare.
            state.flush();
            process::exit(code);
        }
    }

    /// The program ends with this code.
    pub(crate) fn ends(&self, agent: &mut Agent, state: &RuntimeState, code: i32) {
        if self.ended.replace(true) {
            return;
        }
        let now = desk::now();
        self.rests(agent, now);
        self.desk.close();
        if let Some(profile) = &self.profile
            && let Err(error) = profile.write()
        {
            process::tell(&format!("jenny: {}: {error}\n", profile.path().display()));
        }
        if self.options.heap_snapshot.is_some() {
            self.write_heap(agent);
        }
        if self.options.why_exit {
            let text = describe::left(agent, state, self.places.as_ref(), code);
            // Standard error may be closed: then there is nobody to tell.
            let _ = state.write_stderr(text.as_bytes());
        }
    }

    /// Writes the heap as the options say; the exit code.
    fn write_heap(&self, agent: &mut Agent) -> i32 {
        let Some(HeapSnapshotAt { path, .. }) = &self.options.heap_snapshot else { return 0 };
        let path = path_of_agent(path, self.desk.agent);
        let written = crate::inspection::write_heap_snapshot(agent, &path);
        match written {
            Ok(()) => 0,
            Err(error) => {
                process::tell(&format!("jenny: {}: {error}\n", path.display()));
                1
            }
        }
    }

    fn tell_why_alive(&self, agent: &mut Agent) {
        let Some(state) = agent.existing_state::<RuntimeState>() else { return };
        self.ran.set(false);
        let (text, told) = describe::why_alive(&state, self.places.as_ref());
        if self.told.replace(told) != told {
            let _ = state.write_stderr(text.as_bytes());
        }
    }
}

impl Drop for Inspection {
    fn drop(&mut self) {
        self.desk.close();
    }
}

impl InterruptListener for Inspection {
    fn interrupted(&self, agent: &mut Agent) {
        if self.desk.agent == 0 && ASKED.swap(false, Ordering::SeqCst) {
            // Agents answer on their own threads, this one too: so somebody else gathers the answers. Without a thread for that
            // there is no answer.
            let gather = || describe_all("SIGUSR1", PATIENCE, ask::deliver);
            let _ = std::thread::Builder::new().name("jenny-describe".into()).spawn(gather);
        }
        let asked = self.desk.take_asked();
        if !asked.is_empty()
            && let Some(state) = agent.existing_state::<RuntimeState>()
        {
            let text = describe::agent(agent, &state, self.places.as_ref());
            for answer in asked {
                // Who asked may have lost patience.
                let _ = answer.send((self.desk.agent, text.clone()));
            }
        }
        if self.desk.sample.swap(false, Ordering::Relaxed) && self.desk.running_since.load(Ordering::Relaxed) != 0 {
            let now = desk::now();
            if let Some(profile) = &self.profile {
                profile.sample(agent, now);
            }
            if let Some(held) = &self.held {
                held.sample(agent, now, self.places.as_ref());
            }
        }
        if let Some(state) = agent.existing_state::<RuntimeState>()
            && let Some(recording) = &state.recording
        {
            recording.looks_up();
        }
        if self.desk.why_alive.swap(false, Ordering::Relaxed) {
            self.tell_why_alive(agent);
        }
    }
}

/// Asks all agents for descriptions and hands on what came in time.
pub(super) fn describe_all(why: &str, patience: Duration, deliver: fn(&str)) {
    let desks = desk::all();
    let (sender, receiver) = channel();
    desks.iter().for_each(|desk| desk.ask(sender.clone()));
    drop(sender);
    let begun = Instant::now();
    let mut answers: BTreeMap<u16, String> = BTreeMap::new();
    while answers.len() < desks.len()
        && let Ok((agent, text)) = receiver.recv_timeout(patience.saturating_sub(begun.elapsed()))
    {
        answers.insert(agent, text);
    }
    let mut text = format!("jenny: process {} ({why})\n", std::process::id());
    for desk in desks {
        match answers.remove(&desk.agent) {
            Some(answer) => text.push_str(&answer),
            None => text.push_str(&format!(
                "{}: does not answer: it is inside a call that does not look up\n",
                describe::name_of(desk.agent)
            )),
        }
    }
    deliver(&text);
}
