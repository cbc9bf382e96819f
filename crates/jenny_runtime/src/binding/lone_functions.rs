//! Functions as texts that another agent can compile: what they take from the code around them cannot go along.

use jenny_bytecode::FunctionTemplate;
use jenny_compiler::CompileError;
use jenny_engine::embed::Gc;
use jenny_engine::function::Closure;

use super::compile::SourceUnit;

/// A function's text as an expression, alone in a script, and the name of its file. Lines and columns stay those of the file.
pub fn text_alone(function: Gc<Closure>) -> Option<(String, String)> {
    let code = function.code();
    let template: &FunctionTemplate = code.template();
    let (start, end) = template.source_range;
    let text = template.source.text.get(start as usize..end as usize)?;
    let (line, column) = template.source.line_column(start);
    let mut script = "\n".repeat(line as usize - 1);
    let opening = if template.flags.strict { "'use strict';(" } else { "(" };
    script.push_str(&" ".repeat((column as usize - 1).saturating_sub(opening.len())));
    script.push_str(opening);
    script.push_str(text);
    script.push_str("\n)");
    Some((script, template.source.name.clone()))
}

/// The names that a function takes from the code around it. `unit` holds its text alone.
///
/// # Errors
/// The text means nothing by itself.
pub fn captured_names(function: Gc<Closure>, unit: &SourceUnit) -> Result<Vec<String>, CompileError> {
    let by_itself = unit.script(true)?.global_names();
    // What is global only when nothing stands around the function is a variable of what stands around it.
    let globals = function.code().template().global_names();
    Ok(by_itself.into_iter().filter(|name| !globals.contains(name)).collect())
}
