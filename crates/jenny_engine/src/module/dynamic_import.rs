//! `import()` (ECMA-262 13.3.10) and `import.meta` (13.3.12.1).

use super::deferred::gather_asynchronous_transitive_dependencies;
use super::loading::{host_load_imported_module, unsupported_attribute};
use super::record::{ImportPhase, Module, ModuleList};
use super::{ImportRequest, caught, evaluate, get_module_namespace, link, load_requested_modules};
use crate::agent::Agent;
use crate::builtins::promise::{
    PromiseObject, fulfill_promise, new_promise, perform_promise_then, reject_promise, resolve_promise,
};
use crate::function::Args;
use crate::string::JsString;
use crate::{JsResult, Object, Value};
use jenny_bytecode::Text;
use jenny_gc::{Gc, RootVec};

/// The import.meta object of a module (13.3.12.1): made once, with the host's properties.
pub fn import_meta(agent: &mut Agent, module: Value) -> JsResult<Gc<Object>> {
    let Some(module) = Module::from_value(module) else {
        return Ok(agent.new_object_with_prototype(Value::NULL));
    };
    if let Some(meta) = module.import_meta().as_object() {
        return Ok(meta);
    }
    let meta = agent.new_object_with_prototype(Value::NULL);
    if let Some(loader) = agent.module_loader.clone() {
        loader.import_meta(agent, module, meta)?;
    }
    module.set_import_meta(meta.into());
    Ok(meta)
}

/// EvaluateImportCall (13.3.10.2) from step 8 on: a promise. `referrer` is [[ScriptOrModule]] of the running code, `phase` as in
/// `ModuleRequest`. Errors: only that the agent is being terminated.
pub fn dynamic_import(
    agent: &mut Agent,
    referrer: Value,
    specifier: Value,
    options: Value,
    phase: u8,
) -> JsResult<Value> {
    let promise = new_promise(agent);
    if let Err(thrown) = request(agent, promise, referrer, specifier, options, ImportPhase::from_u8(phase)) {
        let reason = caught(agent, thrown)?;
        reject_promise(agent, promise, reason);
    }
    Ok(promise.into())
}

/// GetActiveScriptOrModule (9.4.1): that of the topmost context that has one. Code made by indirect eval and `Function` has none.
fn active_script_or_module(agent: &Agent) -> Value {
    let mut regs = agent.interpreter.regs;
    while !regs.is_null() {
        let frame = crate::interpreter::frame::Frame(regs);
        match frame.code().map(|code| code.script_or_module()) {
            Some(found) if !found.is_undefined() => return found,
            _ => regs = frame.caller(),
        }
    }
    Value::UNDEFINED
}

fn text_of(string: Gc<JsString>) -> Text {
    Text::from_utf16(&string.to_utf16())
}

fn request(
    agent: &mut Agent,
    promise: Gc<PromiseObject>,
    referrer: Value,
    specifier: Value,
    options: Value,
    phase: ImportPhase,
) -> JsResult<()> {
    let referrer = if referrer.is_undefined() { active_script_or_module(agent) } else { referrer };
    let specifier = text_of(specifier.to_js_string(agent)?);
    let attributes = import_attributes(agent, options)?;
    if let Some(message) = unsupported_attribute(agent, &attributes) {
        return Err(agent.throw_type_error(message));
    }
    let request = ImportRequest::create(agent, referrer, specifier, attributes, phase, promise.into());
    host_load_imported_module(agent, request)
}

/// The attributes that the second argument of `import()` asks for, sorted by key.
fn import_attributes(agent: &mut Agent, options: Value) -> JsResult<Vec<(Text, Text)>> {
    if options.is_undefined() {
        return Ok(Vec::new());
    }
    let Some(options) = options.as_object() else {
        return Err(agent.throw_type_error("The second argument of import() must be an object"));
    };
    let with = options.get(agent, agent.names.with)?;
    if with.is_undefined() {
        return Ok(Vec::new());
    }
    let Some(with) = with.as_object() else {
        return Err(agent.throw_type_error("The 'with' option must be an object"));
    };
    // EnumerableOwnProperties first, then the values' types.
    let mut keys = Vec::new();
    let mut values = RootVec::new(&agent.heap);
    let mut own_keys = RootVec::new(&agent.heap);
    let list = with.own_property_keys(agent)?;
    list.iter().for_each(|k| own_keys.push(k.bits()));
    for key in list.into_iter().filter(|k| k.is_string()) {
        let Some(own) = with.get_own_property(agent, key)? else { continue };
        if !own.attributes.is_enumerable() {
            continue;
        }
        let value = with.get(agent, key)?;
        values.push(value.bits());
        let name = agent.key_to_value(key);
        keys.push(name.as_string().map_or_else(|| Text::from_str(""), text_of));
    }
    let mut attributes = Vec::with_capacity(keys.len());
    for (key, value) in keys.into_iter().zip(crate::operations::values(&values)) {
        let Some(value) = value.as_string() else {
            return Err(agent.throw_type_error("Import attribute value must be a string"));
        };
        attributes.push((key, text_of(value)));
    }
    attributes.sort_by_key(|(key, _)| key.to_display());
    Ok(attributes)
}

