//! Compiles the JavaScript bodies of `js/`; the code of each goes into a file of its name.

// A build script runs on the maker's machine: the rules about the runtime's clock and files do not concern it.
#![allow(clippy::disallowed_methods)]

use jenny_bytecode::{SourceText, portable};
use jenny_compiler::{CompileOptions, compile_commonjs};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Compiles the bodies below `folder` into the same places below `out`.
fn compile(folder: &Path, prefix: &str, out: &Path) {
    fs::create_dir_all(out.join(prefix)).expect("a folder for the code");
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a directory entry").path();
        let name = format!("{prefix}{}", path.file_stem().expect("a file name").to_string_lossy());
        if path.is_dir() {
            compile(&path, &format!("{name}/"), out);
        } else if path.extension().is_some_and(|extension| extension == "js") {
            println!("cargo::rerun-if-changed={}", path.display());
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let source = SourceText::new(format!("jenny:web/{name}"), text);
            let template = compile_commonjs(source, &CompileOptions::default()).unwrap_or_else(|error| {
                panic!("{}:{}:{}: {}", path.display(), error.line, error.column, error.message)
            });
            assert!(portable::is_portable(&template), "{name} is nested too deeply");
            fs::write(out.join(format!("{name}.code")), portable::to_bytes(&template)).expect("writing the code");
        }
    }
}

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo")).join("js");
    println!("cargo::rerun-if-changed={}", root.display());
    compile(&root, "", &PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo")));
}
