//! Prints the bytecode of a file: `dump [--module|--commonjs|--eval|--scopes] FILE`.

#![allow(clippy::disallowed_methods)] // a tool for developers reads files itself

use jenny_bytecode::{SourceText, disassembler::disassemble};
use jenny_compiler::*;

fn main() {
    let mut mode = String::from("--script");
    let mut file = String::new();
    for argument in std::env::args().skip(1) {
        if argument.starts_with("--") {
            mode = argument;
        } else {
            file = argument;
        }
    }
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            std::process::exit(2);
        }
    };
    let source = SourceText::new(file, text);
    let options = CompileOptions::default();
    let result = match mode.as_str() {
        "--module" => compile_module(source, &options)
            .map(|m| format!("{}\n{}\n{:#?}", disassemble(&m.init), disassemble(&m.body), m.info)),
        "--commonjs" => compile_commonjs(source, &options).map(|t| disassemble(&t)),
        "--eval" => compile_eval(source, &EvalContext::default()).map(|t| disassemble(&t)),
        "--scopes" => dump_scopes(&source, false),
        _ => compile_script(source, &options).map(|t| disassemble(&t)),
    };
    match result {
        Ok(text) => println!("{text}"),
        Err(error) => {
            eprintln!("{error} ({}:{})", error.line, error.column);
            std::process::exit(1);
        }
    }
}
