//! What is typed at a prompt: compiled as JavaScript or TypeScript, evaluated in the global scope.

use jenny_compiler::{
    CompileError, CompileOptions, ErrorKind, PromptInput, compile_prompt_input, compile_script_program,
};
use jenny_engine::embed::{Gc, PromiseObject};
use jenny_engine::{Agent, JsResult, Value};

use super::compile::SourceUnit;
use crate::compile_source::{Goal, Language, SourceOptions, has_module_declarations, imports_as_awaits, with_program};

/// What an input came to.
#[derive(Clone, Copy, Debug)]
pub enum Evaluated {
    Value(Value),
    /// It awaits: the promise is of an array that holds the value.
    Awaiting(Gc<PromiseObject>),
}

/// Whether an input goes on in the next line.
pub fn is_incomplete(text: &str) -> bool {
    jenny_compiler::is_incomplete(text) && compile(&SourceUnit::javascript("prompt", text)).is_err()
}

/// Compiles and runs an input. `name` is what stacks show for it.
pub fn evaluate(agent: &mut Agent, name: &str, text: &str) -> JsResult<Evaluated> {
    let unit = SourceUnit::javascript(name, text);
    let input = match compile(&unit) {
        Ok(input) => input,
        Err(error) => return Err(unit.throw(agent, &error)),
    };
    let referrer = super::modules::referrer_for(agent, name);
    let value = jenny_engine::script::run_prompt_input(agent, input.template, referrer)?;
    Ok(match value.as_kind::<PromiseObject>() {
        Some(promise) if input.is_async => Evaluated::Awaiting(promise),
        _ => Evaluated::Value(value),
    })
}

/// JavaScript if it can be that, else with its imports awaited, else TypeScript; the error is that of the JavaScript.
fn compile(unit: &SourceUnit) -> Result<PromptInput, CompileError> {
    let error = match compile_prompt_input(unit.text.clone()) {
        Ok(input) => return Ok(input),
        Err(error) if error.kind != ErrorKind::SyntaxError => return Err(error),
        Err(error) => error,
    };
    let unit = match imports_as_awaits(&unit.text.text) {
        Some(text) => SourceUnit::javascript(unit.text.name.clone(), text),
        None => unit.clone(),
    };
    compile_prompt_input(unit.text.clone()).or_else(|_| without_types(&unit).ok_or(error))
}

fn without_types(unit: &SourceUnit) -> Option<PromptInput> {
    // Only a module's grammar has await at the top level; the code is compiled as a script's all the same.
    let options = SourceOptions { language: Language::TypeScript, goal: Goal::Module, ..SourceOptions::default() };
    let compiled = with_program(&unit.text.text, &options, |parsed| {
        if has_module_declarations(parsed) {
            return None;
        }
        let choices = CompileOptions { completion_value: true, ..Default::default() };
        compile_script_program(unit.text.clone(), parsed.program, parsed.allocator, &choices).ok()
    });
    let template = compiled.ok().flatten()?;
    let is_async = template.flags.is_async;
    Some(PromptInput { template, is_async })
}
