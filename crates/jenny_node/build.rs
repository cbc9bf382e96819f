//! Gathers the JavaScript modules of `js/` into one sorted table, with the code that the compiler makes of each.

// A build script runs on the maker's machine: the rules about the runtime's clock and files do not concern it.
#![allow(clippy::disallowed_methods)]

use jenny_bytecode::{SourceText, portable};
use jenny_compiler::{CompileOptions, compile_script};
use std::{
    env,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

/// Adds the ids and paths of the modules below `folder`.
fn collect(folder: &Path, prefix: &str, modules: &mut Vec<(String, PathBuf)>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let path = entry.expect("a directory entry").path();
        let name = path.file_stem().expect("a file name").to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), modules);
        } else if path.extension().is_some_and(|extension| extension == "js") {
            modules.push((format!("{prefix}{name}"), path));
        }
    }
}

/// What stands around a module's text, as the crate has it.
const WRAPPER: (&str, &str) = ("(function (exports, require, module, internal) {", "\n})");

/// The code of a wrapped module, as bytes.
fn compile(id: &str, path: &Path) -> Vec<u8> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = if id.starts_with("jenny:") { id.to_owned() } else { format!("node:{id}") };
    let source = SourceText::new(name, format!("{}{text}{}", WRAPPER.0, WRAPPER.1));
    let template = compile_script(source, &CompileOptions { completion_value: true, ..Default::default() })
        .unwrap_or_else(|error| panic!("{}:{}:{}: {}", path.display(), error.line, error.column, error.message));
    assert!(portable::is_portable(&template), "{id} is nested too deeply");
    portable::to_bytes(&template)
}

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("js");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut modules = Vec::new();
    collect(&root, "", &mut modules);
    // The folder of modules that Node does not have is their scheme.
    for (id, _) in &mut modules {
        if let Some(name) = id.strip_prefix("jenny/") {
            *id = format!("jenny:{name}");
        }
    }
    modules.sort();
    let mut table = String::from("&[\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    for (id, path) in &modules {
        println!("cargo::rerun-if-changed={}", path.display());
        let code = out.join(format!("{}.code", id.replace('/', "-")));
        fs::write(&code, compile(id, path)).expect("writing the code");
        let code = code.to_str().expect("a path in UTF-8");
        let path = path.to_str().expect("a path in UTF-8");
        writeln!(
            table,
            "    ({id:?}, StoredCode {{ text: concat!(wrapper_head!(), include_str!({path:?}), wrapper_tail!()), \
             code: include_bytes!({code:?}) }}),"
        )
        .expect("writing to a string");
    }
    table.push_str("]\n");
    fs::write(out.join("module_sources.rs"), table).expect("writing the table");
}
