//! Messages of syntax errors: each row of syntax_errors.txt is a program and V8's message, tab-separated.

use jenny_bytecode::SourceText;
use jenny_compiler::*;

#[test]
fn messages_are_those_of_v8() {
    let mut wrong = Vec::new();
    for row in include_str!("syntax_errors.txt").lines() {
        let Some((program, expected)) = row.rsplit_once('\t') else {
            continue;
        };
        let source = SourceText::new("t.js", program);
        let message = match compile_script(source, &CompileOptions::default()) {
            Ok(_) => "OK".to_owned(),
            Err(error) => error.message,
        };
        if message != expected {
            wrong.push(format!("{program}: {message:?}, expected {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
