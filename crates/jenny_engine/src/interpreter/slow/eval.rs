//! Direct and indirect eval (ECMA-262 19.2.1).

use super::Insn;
use crate::agent::Agent;
use crate::environment::{Scope, WithScope};
use crate::function::Code;
use crate::kind::Kind;
use crate::object::property::Attributes;
use crate::string::PropertyKey;
use crate::{AsObject, Intrinsic, JsResult, PropertyDescriptor, Value};
use jenny_bytecode::{BindingInfo, EvalSite, Text};
use jenny_compiler::{EvalContext, OuterScope};
use jenny_gc::Gc;

pub fn direct_eval(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let callee = insn.get(2);
    let argc = insn.word(1) as usize;
    let header = crate::interpreter::frame::HEADER;
    if callee != agent.intrinsic(Intrinsic::Eval).into() {
        let mut args = jenny_gc::RootVec::new(&agent.heap);
        for i in 0..argc {
            args.push(insn.get_run(3, header + 1 + i).bits());
        }
        let this = insn.get_run(3, header);
        if !callee.is_callable() {
            return Err(super::call::throw_not_a_function(agent, callee));
        }
        let value = agent.call(callee, this, crate::operations::values(&args))?;
        insn.set(1, value);
        return Ok(());
    }
    let source = if argc == 0 { Value::UNDEFINED } else { insn.get_run(3, header + 1) };
    let value = perform_direct(agent, insn, source, insn.word_register(2), insn.word(3))?;
    insn.set(1, value);
    Ok(())
}

pub fn direct_eval_spread(agent: &mut Agent, insn: Insn) -> JsResult<()> {
    let callee = insn.get(2);
    let list = insn.get(3);
    if callee != agent.intrinsic(Intrinsic::Eval).into() {
        let value = crate::interpreter::call::call_with_list(agent, callee, Value::UNDEFINED, list)?;
        insn.set(1, value);
        return Ok(());
    }
    let source = match list.as_object() {
        Some(list) => list.get_index(agent, 0)?,
        None => Value::UNDEFINED,
    };
    let value = perform_direct(agent, insn, source, insn.word_register(1), insn.word(2))?;
    insn.set(1, value);
    Ok(())
}

fn perform_direct(agent: &mut Agent, insn: Insn, source: Value, scope: Value, site: u32) -> JsResult<Value> {
    let site = insn.code().template().eval_sites[site as usize].clone();
    // `this` of the eval code is the caller's; where it is captured the compiler reads the slot instead.
    let this = insn.frame().register(0);
    perform_eval(agent, source, Some(site), scope, this, insn.frame().function(), insn.code().script_or_module())
}

/// Indirect eval: global code.
pub fn indirect_eval(agent: &mut Agent, source: Value) -> JsResult<Value> {
    let this = agent.realm().global_this();
    perform_eval(agent, source, None, Value::UNDEFINED, this, Value::UNDEFINED, Value::UNDEFINED)
}

/// The scopes around a direct eval, innermost first, as the compiler wants them.
fn outer_scopes(scope: Value) -> Vec<OuterScope> {
    let mut outer = Vec::new();
    let mut next = scope;
    loop {
        if next.is_kind(Kind::Scope) {
            // SAFETY: the kind was checked.
            let scope = unsafe { next.as_gc_unchecked::<Scope>() };
            outer.push(OuterScope::Scope(scope.info().clone()));
            next = scope.parent();
        } else if next.is_kind(Kind::WithScope) {
            outer.push(OuterScope::With);
            // SAFETY: the kind was checked.
            next = unsafe { next.as_gc_unchecked::<WithScope>() }.parent();
        } else {
            return outer;
        }
    }
}