fn promise_of(args: &Args) -> Option<Gc<PromiseObject>> {
    args.data(0).as_kind()
}

/// ContinueDynamicImport (13.3.10.3): what happens once the host has found the module.
pub(super) fn continue_dynamic_import(
    agent: &mut Agent,
    promise: Gc<PromiseObject>,
    phase: ImportPhase,
    result: Result<Gc<Module>, Value>,
) -> JsResult<()> {
    let module = match result {
        Ok(module) => module,
        Err(reason) => {
            reject_promise(agent, promise, reason);
            return Ok(());
        }
    };
    if phase == ImportPhase::Source {
        match module.source(agent) {
            Ok(source) => resolve_promise(agent, promise, source),
            Err(thrown) => {
                let reason = caught(agent, thrown)?;
                reject_promise(agent, promise, reason);
            }
        }
        return Ok(());
    }
    let load = load_requested_modules(agent, module)?;
    let deferred = Value::bool(phase == ImportPhase::Defer);
    let on_loaded = agent.new_native("", 0, link_and_evaluate, &[promise.into(), Value::cell(module), deferred]);
    let on_rejected = agent.new_native("", 1, reject_import, &[promise.into()]);
    perform_promise_then(agent, load, on_loaded.into(), on_rejected.into(), None)?;
    Ok(())
}

fn reject_import(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    if let Some(promise) = promise_of(&args) {
        reject_promise(agent, promise, args.get(0));
    }
    Ok(Value::UNDEFINED)
}

fn link_and_evaluate(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (Some(promise), Some(module)) = (promise_of(&args), Module::from_value(args.data(1))) else {
        return Ok(Value::UNDEFINED);
    };
    let deferred = args.data(2);
    if let Err(thrown) = link_then_evaluate(agent, promise, module, deferred) {
        let reason = caught(agent, thrown)?;
        reject_promise(agent, promise, reason);
    }
    Ok(Value::UNDEFINED)
}

fn link_then_evaluate(
    agent: &mut Agent,
    promise: Gc<PromiseObject>,
    module: Gc<Module>,
    deferred: Value,
) -> JsResult<()> {
    link(agent, module)?;
    let evaluation =
        if deferred.is_true() { evaluate_asynchronous_parts(agent, module)? } else { evaluate(agent, module)? };
    let on_fulfilled =
        agent.new_native("", 0, resolve_with_namespace, &[promise.into(), Value::cell(module), deferred]);
    let on_rejected = agent.new_native("", 1, reject_import, &[promise.into()]);
    perform_promise_then(agent, evaluation, on_fulfilled.into(), on_rejected.into(), None)?;
    Ok(())
}

fn resolve_with_namespace(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (Some(promise), Some(module)) = (promise_of(&args), Module::from_value(args.data(1))) else {
        return Ok(Value::UNDEFINED);
    };
    match get_module_namespace(agent, module, args.data(2).is_true()) {
        Ok(namespace) => resolve_promise(agent, promise, namespace.into()),
        Err(thrown) => {
            let reason = caught(agent, thrown)?;
            reject_promise(agent, promise, reason);
        }
    }
    Ok(Value::UNDEFINED)
}

/// SafePerformPromiseAll over the evaluation of what `import.defer()` cannot defer.
fn evaluate_asynchronous_parts(agent: &mut Agent, module: Gc<Module>) -> JsResult<Gc<PromiseObject>> {
    let mut list = ModuleList::new(agent);
    gather_asynchronous_transitive_dependencies(agent, module, &mut list)?;
    let all = new_promise(agent);
    if list.is_empty() {
        fulfill_promise(agent, all, Value::UNDEFINED);
        return Ok(all);
    }
    let remaining = agent.elements_from_slice(&[Value::from(list.len())])?;
    for i in 0..list.len() {
        let evaluation = evaluate(agent, list.get(i))?;
        let on_fulfilled = agent.new_native("", 0, one_evaluated, &[all.into(), remaining.into()]);
        let on_rejected = agent.new_native("", 1, reject_import, &[all.into()]);
        perform_promise_then(agent, evaluation, on_fulfilled.into(), on_rejected.into(), None)?;
    }
    Ok(all)
}

fn one_evaluated(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    // SAFETY: `evaluate_asynchronous_parts` captured an Elements cell there.
    let remaining = unsafe { args.data(1).as_gc_unchecked::<crate::object::Elements>() };
    let left = remaining.get(0).as_int().unwrap_or(1) - 1;
    remaining.set(0, Value::int(left));
    if left == 0
        && let Some(all) = promise_of(&args)
    {
        fulfill_promise(agent, all, Value::UNDEFINED);
    }
    Ok(Value::UNDEFINED)
}
