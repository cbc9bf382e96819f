//! WeakMap, WeakSet, WeakRef and FinalizationRegistry against real collections. The native stack is scanned conservatively, so the
//! scripts make many objects and ask that most of them went.

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::{BareHost, HostHooks, RejectionOperation};
use jenny_engine::{Agent, AgentOptions, AsObject, Value};
use std::cell::Cell;
use std::rc::Rc;

/// A bare host that counts how often it was told of dead targets.
struct Host(BareHost, Rc<Cell<u32>>);

impl HostHooks for Host {
    fn now(&mut self) -> f64 {
        self.0.now()
    }
    fn random(&mut self, stream: &'static str, out: &mut [u8]) {
        self.0.random(stream, out);
    }
    fn local_offset(&mut self, t: f64, is_utc: bool) -> (f64, String) {
        self.0.local_offset(t, is_utc)
    }
    fn promise_rejection(&mut self, _: Value, _: RejectionOperation) {}
    fn finalization_ready(&mut self) {
        self.1.set(self.1.get() + 1);
    }
}

fn evaluate(agent: &mut Agent, source: &str) -> String {
    let made = jenny_engine::script::evaluate_script(agent, SourceText::new("test", source), true);
    agent.run_jobs(&mut |_, _| {});
    match made {
        Ok(value) => value.to_rust_string(agent).unwrap_or_default(),
        Err(thrown) => {
            let exception = agent.take_exception(thrown);
            let stack = exception.as_object().and_then(|o| o.get_str(agent, "stack").ok()).unwrap_or(exception);
            panic!("{}", stack.to_rust_string(agent).unwrap_or_default());
        }
    }
}

fn agent() -> (Box<Agent>, Rc<Cell<u32>>) {
    let told = Rc::new(Cell::new(0));
    let mut agent = Agent::new(AgentOptions::default(), Box::new(Host(BareHost::default(), Rc::clone(&told))));
    let gc = agent.new_native(
        "gc",
        0,
        |agent, _, _| {
            agent.heap.collect(true);
            Ok(Value::UNDEFINED)
        },
        &[],
    );
    let global = agent.realm().global_object();
    assert!(global.set_str(&mut agent, "gc", Value::from(gc.as_object())).is_ok());
    (agent, told)
}

#[test]
fn targets_of_weak_references_die_after_the_job_but_not_in_it() {
    let (mut agent, _) = agent();
    let source = "var refs = []; (() => { for (let i = 0; i < 1000; i++) refs.push(new WeakRef({ i })); })(); gc();
        refs.filter(r => r.deref() !== undefined).length";
    assert_eq!(evaluate(&mut agent, source), "1000");
    evaluate(&mut agent, "var held = refs[5].deref(); 0");
    evaluate(&mut agent, "gc(); gc()");
    let alive: u32 = evaluate(&mut agent, "refs.filter(r => r.deref() !== undefined).length").parse().unwrap_or(0);
    assert!((1..100).contains(&alive), "{alive} alive");
    assert_eq!(evaluate(&mut agent, "refs[5].deref() === held && held.i"), "5");
}

#[test]
fn entries_of_weak_maps_live_as_long_as_their_keys() {
    let (mut agent, _) = agent();
    evaluate(
        &mut agent,
        "var map = new WeakMap, set = new WeakSet, keys = [], values = [];
         (() => { for (let i = 0; i < 1000; i++) {
             const key = {}, value = { key, i };
             map.set(key, value); set.add(key); values.push(new WeakRef(value));
             if (i % 10 == 0) keys.push(key);
         } })(); 0",
    );
    evaluate(&mut agent, "gc(); gc()");
    assert_eq!(evaluate(&mut agent, "keys.every((k, i) => map.get(k).i === i * 10 && set.has(k))"), "true");
    let alive: u32 = evaluate(&mut agent, "values.filter(r => r.deref()).length").parse().unwrap_or(0);
    assert!((100..200).contains(&alive), "{alive} alive");
    // A chain through one map: each value is the next key.
    evaluate(
        &mut agent,
        "var chain = new WeakMap, first = {}; (() => { let k = first; for (let i = 0; i < 5000; i++) { const n = { i }; chain.set(k, n); k = n; } })(); gc();
         var n = first, length = 0; while (n = chain.get(n)) length++; length",
    );
    assert_eq!(evaluate(&mut agent, "length"), "5000");
}

#[test]
fn cleanup_callbacks_get_the_held_values_of_dead_targets() {
    let (mut agent, told) = agent();
    evaluate(
        &mut agent,
        "var log = [], token = {}, kept = {}, registry = new FinalizationRegistry(held => { log.push(held); if (held === 3) throw 1; });
         (() => { for (let i = 0; i < 1000; i++) registry.register({}, i, i >= 500 ? token : undefined); })();
         registry.register(kept, 'kept'); 0",
    );
    assert_eq!(evaluate(&mut agent, "registry.unregister(token)"), "true");
    assert_eq!(evaluate(&mut agent, "registry.unregister(token)"), "false");
    evaluate(&mut agent, "gc(); gc()");
    assert!(told.get() >= 1);
    let mut thrown = 0;
    while let Err(error) = agent.run_finalization_jobs() {
        agent.take_exception(error);
        thrown += 1;
    }
    assert!(thrown <= 1);
    let called: u32 = evaluate(&mut agent, "log.length").parse().unwrap_or(0);
    assert!((400..=500).contains(&called), "{called} called");
    assert_eq!(
        evaluate(&mut agent, "log.every(held => typeof held === 'number' && held < 500) && kept !== log"),
        "true"
    );
    assert!(agent.run_finalization_jobs().is_ok());
}
