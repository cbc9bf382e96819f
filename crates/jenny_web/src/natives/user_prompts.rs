//! Simple dialogs (HTML 8.9.1) on the terminal, or on whatever standard input is: `alert`, `confirm`, `prompt`.

use jenny_engine::{Agent, Args, JsResult, Value};
use jenny_runtime::binding::state_of;
use jenny_runtime::stdin::read_line_blocking;

/// Shows a text and waits for a line; None at the end of input. What was printed before stands before it.
fn ask(agent: &mut Agent, text: &str) -> Option<String> {
    let state = state_of(agent);
    // Nobody may look at the output; the input counts all the same.
    let _ = state.write_stdout(text.as_bytes());
    state.flush();
    read_line_blocking().ok().flatten()
}

fn text_of(agent: &mut Agent, value: Value, default: &str) -> JsResult<String> {
    if value.is_undefined() { Ok(default.to_owned()) } else { value.to_rust_string(agent) }
}

/// alert(message): waits for Enter.
pub fn alert(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let message = text_of(agent, args.get(0), "Alert")?;
    ask(agent, &format!("{message} [Enter] "));
    Ok(Value::UNDEFINED)
}

/// confirm(message): whether the answer begins with y.
pub fn confirm(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let message = text_of(agent, args.get(0), "Confirm")?;
    let answer = ask(agent, &format!("{message} [y/N] ")).unwrap_or_default();
    Ok(Value::bool(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes")))
}

/// prompt(message, default): the line; the default if it is empty; null at the end of input.
pub fn prompt(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let message = text_of(agent, args.get(0), "Prompt")?;
    let default = text_of(agent, args.get(1), "")?;
    let text = if default.is_empty() { format!("{message} ") } else { format!("{message} [{default}] ") };
    Ok(match ask(agent, &text) {
        None => Value::NULL,
        Some(line) if line.is_empty() => agent.string_value(&default),
        Some(line) => agent.string_value(&line),
    })
}
