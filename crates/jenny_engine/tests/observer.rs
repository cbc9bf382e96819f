//! Jobs and promises as an observer meets them: dense numbers, parents, order.

use std::cell::RefCell;
use std::rc::Rc;

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::BareHost;
use jenny_engine::agent::observer::{AgentEvent, AgentObserver, JobId, JobName, PromiseId, PromiseOrigin};
use jenny_engine::{Agent, AgentOptions, Value};

struct Log(Rc<RefCell<Vec<AgentEvent>>>);

impl AgentObserver for Log {
    fn event(&self, _: &Agent, event: AgentEvent) {
        self.0.borrow_mut().push(event);
    }
}

fn events_of(source: &str, gc_stress: bool) -> Vec<AgentEvent> {
    let mut agent = Agent::new(
        AgentOptions { gc_stress: u32::from(gc_stress), ..AgentOptions::default() },
        Box::new(BareHost::default()),
    );
    let log = Rc::new(RefCell::new(Vec::new()));
    agent.set_observer(Some(Box::new(Log(log.clone()))));
    let template = jenny_compiler::compile_script(SourceText::new("observed.js", source), &Default::default()).unwrap();
    jenny_engine::script::run_script(&mut agent, template, Value::UNDEFINED).unwrap();
    agent.run_jobs(&mut |_, _| panic!("no job throws"));
    agent.set_observer(None);
    log.take()
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
