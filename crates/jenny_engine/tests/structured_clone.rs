//! Structured serialize and deserialize: each case is a script that throws where a value did not come through as it should.

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::BareHost;
use jenny_engine::structured::{PlainHost, deserialize, serialize, structured_clone, transfer_list};
use jenny_engine::{Agent, AgentOptions, AsObject, Value};

const PRELUDE: &str = r#"
function same(actual, expected, what) {
  if (!Object.is(actual, expected)) throw new Error(`${what ?? ''}: ${String(actual)} instead of ${String(expected)}`);
}
function refused(value, path, transfer) {
  try { structuredClone(value, transfer); } catch (e) {
    same(e.name, 'DataCloneError'); same(e.code, 25); same(e.path, path); return e.message;
  }
  throw new Error('cloned');
}
"#;

const CASES: &[(&str, &str)] = &[
    (
        "primitives",
        "for (const v of [1, -0, 0.5, -7, 2**31, NaN, 'a', 'ü', '\\u4e2d', '', true, null, undefined, 10n, -(2n**80n)]) same(structuredClone(v), v);",
    ),
    (
        "plain objects",
        "const c = structuredClone({ a: 1, 2: 'x', b: { c: [1, , 3] } }); same(Object.keys(c).join(), '2,a,b'); same(c.b.c.length, 3); same(1 in c.b.c, false); same(Object.getPrototypeOf(c), Object.prototype);",
    ),
    (
        "objects of one shape",
        "const c = structuredClone(Array.from({ length: 50 }, (_, i) => ({ i, s: 's' + i }))); c.forEach((o, i) => { same(o.i, i); same(o.s, 's' + i); }); c[3].extra = 1; same('extra' in c[4], false);",
    ),
    (
        "many properties",
        "const o = {}; for (let i = 0; i < 100; i++) o['p' + i] = i; const [a, b] = structuredClone([o, { ...o }]); same(Object.keys(b).length, 100); same(b.p99, 99); same(a.p0, 0);",
    ),
    (
        "cycles and shared references",
        "const s = { n: 1 }, o = { s, t: s, m: new Map([[s, s]]) }; o.self = o; const c = structuredClone(o); same(c.self, c); same(c.s, c.t); same(c.m.get(c.s), c.s); same(c === o, false);",
    ),
    (
        "arrays",
        "const a = [1, 'x']; a.extra = 5; const c = structuredClone(a); same(c.extra, 5); same(c.length, 2); const sparse = []; sparse[1e6] = 1; same(structuredClone(sparse).length, 1000001); same(structuredClone(sparse)[1e6], 1); same(structuredClone(new Array(7)).length, 7); same(structuredClone([]).length, 0);",
    ),
    (
        "boxed primitives",
        "for (const v of [1, 's', true, 5n]) { const c = structuredClone(Object(v)); same(typeof c, 'object'); same(c.valueOf(), v); }",
    ),
    (
        "dates and patterns",
        "same(structuredClone(new Date(5)).getTime(), 5); same(structuredClone(new Date(NaN)).getTime(), NaN); const r = /a(b)/giu; r.lastIndex = 3; const c = structuredClone(r); same(c.source, 'a(b)'); same(c.flags, 'giu'); same(c.lastIndex, 0);",
    ),
    (
        "maps and sets",
        "const c = structuredClone(new Map([[1, new Set(['a', { b: 2 }])], ['k', 'v']])); same(c.size, 2); same([...c.get(1)][1].b, 2); same(c instanceof Map, true);",
    ),
    (
        "errors",
        "const e = structuredClone(new RangeError('m', { cause: { a: 1 } })); same(e instanceof RangeError, true); same(e.message, 'm'); same(e.cause.a, 1); same(typeof e.stack, 'string'); same(Object.keys(e).length, 0); class X extends Error { name = 'X' } same(structuredClone(new X('q')).name, 'Error');",
    ),
    (
        "getters run once and in order",
        "let log = ''; const o = { get a() { log += 'a'; delete this.b; return 1; }, b: 2, c: 3 }; const c = structuredClone(o); same(log, 'a'); same('b' in c, false); same(c.c, 3);",
    ),
    (
        "a getter that changes an object of a known shape",
        "const inner = { x: 1, y: { get z() { delete inner.w; inner.v = 1; return 0; } }, w: 3 }; const c = structuredClone([{ x: 0, y: 0, w: 0 }, inner]); same('w' in c[1], false); same('v' in c[1], false); same(c[1].x, 1);",
    ),
    (
        "not enumerable, symbols, prototypes",
        "class P { constructor() { this.own = 1; } get g() { return 1; } #p = 2; } const o = new P; Object.defineProperty(o, 'hidden', { value: 1 }); o[Symbol()] = 1; same(Object.getOwnPropertyNames(structuredClone(o)).join(), 'own');",
    ),
    (
        "buffers and views",
        "const b = new ArrayBuffer(8, { maxByteLength: 16 }); const u = new Uint16Array(b, 2, 2); u[0] = 513; const [c, v, d, t] = structuredClone([b, u, new DataView(b, 1), new Uint8Array(b)]); same(v.buffer, c); same(v[0], 513); same(v.byteOffset, 2); same(v.length, 2); same(c.maxByteLength, 16); same(d.getUint8(1), 1); c.resize(16); same(t.length, 16); same(d.byteLength, 15); same(v.length, 2);",
    ),
    (
        "transfer",
        "const b = new ArrayBuffer(4); new Uint8Array(b)[0] = 9; const c = structuredClone({ b, v: new Uint8Array(b) }, { transfer: [b] }); same(b.detached, true); same(c.b.byteLength, 4); same(c.v.buffer, c.b); same(c.v[0], 9); refused(b, ''); refused(1, '', [b]);",
    ),
    (
        "what is refused, and where it is",
        "same(refused(() => 1, '').endsWith(' could not be cloned.'), true); refused({ a: [1, { 'b-c': Symbol('s') }] }, '.a[1][\"b-c\"]'); refused(new Map([['k', new WeakMap]]), '.values().toArray()[0]'); refused([new Proxy({}, {})], '[0]'); refused(Promise.resolve(), ''); refused(Object(Symbol()), ''); refused(1, '', [{}]); const b = new ArrayBuffer(1); refused(1, '', [b, b]);",
    ),
    (
        "depth",
        "let o = {}; for (let i = 0; i < 1e6; i++) o = { o }; try { structuredClone(o); } catch (e) { same(e instanceof RangeError, true); }",
    ),
];

