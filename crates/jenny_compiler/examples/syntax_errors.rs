//! Prints what each line of a file gives when it is compiled as a script: text, message, `line:column:length`, tab-separated.

#![allow(clippy::disallowed_methods)] // a tool for developers reads files itself

use jenny_bytecode::SourceText;
use jenny_compiler::*;

fn main() {
    let Some(file) = std::env::args().nth(1) else {
        eprintln!("usage: syntax_errors FILE");
        std::process::exit(2);
    };
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    for line in text.lines().filter(|l| !l.is_empty()) {
        let source = SourceText::new("t.js", line);
        match compile_script(source, &CompileOptions::default()) {
            Ok(_) => println!("{line}\tOK\t"),
            Err(e) => println!("{line}\t{}\t{}:{}:{}", e.message, e.line, e.column, e.length),
        }
    }
}
