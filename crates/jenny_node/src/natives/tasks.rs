//! Natives of `jenny:parallel`: functions as texts that another agent can compile.

use jenny_engine::embed::{PropertySpec, RootVec, method};
use jenny_engine::function::Closure;
use jenny_engine::operations::values;
use jenny_engine::{Agent, Args, AsObject, JsResult, Value};
use jenny_runtime::binding::lone_functions::{captured_names, text_alone};
use jenny_runtime::binding::runtime::evaluate_script;

use super::loader::unit_for;

pub static NATIVES: &[PropertySpec] = &[method("taskText", task_text, 1), method("taskFunction", task_function, 2)];

/// taskText(function): [text, file, captured name ...]; undefined for a function without a text of its own. Throws a SyntaxError where
/// the text means nothing by itself.
fn task_text(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let Some(function) = args.get(0).as_kind::<Closure>() else { return Ok(Value::UNDEFINED) };
    let Some((text, file)) = text_alone(function) else { return Ok(Value::UNDEFINED) };
    let unit = unit_for(agent, text.clone(), &file)?;
    let captured = match captured_names(function, &unit) {
        Ok(captured) => captured,
        Err(error) => return Err(unit.throw(agent, &error)),
    };
    let mut answer = RootVec::new(&agent.heap);
    let text: Value = agent.try_string(&text)?.into();
    answer.push(text.bits());
    for name in std::iter::once(&file).chain(&captured) {
        answer.push(agent.string_value(name).bits());
    }
    Ok(agent.new_array(values(&answer))?.as_object().into())
}

/// taskFunction(text, file): the function of such a text, in this agent.
fn task_function(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let (text, name) = (args.get(0).to_rust_string(agent)?, args.get(1).to_rust_string(agent)?);
    let unit = unit_for(agent, text, &name)?;
    evaluate_script(agent, &unit, true)
}
