//! Jobs and promises as an observer meets them: dense numbers, parents, order.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::BareHost;
use jenny_engine::agent::observer::{
    ActivationId, AgentEvent, AgentObserver, JobId, JobName, PromiseId, PromiseOrigin,
};
use jenny_engine::agent::repeats::{Repeated, Repeats, Round};
use jenny_engine::interpreter::CallTrail;
use jenny_engine::{Agent, AgentOptions, Value};

struct Log(Rc<RefCell<Vec<AgentEvent>>>);

impl AgentObserver for Log {
    fn event(&self, _: &Agent, event: AgentEvent) {
        self.0.borrow_mut().push(event);
    }
}

/// Tells the same from rounds that the agent counts.
struct Counting {
    log: Rc<RefCell<Vec<AgentEvent>>>,
    repeats: Rc<Repeats>,
    counted: Rc<Cell<u32>>,
    /// What was told last of a round: where its promise was made, its origin.
    made: RefCell<Option<(CallTrail, PromiseOrigin)>>,
    /// The await that ended the last round, and its job.
    last: Cell<Option<(ActivationId, PromiseId, Option<PromiseId>, JobId)>>,
}

impl Counting {
    fn take(&self) {
        if !self.repeats.is_armed() {
            return;
        }
        let Repeated { rounds, job_started, promise_made } = self.repeats.take();
        self.counted.set(self.counted.get() + rounds);
        let (activation, PromiseId(promise), result, JobId(job)) = self.last.get().unwrap();
        let origin = self.made.borrow().as_ref().unwrap().1;
        let mut log = self.log.borrow_mut();
        let started = log.iter().rev().find_map(|event| match event {
            AgentEvent::JobStart { job } => Some(job.0),
            _ => None,
        });
        for round in 0..=u64::from(rounds) {
            let (started, promise) = (started.unwrap() + round, PromiseId(promise + round + 1));
            let whole = round < u64::from(rounds);
            if whole || job_started {
                log.push(AgentEvent::JobEnd { job: JobId(started), threw: false });
                log.push(AgentEvent::JobStart { job: JobId(started + 1) });
            }
            if whole || promise_made {
                log.push(AgentEvent::PromiseCreate { promise, origin });
                log.push(AgentEvent::PromiseSettle { promise, rejected: false });
            }
            if whole {
                log.push(AgentEvent::Await { activation, promise, result });
                let name = JobName::Resume { activation, result, rejected: false };
                log.push(AgentEvent::JobQueue { job: JobId(job + round + 1), name });
            }
        }
    }
}

impl AgentObserver for Counting {
    fn event(&self, _: &Agent, event: AgentEvent) {
        self.take();
        self.log.borrow_mut().push(event);
    }

    fn repeats(&self) -> Option<Rc<Repeats>> {
        Some(self.repeats.clone())
    }

    fn promise_created(&self, agent: &Agent, promise: PromiseId, origin: PromiseOrigin, settled: Option<bool>) {
        self.event(agent, AgentEvent::PromiseCreate { promise, origin });
        if let Some(rejected) = settled {
            self.event(agent, AgentEvent::PromiseSettle { promise, rejected });
        }
        self.made.replace(Some((CallTrail::of(agent, |_, _| {}), origin)));
    }

    fn awaits(
        &self,
        agent: &Agent,
        activation: ActivationId,
        promise: PromiseId,
        result: Option<PromiseId>,
        queued: Option<(JobId, bool)>,
    ) {
        self.event(agent, AgentEvent::Await { activation, promise, result });
        let Some((job, rejected)) = queued else { return };
        self.event(agent, AgentEvent::JobQueue { job, name: JobName::Resume { activation, result, rejected } });
        let usual = match &self.log.borrow()[..] {
            [
                ..,
                AgentEvent::JobEnd { threw: false, .. },
                AgentEvent::JobStart { .. },
                AgentEvent::PromiseCreate { promise: made, .. },
                AgentEvent::PromiseSettle { rejected: false, .. },
                _,
                _,
            ] => *made == promise,
            _ => false,
        };
        let made = self.made.borrow();
        if let (true, Some((made, origin))) = (usual, &*made) {
            let awaited = &CallTrail::of(agent, |_, _| {});
            self.last.set(Some((activation, promise, result, job)));
            self.repeats.arm(&Round { promise, origin: *origin, activation, made, awaited }, 5);
        }
    }
}

/// How many rounds were counted; the events must be those that are told one by one.
fn counted_rounds(source: &str) -> u32 {
    let (log, counted) = (Rc::new(RefCell::new(Vec::new())), Rc::new(Cell::new(0)));
    let repeats = Rc::default();
    let counting =
        Counting { log: log.clone(), repeats, counted: counted.clone(), made: None.into(), last: Cell::new(None) };
    run(source, false, Box::new(counting));
    let plain = events_of(source, false);
    for (at, (counted, plain)) in log.borrow().iter().zip(&plain).enumerate() {
        assert_eq!(counted, plain, "event {at} of {source}");
    }
    assert_eq!(log.borrow().len(), plain.len());
    counted.get()
}

