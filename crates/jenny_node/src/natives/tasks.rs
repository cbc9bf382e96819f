//! Natives of `jenny:parallel`: functions as texts that another agent can compile.

use std::sync::Arc;

use jenny_bytecode::FunctionTemplate;
use jenny_engine::embed::{PropertySpec, RootVec, method};
use jenny_engine::function::Closure;
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::compile::SourceUnit;
use jenny_runtime::binding::modules;

use super::loader::unit_for;

pub static NATIVES: &[PropertySpec] = &[method("taskText", task_text, 1), method("taskFunction", task_function, 2)];

/// A function's text as an expression, alone in a script. Lines and columns stay those of the file.
fn alone(template: &FunctionTemplate) -> Option<String> {
    let (start, end) = template.source_range;
    let text = template.source.text.get(start as usize..end as usize)?;
    let (line, column) = template.source.line_column(start);
    let mut script = "\n".repeat(line as usize - 1);
    let opening = if template.flags.strict { "'use strict';(" } else { "(" };
    script.push_str(&" ".repeat((column as usize - 1).saturating_sub(opening.len())));
    script.push_str(opening);
    script.push_str(text);
    script.push_str("\n)");
    Some(script)
}

fn compile(agent: &mut Agent, text: String, name: &str) -> JsResult<(SourceUnit, Arc<FunctionTemplate>)> {
    let unit = unit_for(agent, text, name)?;
    match unit.script(true) {
        Ok(template) => Ok((unit, template)),
        Err(error) => Err(unit.throw(agent, &error)),
    }
}

/// taskText(function): [text, file, captured name ...]; undefined for a function without a text of its own. Throws a SyntaxError where
/// the text means nothing by itself.
fn task_text(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let Some(closure) = args.get(0).as_kind::<Closure>() else { return Ok(Value::UNDEFINED) };
    let code = closure.code();
    let template = code.template().clone();
    let Some(text) = alone(&template) else { return Ok(Value::UNDEFINED) };
    let (_, by_itself) = compile(agent, text.clone(), &template.source.name)?;
    // What is global only when nothing stands around the function is a variable of what stands around it.
    let globals = template.global_names();
    let captured: Vec<String> = by_itself.global_names().into_iter().filter(|name| !globals.contains(name)).collect();
    let mut answer = RootVec::new(&agent.heap);
    let text: Value = agent.try_string(&text)?.into();
    answer.push(text.bits());
    for name in std::iter::once(&template.source.name).chain(&captured) {
        answer.push(agent.string_value(name).bits());
    }
    Ok(agent.new_array(values(&answer))?.as_object().into())
}

/// taskFunction(text, file): the function of such a text, in this agent.
fn task_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (text, name) = (args.get(0).to_rust_string(agent)?, args.get(1).to_rust_string(agent)?);
    let (_, template) = compile(agent, text, &name)?;
    let referrer = modules::referrer_for(agent, &name);
    jenny_engine::script::run_script(agent, template, referrer)
}
