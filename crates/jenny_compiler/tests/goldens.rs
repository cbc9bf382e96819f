//! The disassembly of tests/bytecode/*.js against the .txt beside each; BLESS=1 writes them.
//!
//! A first line `// module`, `// commonjs` or `// eval` says how to compile; the default is a Script.

#![allow(clippy::disallowed_methods)] // a tool for developers reads files itself

use jenny_bytecode::{SourceText, disassembler::disassemble};
use jenny_compiler::*;
use std::path::PathBuf;

fn compile(name: &str, text: &str) -> Result<String, CompileError> {
    let source = SourceText::new(name, text);
    let options = CompileOptions::default();
    Ok(match text.lines().next() {
        Some("// module") => {
            let module = compile_module(source, &options)?;
            format!("{}\n{}\n{:#?}\n", disassemble(&module.init), disassemble(&module.body), module.info)
        }
        Some("// commonjs") => disassemble(compile_commonjs(source, &options)?.as_ref()),
        Some("// eval") => disassemble(compile_eval(source, &EvalContext::default())?.as_ref()),
        _ => disassemble(compile_script(source, &options)?.as_ref()),
    })
}

#[test]
fn disassembly_matches_the_goldens() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/bytecode");
    let bless = std::env::var_os("BLESS").is_some();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&directory)
        .expect("tests/bytecode is there")
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "js"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut different = Vec::new();
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&file).expect("a readable file");
        let actual = match compile(&name, &text) {
            Ok(code) => code,
            Err(error) => format!("{error} ({}:{})\n", error.line, error.column),
        };
        let golden = file.with_extension("txt");
        if bless {
            std::fs::write(&golden, &actual).expect("a writable directory");
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != actual {
            different.push(name.into_owned());
        }
    }
    assert!(different.is_empty(), "the code of {different:?} has changed; look at the difference and run with BLESS=1");
}