#[test]
fn counted_rounds_are_what_would_have_been_told() {
    let one = "async function one(x) { return x }";
    let rounds = |body: &str| counted_rounds(&format!("{one} (async () => {{ {body} }})();"));
    assert_eq!(rounds("for (let i = 0; i < 23; i++) await one(i)"), 17);
    assert_eq!(rounds("for (let i = 0; i < 40; i++) await i"), 31);
    // Rounds that are broken by other events, at every part.
    assert!(
        rounds("for (let i = 0; i < 40; i++) { await one(i); if (i % 4 == 0) Promise.resolve().then(() => 1) }") > 0
    );
    assert!(rounds("for (let i = 0; i < 40; i++) { if (i % 6 == 5) Promise.resolve(1); await one(i) }") > 0);
    assert!(
        rounds("for (let i = 0; i < 40; i++) { const p = one(i); if (i % 6 == 5) new Promise(() => 0); await p }") > 0
    );
    assert!(rounds("for (let i = 0; i < 40; i++) { if (i % 6 == 5) one(i); else await one(i) }") > 0);
    assert!(rounds("for (let i = 0; i < 40; i++) { const p = one(i); if (i % 6 != 5) await p }") > 0);
    assert!(rounds("const p = one(1); for (let i = 0; i < 40; i++) await (i % 6 == 5 ? p : one(i))") > 0);
    assert!(rounds("for (let i = 0; i < 40; i++) try { await one(i); if (i % 6 == 5) throw 1 } catch { }") > 0);
    assert!(rounds("for (let i = 0; i < 40; i++) i % 6 == 5 ? await one(i) : await one(i)") > 0);
    // Two by turns are never the same twice, and one of two is left behind when the other ends.
    let body = "for (let i = 0; i < n; i++) await one(i)";
    let by_turns = format!("{one} async function f(n) {{ {body} }} f(20); f(40);");
    assert!(counted_rounds(&by_turns) > 10);
}

fn events_of(source: &str, gc_stress: bool) -> Vec<AgentEvent> {
    let log = Rc::new(RefCell::new(Vec::new()));
    run(source, gc_stress, Box::new(Log(log.clone())));
    log.take()
}

fn run(source: &str, gc_stress: bool, observer: Box<dyn AgentObserver>) {
    let mut agent = Agent::new(
        AgentOptions { gc_stress: u32::from(gc_stress), ..AgentOptions::default() },
        Box::new(BareHost::default()),
    );
    agent.set_observer(Some(observer));
    let template = jenny_compiler::compile_script(SourceText::new("observed.js", source), &Default::default()).unwrap();
    jenny_engine::script::run_script(&mut agent, template, Value::UNDEFINED).unwrap();
    agent.run_jobs(&mut |_, _| panic!("no job throws"));
    agent.set_observer(None);
}

#[test]
fn jobs_run_in_the_order_of_their_numbers() {
    let events = events_of(
        "queueMicro = Promise.resolve(1); queueMicro.then(() => 2).then(() => 3); (async () => { await 0; })();",
        false,
    );
    let queued: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            AgentEvent::JobQueue { job, .. } => Some(job.0),
            _ => None,
        })
        .collect();
    let started: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            AgentEvent::JobStart { job } => Some(job.0),
            _ => None,
        })
        .collect();
    assert_eq!(queued, [1, 2, 3]);
    assert_eq!(started, queued);
}

#[test]
fn a_chain_has_parents() {
    let events = events_of("Promise.resolve(1).then(() => 2);", false);
    assert_eq!(
        events,
        [
            AgentEvent::PromiseCreate { promise: PromiseId(1), origin: PromiseOrigin::Resolve },
            AgentEvent::PromiseSettle { promise: PromiseId(1), rejected: false },
            AgentEvent::PromiseCreate { promise: PromiseId(2), origin: PromiseOrigin::Then },
            AgentEvent::PromiseThen { promise: PromiseId(1), derived: Some(PromiseId(2)) },
            AgentEvent::JobQueue {
                job: JobId(1),
                name: JobName::Reaction { derived: Some(PromiseId(2)), rejected: false },
            },
            AgentEvent::JobStart { job: JobId(1) },
            AgentEvent::PromiseSettle { promise: PromiseId(2), rejected: false },
            AgentEvent::JobEnd { job: JobId(1), threw: false },
        ]
    );
}

#[test]
fn numbers_are_equal_in_every_run_and_under_stress() {
    let source = "async function f(n) { if (n > 0) { await f(n - 1); await Promise.all([n, f(0)]); } } for (let i = 0; i < 5; i++) f(i);";
    let plain = events_of(source, false);
    assert!(plain.len() > 50);
    assert_eq!(plain, events_of(source, false));
    assert_eq!(plain, events_of(source, true));
}