#[test]
fn a_small_heap_does_not_make_a_huge_message() {
    let options = AgentOptions { heap_limit: 64 << 20, ..AgentOptions::default() };
    let mut agent = Agent::new(options, Box::new(BareHost::default()));
    let source = SourceText::new("long", "Array(100000).fill('x'.repeat(1 << 16))");
    let Ok(value) = jenny_engine::script::evaluate_script(&mut agent, source, true) else { panic!("a valid script") };
    assert!(serialize(&mut agent, value, &[], &mut PlainHost).is_err());
}

fn run(gc_stress: bool) {
    for (name, source) in CASES.iter().filter(|(name, _)| !gc_stress || *name != "depth") {
        let options =
            AgentOptions { gc_stress: u32::from(gc_stress), native_stack_size: 1 << 20, ..AgentOptions::default() };
        let mut agent = Agent::new(options, Box::new(BareHost::default()));
        let clone = agent.new_native(
            "structuredClone",
            1,
            |agent, _, args| {
                let list = transfer_list(agent, args.get(1))?;
                structured_clone(agent, args.get(0), jenny_engine::operations::values(&list), &mut PlainHost)
            },
            &[],
        );
        let global = agent.realm().global_object();
        assert!(global.set_str(&mut agent, "structuredClone", Value::from(clone.as_object())).is_ok());
        let text = format!("{PRELUDE}\n{source}");
        if let Err(thrown) = jenny_engine::script::evaluate_script(&mut agent, SourceText::new(*name, text), false) {
            let exception = agent.take_exception(thrown);
            let stack = exception.as_object().and_then(|o| o.get_str(&mut agent, "stack").ok()).unwrap_or(exception);
            panic!("{name}: {}", stack.to_rust_string(&mut agent).unwrap_or_default());
        }
    }
}

#[test]
fn values_come_through() {
    run(false);
}

#[test]
fn values_come_through_with_a_collection_at_every_allocation() {
    run(true);
}

#[test]
fn a_value_goes_to_another_agent() {
    let mut sender = Agent::new(AgentOptions::default(), Box::new(BareHost::default()));
    let source = SourceText::new("message", "({ list: [1, 'two', 3n], when: new Date(7) })");
    let Ok(message) = jenny_engine::script::evaluate_script(&mut sender, source, true) else {
        panic!("a valid script")
    };
    let Ok(serialized) = serialize(&mut sender, message, &[], &mut PlainHost) else { panic!("a cloneable value") };
    let received = std::thread::Builder::new().stack_size(16 << 20).spawn(move || {
        let mut agent = Agent::new(AgentOptions::default(), Box::new(BareHost::default()));
        let Ok(made) = deserialize(&mut agent, serialized, &mut PlainHost) else { panic!("memory") };
        let global = agent.realm().global_object();
        assert!(global.set_str(&mut agent, "m", made.value).is_ok());
        let source = SourceText::new("receiver", "m.list.join() + m.when.getTime()");
        match jenny_engine::script::evaluate_script(&mut agent, source, true) {
            Ok(text) => text.to_rust_string(&mut agent).unwrap_or_default(),
            Err(_) => String::new(),
        }
    });
    let text = received.map(|thread| thread.join());
    assert!(matches!(text, Ok(Ok(text)) if text == "1,two,37"));
}
