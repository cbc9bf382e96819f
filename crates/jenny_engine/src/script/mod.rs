//! Scripts (ECMA-262 16.1): compile, GlobalDeclarationInstantiation, run.

use crate::agent::Agent;
use crate::object::property::Attributes;
use crate::string::{JsString, PropertyKey, StringView};
use crate::{AsObject, Intrinsic, JsResult, Object, PropertyDescriptor, Throw, Value};
use jenny_bytecode::{FunctionTemplate, SourceText, Text};
use jenny_compiler::{CompileError, CompileOptions, ErrorKind};
use jenny_gc::Gc;
use std::sync::Arc;

/// A string as source text for the compiler.
pub fn source_text(name: &str, string: Gc<JsString>) -> Arc<SourceText> {
    match string.view() {
        StringView::Latin1(_) => SourceText::new(name, string.to_rust_string()),
        StringView::Utf16(units) => SourceText::from_utf16(name, units),
    }
}

/// Throws what the compiler found.
pub fn throw_compile_error(agent: &mut Agent, error: &CompileError) -> Throw {
    let prototype = match error.kind {
        ErrorKind::SyntaxError => Intrinsic::SyntaxErrorPrototype,
        ErrorKind::ReferenceError => Intrinsic::ReferenceErrorPrototype,
        ErrorKind::RangeError => Intrinsic::RangeErrorPrototype,
    };
    let thrown = agent.new_error(prototype, &error.message);
    agent.throw(thrown.into())
}

/// ParseScript and ScriptEvaluation in the current realm: the completion value.
pub fn evaluate_script(agent: &mut Agent, source: Arc<SourceText>, completion_value: bool) -> JsResult<Value> {
    let options = CompileOptions { completion_value, ..CompileOptions::default() };
    let template = match jenny_compiler::compile_script(source, &options) {
        Ok(template) => template,
        Err(error) => return Err(throw_compile_error(agent, &error)),
    };
    run_script(agent, template, Value::UNDEFINED)
}

/// ParseScript. Errors: the early errors, thrown.
pub fn parse_script(agent: &mut Agent, source: Arc<SourceText>) -> JsResult<Arc<FunctionTemplate>> {
    jenny_compiler::compile_script(source, &CompileOptions::default())
        .map_err(|error| throw_compile_error(agent, &error))
}

/// ScriptEvaluation of a compiled script. `referrer`: what dynamic imports of the script refer to.
pub fn run_script(agent: &mut Agent, template: Arc<FunctionTemplate>, referrer: Value) -> JsResult<Value> {
    run(agent, template, referrer, false)
}

/// As `run_script`, for the lines of a prompt: later ones may declare what earlier ones declared. If the script awaits at its
/// top level, the answer is a promise of an array that holds the completion value.
pub fn run_prompt_input(agent: &mut Agent, template: Arc<FunctionTemplate>, referrer: Value) -> JsResult<Value> {
    run(agent, template, referrer, true)
}

fn run(agent: &mut Agent, template: Arc<FunctionTemplate>, referrer: Value, redeclare: bool) -> JsResult<Value> {
    let code = agent.new_code(template, referrer);
    global_declaration_instantiation(agent, code, redeclare)?;
    let this = agent.realm().global_this();
    let closure = agent.new_closure(code, Value::UNDEFINED, Value::UNDEFINED);
    agent.call(closure.as_object().into(), this, &[])
}

fn key_of(agent: &mut Agent, text: &Text) -> PropertyKey {
    let string = agent.string_from_text(text);
    agent.key_from_string(string)
}

#[cold]
fn already_declared(agent: &mut Agent, name: &Text) -> Throw {
    agent.throw_syntax_error(format!("Identifier '{}' has already been declared", name.to_display()))
}

