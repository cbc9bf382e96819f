//! Entry point for what is typed at a prompt: a Script that may await at its top level, and whether it goes on in the next line.

use crate::parse::{Allowances, Goal, parse, with_stack};
use crate::script::compile_script_body;
use crate::{CompileError, CompileOptions, ErrorKind, compile_script};
use jenny_bytecode::{FunctionTemplate, SourceText};
use oxc_allocator::{Allocator, TakeIn};
use oxc_ast::ast::*;
use std::sync::Arc;

const OPTIONS: CompileOptions = CompileOptions { completion_value: true, names: false, statements: false };
/// What stands around a text that awaits: only there does the grammar let it.
const BEFORE: &str = "(async()=>{";
const AFTER: &str = "\n})";

/// A compiled input; its completion value is kept.
#[derive(Clone, Debug)]
pub struct PromptInput {
    pub template: Arc<FunctionTemplate>,
    /// It awaits at its top level: running it gives a promise of an array that holds the completion value.
    pub is_async: bool,
}

/// Compiles an input. A text that begins with `{` is an object literal where it can be one.
pub fn compile_prompt_input(source: Arc<SourceText>) -> Result<PromptInput, CompileError> {
    let trimmed = source.text.trim();
    if trimmed.starts_with('{') && !trimmed.ends_with(';') {
        let in_brackets = SourceText::new(source.name.clone(), format!("({})", source.text.trim_end()));
        if let Ok(input) = compile_any(&in_brackets) {
            return Ok(input);
        }
    }
    compile_any(&source)
}

fn compile_any(source: &Arc<SourceText>) -> Result<PromptInput, CompileError> {
    if source.text.contains("await")
        && let Some(input) = compile_awaiting(source)
    {
        return input;
    }
    let template = compile_script(source.clone(), &OPTIONS)?;
    Ok(PromptInput { template, is_async: false })
}

/// The text as the body of an async function. None if it does not await, or is a Script only.
fn compile_awaiting(source: &Arc<SourceText>) -> Option<Result<PromptInput, CompileError>> {
    let text = format!("{BEFORE}{}{AFTER}", source.text);
    let shift = BEFORE.len() as u32;
    let found = with_stack(source, &text, || {
        let allocator = Allocator::default();
        let mut program = match parse(&allocator, source, &text, Goal::Script, Allowances::default(), shift) {
            Ok(program) => program,
            // Without an await to blame, the error of the Script is the one to show.
            Err(error) => return if is_about_await(&error) { Ok(None) } else { Ok(Some(Err(error))) },
        };
        if !unwrap_body(&allocator, &mut program, text.len() as u32) {
            return Ok(None);
        }
        let (template, is_async) = compile_script_body(source.clone(), &program, &allocator, &OPTIONS, shift)?;
        Ok(is_async.then_some(Ok(PromptInput { template, is_async })))
    });
    match found {
        Ok(found) => found,
        Err(error) => Some(Err(error)),
    }
}

fn is_about_await(error: &CompileError) -> bool {
    error.message.contains("await")
}

/// Puts the statements of the function around them in place of the program's. False if the text broke out of the function.
fn unwrap_body<'a>(allocator: &'a Allocator, program: &mut Program<'a>, end: u32) -> bool {
    let [Statement::ExpressionStatement(statement)] = program.body.as_mut_slice() else { return false };
    let Expression::ParenthesizedExpression(outer) = &mut statement.expression else { return false };
    let Expression::ArrowFunctionExpression(function) = &mut outer.expression else { return false };
    if function.span.end != end - 1 {
        return false;
    }
    let ArrowFunctionBody::FunctionBody(body) = &mut function.body else { return false };
    let directives = body.directives.take_in(&allocator);
    let statements = body.statements.take_in(&allocator);
    program.directives = directives;
    program.body = statements;
    true
}

/// Whether more lines may make a right text of one that is none: its error is that it ends too early.
pub fn is_incomplete(text: &str) -> bool {
    let source = SourceText::new("prompt", text);
    match compile_prompt_input(source) {
        Ok(_) => false,
        Err(error) => {
            error.kind == ErrorKind::SyntaxError && (ends_within_token(text, &error) || ends_early(text, &error))
        }
    }
}

/// An open template or comment, or a string whose line ends with a backslash.
fn ends_within_token(text: &str, error: &CompileError) -> bool {
    let message = &error.message;
    message.contains("Unterminated template")
        || text[error.offset as usize..].starts_with("/*")
        || text.ends_with('\\') && message.contains("Invalid or unexpected token")
}

/// The error stands where the text ends.
fn ends_early(text: &str, error: &CompileError) -> bool {
    let at_end = text[error.offset as usize..].trim().is_empty();
    at_end || error.message == "Unexpected end of input"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_that_go_on() {
        let incomplete = [
            "foo(",
            "if (x) {",
            "`abc",
            "`a${",
            "[1,",
            "({a:1",
            "class A {",
            "/* a",
            "x =",
            "a.",
            "function f(a,",
            "() =>",
            "'a\\",
            "await foo(",
            "{ a: 1,",
            "for (const x of y) {",
            "if (x)",
            "`a\nb",
            "1 +",
            "switch (a) {",
            "do {",
            "try {",
            "try {} ",
            "async () => {",
            "let x =",
            "const",
            "x ? 1 :",
            "`${`",
        ];
        let wrong = |texts: &[&str], expected: bool| {
            let wrong = texts.iter().filter(|text| is_incomplete(text) != expected);
            wrong
                .map(|&text| format!("{text}: {:?}", compile_prompt_input(SourceText::new("", text))))
                .collect::<Vec<_>>()
        };
        assert_eq!(wrong(&incomplete, true), Vec::<String>::new());
        let complete = [
            "1",
            "",
            "foo()",
            "a b",
            "'abc",
            "}",
            "let x = ;",
            "/a",
            "{}",
            "{ a: 1 }",
            "await 1",
            ")(",
            "}); (async()=>{",
            "// x",
            "1 ++ 2",
            "x => {}}",
            "foo(]",
        ];
        assert_eq!(wrong(&complete, false), Vec::<String>::new());
    }

    #[test]
    fn only_what_awaits_is_asynchronous() {
        let compile = |text: &str| compile_prompt_input(SourceText::new("", text));
        for text in ["await 1", "for await (const x of y) ;", "const a = await b, c = 1", "{ a: await 1 }", "await (x)"]
        {
            assert!(compile(text).unwrap().is_async, "{text}");
        }
        for text in ["1", "async () => { await 1 }", "'await'", "{ a: 1 }", "async function f() { await 1 } f()"] {
            assert!(!compile(text).unwrap().is_async, "{text}");
        }
        let error = compile("let a = await b c").unwrap_err();
        assert_eq!((error.line, error.column), (1, 17));
    }
}
