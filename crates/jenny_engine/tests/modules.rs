//! Modules in memory: linking, cycles, live bindings, top-level await, synthetic modules, errors.

use jenny_bytecode::SourceText;
use jenny_engine::agent::host::{BareHost, ModuleLoader};
use jenny_engine::builtins::promise::{PromiseObject, PromiseState};
use jenny_engine::module::{self, ImportRequest, Module, ModuleStatus};
use jenny_engine::{Agent, AgentOptions, Args, JsResult, Object, Value};
use jenny_gc::{Gc, Root};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn log(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let mut words = Vec::new();
    for i in 0..args.len() {
        words.push(args.get(i).to_rust_string(agent)?);
    }
    LOG.with_borrow_mut(|log| log.push(words.join(" ")));
    Ok(Value::UNDEFINED)
}

/// Files by name. `later`: loads finish when `finish_one` is called.
#[derive(Default)]
struct Memory {
    files: HashMap<String, String>,
    modules: RefCell<HashMap<String, Root<Module>>>,
    later: Cell<bool>,
    waiting: RefCell<Vec<Root<ImportRequest>>>,
}

impl Memory {
    fn module(&self, agent: &mut Agent, name: &str, kind: Option<&str>) -> JsResult<Gc<Module>> {
        let key = format!("{name} {kind:?}");
        if let Some(module) = self.modules.borrow().get(&key) {
            return Ok(module.get());
        }
        let Some(text) = self.files.get(name) else {
            return Err(agent.throw_plain_error(format!("Cannot find module '{name}'")));
        };
        let module = match kind {
            Some("json") => Module::json(agent, text, name)?,
            Some("text") => Module::text(agent, text, name)?,
            Some(other) => return Err(agent.throw_type_error(format!("no modules of type {other}"))),
            None if name == "native" => Module::synthetic(
                agent,
                &["a", "default"],
                name,
                Rc::new(|agent, module| {
                    LOG.with_borrow_mut(|log| log.push("native".into()));
                    module.set_synthetic_export(agent, "a", Value::int(7))?;
                    module.set_synthetic_export(agent, "default", Value::TRUE)
                }),
            ),
            None => Module::parse(agent, SourceText::new(name, text.as_str()), name)?,
        };
        let root = Root::new(&agent.heap, module);
        self.modules.borrow_mut().insert(key, root);
        Ok(module)
    }
    fn finish(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<()> {
        let name = request.specifier().trim_start_matches("./").to_owned();
        let result = self.module(agent, &name, request.attribute("type").as_deref());
        module::finish_loading_imported_module(agent, request, result)
    }
    /// Finishes the newest load that waits.
    fn finish_one(&self, agent: &mut Agent) -> JsResult<bool> {
        let Some(request) = self.waiting.borrow_mut().pop() else { return Ok(false) };
        self.finish(agent, request.get())?;
        Ok(true)
    }
}

impl ModuleLoader for Memory {
    fn load(&self, agent: &mut Agent, request: Gc<ImportRequest>) -> JsResult<()> {
        assert!(request.referrer_url().is_some());
        if self.later.get() {
            self.waiting.borrow_mut().push(Root::new(&agent.heap, request));
            return Ok(());
        }
        self.finish(agent, request)
    }
    fn import_meta(&self, agent: &mut Agent, module: Gc<Module>, meta: Gc<Object>) -> JsResult<()> {
        let url = agent.string(module.url());
        meta.create_str(agent, "url", url)
    }
}

struct World {
    agent: Box<Agent>,
    memory: Rc<Memory>,
}

impl World {
    fn new(files: &[(&str, &str)], options: AgentOptions) -> World {
        LOG.with_borrow_mut(Vec::clear);
        let mut agent = Agent::new(options, Box::new(BareHost::default()));
        let files = files.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        let memory = Rc::new(Memory { files, ..Memory::default() });
        agent.module_loader = Some(memory.clone());
        let native = agent.new_native("log", 1, log, &[]);
        let global = agent.realm().global_object();
        assert!(global.create_str(&mut agent, "log", native).is_ok());
        World { agent, memory }
    }
    fn text(&mut self, value: Value) -> String {
        match value.to_rust_string(&mut self.agent) {
            Ok(text) => text,
            Err(_) => "<throws>".into(),
        }
    }
    fn run_jobs(&mut self) {
        self.agent.run_jobs(&mut |_, value| panic!("a job threw {value:?}"));
    }
    fn start(&mut self, entry: &str) -> Result<Gc<PromiseObject>, String> {
        let made = self.memory.clone().module(&mut self.agent, entry, None);
        match made {
            Ok(module) => Ok(module::load_link_evaluate(&mut self.agent, module).expect("not terminated")),
            Err(thrown) => {
                let value = self.agent.take_exception(thrown);
                Err(self.text(value))
            }
        }
    }
    /// Runs the entry to its end: what was logged, then how it ended.
    fn run(&mut self, entry: &str) -> Vec<String> {
        let end = match self.start(entry) {
            Err(text) => format!("throws {text}"),
            Ok(promise) => {
                let promise = Root::new(&self.agent.heap, promise);
                self.run_jobs();
                while self.memory.clone().finish_one(&mut self.agent).expect("not terminated") {
                    self.run_jobs();
                }
                let promise = promise.get();
                match promise.state() {
                    PromiseState::Pending => "pending".into(),
                    PromiseState::Fulfilled => "ok".into(),
                    PromiseState::Rejected => format!("throws {}", self.text(promise.result())),
                }
            }
        };
        let mut lines = LOG.with_borrow_mut(std::mem::take);
        lines.push(end);
        lines
    }
}

/// Runs `main` with loads that finish at once, then later, then with a collection at every allocation.
fn check(files: &[(&str, &str)], expected: &[&str]) {
    for (later, stress) in [(false, false), (true, false), (false, true)] {
        let mut world = World::new(files, AgentOptions { gc_stress: u32::from(stress), ..AgentOptions::default() });
        world.memory.later.set(later);
        let lines = world.run("main");
        assert_eq!(lines, expected, "later: {later}, stress: {stress}");
    }
}

#[test]
fn imports_and_live_bindings() {
    check(
        &[
            (
                "main",
                "import d, { count, increment as inc, default as e } from './counter';
                 import * as ns from './counter';
                 log(d, count, ns.count, d === e); inc(); log(count, ns.count);
                 try { count = 5 } catch (e) { log(e.name + ': ' + e.message) }
                 for (const f of [() => { ns.count = 5 }, () => { ns.more = 5 }, () => { delete ns.count }]) try { f() } catch (e) { log(e.message) }
                 log(typeof inc, (() => count)(), eval('count'));",
            ),
            ("counter", "export let count = 1; export function increment() { count++ } export default 'dflt';"),
        ],
        &["dflt 1 1 true", "2 2", "TypeError: Assignment to constant variable.", "Cannot assign to read only property 'count' of object '[object Module]'", "Cannot add property more, object is not extensible", "Cannot delete property 'count' of [object Module]", "function 2 2", "ok"],
    );
}

#[test]
fn every_form_of_export() {
    check(
        &[
            (
                "main",
                "import * as ns from './all'; import unused from './all'; import {} from './all';
                 log(Object.keys(ns).join());
                 log(ns.default.name, ns.f(), new ns.C().x, ns.g().next().value, ns.b, ns.c, ns.inner.deep, ns['a b'], ns.alias);",
            ),
            (
                "all",
                "export default function () {} export function f() { return 'f' } export class C { x = 'x' }
                 export function* g() { yield 'g' } export var b = 'b', c = 'c'; export * as inner from './other';
                 export * from './other'; let local = 'al'; export { local as alias, local as 'a b' };
                 import { deep as d } from './other'; export { d as renamed }; import * as o from './other'; export { o };",
            ),
            ("other", "export const deep = 'deep'; export default 'not starred'; export const b = 'shadowed';"),
        ],
        &["C,a b,alias,b,c,deep,default,f,g,inner,o,renamed", "default f x g b c deep al al", "ok"],
    );
}

#[test]
fn anonymous_defaults_have_names() {
    check(
        &[
            (
                "main",
                "import a from './a'; import b from './b'; import c from './c'; log(a.name, b.name, typeof b, c);",
            ),
            ("a", "export default (function () {});"),
            ("b", "export default class {}"),
            ("c", "export default 1 + 1;"),
        ],
        &["default default function 2", "ok"],
    );
}

#[test]
fn cycles_hoist_functions_and_keep_the_dead_zone() {
    check(
        &[
            (
                "main",
                "import { b } from './b'; export let a = 'a'; export function f() { return 'hoisted' } export var v = 1; log('main', b);",
            ),
            (
                "b",
                "import { a, f, v } from './main'; import * as ns from './main'; log(f(), v);
                 try { a } catch (e) { log(e.name + ': ' + e.message) }
                 try { ns.a } catch (e) { log(e.name + ': ' + e.message) }
                 try { Object.keys(ns) } catch (e) { log(e.name) }
                 try { typeof a } catch (e) { log(e.name) }
                 export let b = 'b';",
            ),
        ],
        &[
            "hoisted undefined",
            "ReferenceError: Cannot access 'a' before initialization",
            "ReferenceError: Cannot access 'a' before initialization",
            "ReferenceError",
            "ReferenceError",
            "main b",
            "ok",
        ],
    );
}

#[test]
fn star_exports() {
    check(
        &[
            (
                "main",
                "import * as ns from './both'; import { same, x } from './both'; log(Object.keys(ns).join(), same, x, 'amb' in ns);",
            ),
            ("both", "export * from './left'; export * from './right'; export * from './both'; export let x = 'own';"),
            ("left", "export let amb = 1, x = 'left'; export * from './base';"),
            ("right", "export let amb = 2; export * from './base';"),
            ("base", "export let same = 'base';"),
        ],
        &["same,x base own false", "ok"],
    );
}

#[test]
fn link_errors() {
    let table: &[(&[(&str, &str)], &str)] = &[
        (
            &[("main", "import { x } from './a';"), ("a", "")],
            "SyntaxError: The requested module './a' does not provide an export named 'x'",
        ),
        (
            &[("main", "import x from './a';"), ("a", "export let y;")],
            "SyntaxError: The requested module './a' does not provide an export named 'default'",
        ),
        (
            &[("main", "export { x as z } from './a';"), ("a", "")],
            "SyntaxError: The requested module './a' does not provide an export named 'x'",
        ),
        (
            &[
                ("main", "import { x } from './both';"),
                ("both", "export * from './a'; export * from './b';"),
                ("a", "export let x;"),
                ("b", "export let x;"),
            ],
            "SyntaxError: The requested module './b' contains conflicting star exports for name 'x' with the previous requested module './a'",
        ),
        (
            &[("main", "import { x } from './a';"), ("a", "export { x } from './main';")],
            "SyntaxError: The requested module './main' does not provide an export named 'x'",
        ),
        (
            &[
                ("main", "import * as ns from './a'; import { x } from './a';"),
                ("a", "import './b'"),
                ("b", "let a; let a;"),
            ],
            "SyntaxError: Identifier 'a' has already been declared",
        ),
        (&[("main", "import './missing';")], "Error: Cannot find module 'missing'"),
        (
            &[("main", "import './a' with { color: 'red' };"), ("a", "")],
            "SyntaxError: Import attribute \"color\" with value \"red\" is not supported",
        ),
        (
            &[("main", "import source x from './a';"), ("a", "")],
            "SyntaxError: Source phase import object is not defined for module 'a'",
        ),
    ];
    for (files, message) in table {
        check(files, &[&format!("throws {message}")]);
    }
}

#[test]
fn link_errors_carry_the_importing_place() {
    let files =
        [("main", "import './dep';"), ("dep", "// comment\nimport { y, x } from './a';"), ("a", "export let y;")];
    let mut world = World::new(&files, AgentOptions::default());
    let promise = world.start("main").expect("it parses");
    let error = promise.result().as_object().expect("an error");
    let stack = error.get_str(&mut world.agent, "stack").expect("it has a stack");
    let stack = world.text(stack);
    assert_eq!(stack, "SyntaxError: The requested module './a' does not provide an export named 'x'\n    at dep:2:13");
}

#[test]
fn a_failed_link_can_be_tried_again() {
    let files = [("main", "import { x } from './a';"), ("a", ""), ("other", "import './a'; log('other');")];
    let mut world = World::new(&files, AgentOptions::default());
    assert_eq!(world.run("main").len(), 1);
    let module = world.memory.clone().module(&mut world.agent, "main", None).expect("made");
    assert_eq!(module.status(), ModuleStatus::Unlinked);
    assert_eq!(
        world.run("main"),
        ["throws SyntaxError: The requested module './a' does not provide an export named 'x'"]
    );
    assert_eq!(world.run("other"), ["other", "ok"]);
}

#[test]
fn evaluation_order_and_errors() {
    check(
        &[
            ("main", "import './a'; import './b'; log('main');"),
            ("a", "import './c'; log('a');"),
            ("b", "import './c'; log('b'); throw new RangeError('no');"),
            ("c", "log('c');"),
        ],
        &["c", "a", "b", "throws RangeError: no"],
    );
    check(
        &[
            (
                "main",
                "const a = await import('./bad').catch(e => e); const b = await import('./bad').catch(e => e);
                 log(a === b, a.message); const c = await import('./also').catch(e => e); log(a === c);",
            ),
            ("bad", "log('once'); throw new Error('bad');"),
            ("also", "import './bad'; log('never');"),
        ],
        &["once", "true bad", "true", "ok"],
    );
}

#[test]
fn top_level_await_order() {
    check(
        &[
            ("main", "import './a'; import './b'; import './sync'; log('main'); await 0; log('main end');"),
            ("a", "log('a'); await 0; await 0; await 0; log('a end');"),
            ("b", "log('b'); await 0; log('b end');"),
            ("sync", "log('sync');"),
        ],
        &["a", "b", "sync", "b end", "a end", "main", "main end", "ok"],
    );
    // A cycle that awaits, and parents in the order in which they were to be evaluated.
    check(
        &[
            ("main", "import './p1'; import './p2'; log('main');"),
            ("p1", "import './leaf'; log('p1');"),
            ("p2", "import './leaf'; import './p1'; log('p2'); await 1; log('p2 end');"),
            ("leaf", "import './main'; log('leaf'); await 0; log('leaf end');"),
        ],
        &["leaf", "leaf end", "p1", "p2", "p2 end", "main", "ok"],
    );
    check(
        &[
            ("main", "import './sibling'; import './bad'; log('never');"),
            ("bad", "await 0; throw new TypeError('rejected');"),
            ("sibling", "await 0; await 0; log('sibling');"),
        ],
        &["sibling", "throws TypeError: rejected"],
    );
}

#[test]
fn import_meta_and_this() {
    check(
        &[(
            "main",
            "log(import.meta.url, import.meta === import.meta, Object.getPrototypeOf(import.meta), typeof this, import.meta === eval('1') );",
        )],
        &["main true null undefined false", "ok"],
    );
}

#[test]
fn json_text_and_native_modules() {
    check(
        &[
            (
                "main",
                "import j from './j' with { type: 'json' }; import t from './j' with { type: 'text' };
                 import yes, { a } from './native'; import * as ns from './native'; import * as again from './native';
                 log(j.x, t, yes, a, Object.keys(ns).join(), ns === again);
                 const dynamic = await import('./j', { with: { type: 'json' } }); log(dynamic.default === j);",
            ),
            ("j", "{\"x\": 1}"),
            ("native", ""),
        ],
        &["native", "1 {\"x\": 1} true 7 a,default true", "true", "ok"],
    );
    let files = [("main", "import j from './j' with { type: 'json' };"), ("j", "{")];
    let mut world = World::new(&files, AgentOptions::default());
    let lines = world.run("main");
    assert!(lines[0].starts_with("throws SyntaxError"), "{lines:?}");
}

#[test]
fn dynamic_import() {
    check(
        &[
            (
                "main",
                "const p = import('./a'); log('before', p instanceof Promise); const ns = await p; log(ns.x, ns === await import('./a'));
                 const say = f => f().then(() => log('resolved'), e => log(e.name + ': ' + e.message));
                 await say(() => import('./missing'));
                 await say(() => import({ toString() { throw new Error('toString') } }));
                 await say(() => import('./a', 1));
                 await say(() => import('./a', { with: 1 }));
                 await say(() => import('./a', { with: { type: 1 } }));
                 await say(() => import('./a', { with: { shape: 'round' } }));
                 await say(() => import('./syntax'));
                 await say(() => import(Symbol()));
                 await say(() => (0, eval)(\"import('./a')\").then ? import('./a', undefined) : 0);",
            ),
            ("a", "log('a'); export let x = await 'awaited';"),
            ("syntax", "let a; let a;"),
        ],
        &[
            "before true",
            "a",
            "awaited true",
            "Error: Cannot find module 'missing'",
            "Error: toString",
            "TypeError: The second argument of import() must be an object",
            "TypeError: The 'with' option must be an object",
            "TypeError: Import attribute value must be a string",
            "TypeError: Import attribute \"shape\" with value \"round\" is not supported",
            "SyntaxError: Identifier 'a' has already been declared",
            "TypeError: Cannot convert a Symbol value to a string",
            "resolved",
            "ok",
        ],
    );
}

#[test]
fn namespace_objects() {
    check(
        &[
            (
                "main",
                "import * as ns from './a'; const t = (f) => { try { return f() } catch (e) { return e.name } };
                 log(Object.prototype.toString.call(ns), Object.isFrozen(ns), Object.isExtensible(ns), Object.getPrototypeOf(ns));
                 log(JSON.stringify(Object.getOwnPropertyDescriptor(ns, 'x')), Reflect.ownKeys(ns).length, 'y' in ns, ns.y);
                 log(Reflect.set(ns, 'x', 1), Reflect.deleteProperty(ns, 'x'), Reflect.deleteProperty(ns, 'zz'), t(() => delete ns.x));
                 log(Reflect.defineProperty(ns, 'x', { value: 1 }), Reflect.defineProperty(ns, 'x', { value: 2 }), Reflect.preventExtensions(ns));
                 log(Reflect.setPrototypeOf(ns, null), Reflect.setPrototypeOf(ns, {}), t(() => Object.freeze(ns)), t(() => { ns.n = 1 }));
                 let keys = ''; for (const k in ns) keys += k; log(keys, { ...ns }.x, ns[1]);",
            ),
            ("a", "export let x = 1, Z = 2, a = 3; export { x as '1' };"),
        ],
        &[
            "[object Module] false false null",
            "{\"value\":1,\"writable\":true,\"enumerable\":true,\"configurable\":false} 5 false undefined",
            "false false true TypeError",
            "true false true",
            "true false TypeError TypeError",
            "1Zax 1 1",
            "ok",
        ],
    );
}

#[test]
fn deferred_imports() {
    check(
        &[
            (
                "main",
                "import defer * as ns from './lazy'; import './eager'; log('main'); log(Object.prototype.toString.call(ns), ns.then);
                 log(ns.x); log(ns.x); import defer * as bad from './bad';
                 for (let i = 0; i < 2; i++) try { bad.x } catch (e) { log(e) }
                 const d = await import.defer('./tla'); log('got'); log(d.y); log(d === await import.defer('./tla'));",
            ),
            ("lazy", "import './dep'; log('lazy'); export let x = 'x'; export let then = 1;"),
            ("dep", "log('dep');"),
            ("eager", "log('eager');"),
            ("bad", "throw 'thrown'; export let x;"),
            ("tla", "await 0; log('tla'); export let y = 'y';"),
        ],
        &["eager", "main", "[object Deferred Module] undefined", "dep", "lazy", "x", "x", "thrown", "thrown", "tla", "got", "y", "true", "ok"],
    );
}

#[test]
fn long_chains_of_imports() {
    let names: Vec<String> = (0..3000).map(|i| format!("m{i}")).collect();
    let texts: Vec<String> = (0..3000)
        .map(|i| if i == 2999 { "export let x = 42".into() } else { format!("export * from './m{}'", i + 1) })
        .collect();
    let mut files: Vec<(&str, &str)> = names.iter().zip(&texts).map(|(n, t)| (n.as_str(), t.as_str())).collect();
    files.push(("main", "import { x } from './m0'; log(x);"));
    let mut world = World::new(&files, AgentOptions::default());
    assert_eq!(world.run("main"), ["42", "ok"]);
    // One far too deep for the native stack is an error, not a crash.
    let mut world = World::new(&files, AgentOptions { native_stack_size: 64 << 10, ..AgentOptions::default() });
    let lines = world.run("main");
    assert_eq!(lines, ["throws RangeError: Maximum call stack size exceeded"]);
}

#[test]
fn scripts_import_through_their_record() {
    let files = [("a", "export let x = 'from a';")];
    let mut world = World::new(&files, AgentOptions::default());
    let agent = &mut world.agent;
    let source = SourceText::new(
        "script",
        "import('./a').then(ns => log(ns.x)); (() => eval(\"import('./a')\"))().then(ns => log(ns.x));",
    );
    let template = jenny_compiler::compile_script(source, &Default::default()).expect("it compiles");
    let record = jenny_engine::module::ScriptRecord::create(agent, "script");
    assert!(jenny_engine::script::run_script(agent, template, Value::cell(record)).is_ok());
    world.run_jobs();
    assert_eq!(LOG.with_borrow_mut(std::mem::take), ["from a", "from a"]);
}