fn perform_eval(
    agent: &mut Agent,
    source: Value,
    site: Option<EvalSite>,
    scope: Value,
    this: Value,
    function: Value,
    referrer: Value,
) -> JsResult<Value> {
    let Some(text) = source.as_string() else { return Ok(source) };
    if !agent.host.can_compile_strings() {
        return Err(agent.throw_type_error("Code generation from strings disallowed for this context"));
    }
    agent.check_native_stack()?;
    let direct = site.is_some();
    let strict = site.as_ref().is_some_and(|s| s.strict);
    let context = EvalContext { direct, strict, site, outer: outer_scopes(scope) };
    let source = crate::script::source_text("[eval]", text);
    let template =
        jenny_compiler::compile_eval(source, &context).map_err(|e| crate::script::throw_compile_error(agent, &e))?;
    let is_strict = template.flags.strict;
    if !is_strict && let Some(declarations) = &template.declarations {
        eval_declaration_instantiation(agent, declarations, scope)?;
    }
    let code = agent.new_code(template, referrer);
    run_eval_code(agent, code, scope, this, function)
}

/// PerformShadowRealmEval up to the result: global code of another realm. The outer error is one of the running realm, thrown
/// before the code ran (SyntaxError, or TypeError if the host forbids it); the inner one came of running it.
pub fn perform_shadow_realm_eval(
    agent: &mut Agent,
    text: Gc<crate::JsString>,
    realm: Gc<crate::realm::Realm>,
) -> JsResult<JsResult<Value>> {
    if !agent.host.can_compile_strings() {
        return Err(agent.throw_type_error("Code generation from strings disallowed for this context"));
    }
    agent.check_native_stack()?;
    let context = EvalContext { direct: false, strict: false, site: None, outer: Vec::new() };
    let source = crate::script::source_text("[eval]", text);
    let template =
        jenny_compiler::compile_eval(source, &context).map_err(|e| crate::script::throw_compile_error(agent, &e))?;
    Ok(agent.with_realm(realm, |agent| {
        if !template.flags.strict
            && let Some(declarations) = &template.declarations
        {
            eval_declaration_instantiation(agent, declarations, Value::UNDEFINED)?;
        }
        let code = agent.new_code(template, Value::UNDEFINED);
        let this = realm.global_this();
        run_eval_code(agent, code, Value::UNDEFINED, this, Value::UNDEFINED)
    }))
}

fn run_eval_code(agent: &mut Agent, code: Gc<Code>, scope: Value, this: Value, function: Value) -> JsResult<Value> {
    // Super properties of eval code in methods go through the home object of the function around it.
    let home = function.as_kind::<crate::function::Closure>().map_or(Value::UNDEFINED, |f| f.home());
    let closure = agent.new_closure(code, scope, home);
    agent.call(closure.as_object().into(), this, &[])
}

fn key_of(agent: &mut Agent, text: &Text) -> PropertyKey {
    let string = agent.string_from_text(text);
    agent.key_from_string(string)
}

/// EvalDeclarationInstantiation (19.2.1.3) for sloppy code: checks, then creates the var bindings.
fn eval_declaration_instantiation(
    agent: &mut Agent,
    declarations: &jenny_bytecode::Declarations,
    scope: Value,
) -> JsResult<()> {
    let realm = agent.realm();
    let variable_scope = variable_scope_of(scope);
    let global = realm.global_object();
    // Vars may not hoist past a lexical binding of the same name.
    for name in &declarations.var_names {
        let key = key_of(agent, name);
        if conflicts(scope, name) || variable_scope.is_none() && realm.lexical(key).is_some() {
            return Err(
                agent.throw_syntax_error(format!("Identifier '{}' has already been declared", name.to_display()))
            );
        }
    }
    if variable_scope.is_none() {
        for (name, _) in &declarations.functions {
            let key = key_of(agent, name);
            if !crate::script::can_declare_global_function(agent, global, key)? {
                return Err(
                    agent.throw_type_error(format!("Identifier '{}' has already been declared", name.to_display()))
                );
            }
        }
        for name in &declarations.var_names {
            let key = key_of(agent, name);
            if !global.has_own_property(agent, key)? && !global.is_extensible(agent)? {
                return Err(agent
                    .throw_type_error(format!("Cannot add property {}, object is not extensible", name.to_display())));
            }
        }
    }
    let function_names: Vec<&Text> = declarations.functions.iter().map(|(n, _)| n).collect();
    for name in &declarations.var_names {
        let key = key_of(agent, name);
        declare_var(agent, variable_scope, name, key, function_names.contains(&name))?;
    }
    for name in &declarations.annex_b_functions {
        let key = key_of(agent, name);
        if conflicts(scope, name) || variable_scope.is_none() && realm.lexical(key).is_some() {
            continue;
        }
        if variable_scope.is_none() && !crate::script::can_declare_global_function(agent, global, key)? {
            continue;
        }
        declare_var(agent, variable_scope, name, key, false)?;
    }
    Ok(())
}