/// GlobalDeclarationInstantiation (16.1.7). `redeclare`: earlier lexical declarations of the same names are forgotten, and
/// vars can be deleted, so that a lexical declaration may follow.
fn global_declaration_instantiation(
    agent: &mut Agent,
    code: Gc<crate::function::Code>,
    redeclare: bool,
) -> JsResult<()> {
    let template = code.template().clone();
    let Some(declarations) = &template.declarations else { return Ok(()) };
    let realm = agent.realm();
    let global = realm.global_object();
    for (name, _) in &declarations.lexical {
        let key = key_of(agent, name);
        if !redeclare && realm.lexical(key).is_some() || has_restricted_global_property(agent, global, key)? {
            return Err(already_declared(agent, name));
        }
    }
    for name in &declarations.var_names {
        let key = key_of(agent, name);
        if redeclare {
            realm.forget_lexical(key);
            agent.global_epoch = agent.global_epoch.wrapping_add(1);
        } else if realm.lexical(key).is_some() {
            return Err(already_declared(agent, name));
        }
    }
    for (name, _) in declarations.functions.iter().rev() {
        let key = key_of(agent, name);
        if !can_declare_global_function(agent, global, key)? {
            return Err(agent.throw_type_error(format!("Identifier '{}' has already been declared", name.to_display())));
        }
    }
    for name in &declarations.var_names {
        let key = key_of(agent, name);
        if !global.has_own_property(agent, key)? && !global.is_extensible(agent)? {
            return Err(
                agent.throw_type_error(format!("Cannot add property {}, object is not extensible", name.to_display()))
            );
        }
    }
    for name in &declarations.annex_b_functions {
        let key = key_of(agent, name);
        if realm.lexical(key).is_none() && can_declare_global_function(agent, global, key)? {
            create_global_var_binding(agent, global, key, false)?;
        }
    }
    for (name, constant) in &declarations.lexical {
        let key = key_of(agent, name);
        realm.declare_lexical(key, *constant);
        agent.global_epoch = agent.global_epoch.wrapping_add(1);
    }
    for (name, index) in &declarations.functions {
        let key = key_of(agent, name);
        let child = agent.child_code(code, *index);
        let closure = agent.new_closure(child, Value::UNDEFINED, Value::UNDEFINED);
        create_global_function_binding(agent, global, key, closure.as_object().into(), redeclare)?;
    }
    for name in &declarations.var_names {
        let key = key_of(agent, name);
        create_global_var_binding(agent, global, key, redeclare)?;
    }
    Ok(())
}

fn has_restricted_global_property(agent: &mut Agent, global: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    Ok(global.get_own_property(agent, key)?.is_some_and(|p| !p.attributes.is_configurable()))
}

/// CanDeclareGlobalFunction
pub fn can_declare_global_function(agent: &mut Agent, global: Gc<Object>, key: PropertyKey) -> JsResult<bool> {
    match global.get_own_property(agent, key)? {
        None => global.is_extensible(agent),
        Some(p) => Ok(p.attributes.is_configurable()
            || !p.attributes.is_accessor() && p.attributes.is_writable() && p.attributes.is_enumerable()),
    }
}

/// CreateGlobalVarBinding
pub fn create_global_var_binding(
    agent: &mut Agent,
    global: Gc<Object>,
    key: PropertyKey,
    deletable: bool,
) -> JsResult<()> {
    if !global.has_own_property(agent, key)? && global.is_extensible(agent)? {
        let attributes = Attributes::ALL.with(Attributes::CONFIGURABLE, deletable);
        global.define_or_throw(agent, key, &PropertyDescriptor::data(Value::UNDEFINED, attributes))?;
    }
    Ok(())
}

/// CreateGlobalFunctionBinding
pub fn create_global_function_binding(
    agent: &mut Agent,
    global: Gc<Object>,
    key: PropertyKey,
    value: Value,
    deletable: bool,
) -> JsResult<()> {
    let existing = global.get_own_property(agent, key)?;
    let desc = match existing {
        Some(p) if !p.attributes.is_configurable() => PropertyDescriptor { value: Some(value), ..Default::default() },
        _ => PropertyDescriptor::data(value, Attributes::ALL.with(Attributes::CONFIGURABLE, deletable)),
    };
    global.define_or_throw(agent, key, &desc)?;
    global.set(agent, key, value)
}