/// The function's (or eval's) variable scope; None: the global one.
fn variable_scope_of(scope: Value) -> Option<Gc<Scope>> {
    let mut next = scope;
    loop {
        if next.is_kind(Kind::Scope) {
            // SAFETY: the kind was checked.
            let scope = unsafe { next.as_gc_unchecked::<Scope>() };
            if scope.info().is_variable_scope {
                return Some(scope);
            }
            next = scope.parent();
        } else if next.is_kind(Kind::WithScope) {
            // SAFETY: the kind was checked.
            next = unsafe { next.as_gc_unchecked::<WithScope>() }.parent();
        } else {
            return None;
        }
    }
}

/// Whether a scope between the eval and its variable scope binds the name lexically.
fn conflicts(scope: Value, name: &Text) -> bool {
    let mut next = scope;
    loop {
        if next.is_kind(Kind::Scope) {
            // SAFETY: the kind was checked.
            let scope = unsafe { next.as_gc_unchecked::<Scope>() };
            let info = scope.info();
            // In the variable scope itself vars may meet vars; in the scopes before it nothing of that name may be bound.
            let counts = |b: &BindingInfo| b.lexical || !info.is_variable_scope;
            if !info.is_catch_parameter
                && info.bindings.iter().any(|b| counts(b) && !b.function_name && b.name == *name)
            {
                return true;
            }
            if info.is_variable_scope {
                return false;
            }
            next = scope.parent();
        } else if next.is_kind(Kind::WithScope) {
            // SAFETY: the kind was checked.
            next = unsafe { next.as_gc_unchecked::<WithScope>() }.parent();
        } else {
            return false;
        }
    }
}

/// The object that holds the bindings which evals added to a scope.
fn dynamic_object(agent: &mut Agent, scope: Gc<Scope>) -> Gc<crate::Object> {
    match scope.dynamic().as_object() {
        Some(object) => object,
        None => {
            let object = agent.new_object_with_prototype(Value::NULL);
            scope.set_dynamic(object.into());
            object
        }
    }
}

fn slot_named(scope: Gc<Scope>, name: &Text) -> Option<u32> {
    scope.info().bindings.iter().rposition(|b| b.name == *name).map(|i| i as u32)
}

fn declare_var(
    agent: &mut Agent,
    scope: Option<Gc<Scope>>,
    name: &Text,
    key: PropertyKey,
    is_function: bool,
) -> JsResult<()> {
    let Some(scope) = scope else {
        let global = agent.realm().global_object();
        if is_function {
            return crate::script::create_global_function_binding(agent, global, key, Value::UNDEFINED, true);
        }
        return crate::script::create_global_var_binding(agent, global, key, true);
    };
    if slot_named(scope, name).is_some() {
        return Ok(());
    }
    let object = dynamic_object(agent, scope);
    if !object.has_own_property(agent, key)? {
        object.define_or_throw(agent, key, &PropertyDescriptor::data(Value::UNDEFINED, Attributes::ALL))?;
    }
    Ok(())
}

/// DeclareEvalVar: gives a function of the eval code to its binding.
pub fn declare_eval_binding(
    agent: &mut Agent,
    scope: Value,
    name: Value,
    key: PropertyKey,
    value: Value,
) -> JsResult<()> {
    let text = match name.as_string().map(|s| s.to_utf16()) {
        Some(units) => Text::from_utf16(&units),
        None => return Ok(()),
    };
    match variable_scope_of(scope) {
        None => {
            let global = agent.realm().global_object();
            global.set_with_receiver(agent, key, value, global.into()).map(|_| ())
        }
        Some(scope) => match slot_named(scope, &text) {
            Some(slot) => {
                scope.set(slot, value);
                Ok(())
            }
            None => {
                let object = dynamic_object(agent, scope);
                object.set_with_receiver(agent, key, value, object.into()).map(|_| ())
            }
        },
    }
}
