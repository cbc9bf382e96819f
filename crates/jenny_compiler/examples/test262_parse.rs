//! Compiles every test262 file in the modes its front matter asks for, and compares with what it expects of the parser.
//!
//! `test262_parse [--list] DIRECTORY...`; the default is test/language of the usual checkout. Every template is verified.

#![allow(clippy::disallowed_methods)] // a tool for developers reads files itself

use jenny_bytecode::{FunctionTemplate, SourceText, verify};
use jenny_compiler::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[derive(Default)]
struct Totals {
    passed: u32,
    wrongly_rejected: Vec<String>,
    wrongly_accepted: Vec<String>,
    panics: Vec<String>,
    unverified: Vec<String>,
}

fn verify_all(template: &FunctionTemplate) -> Result<(), String> {
    verify(template)?;
    template.functions.iter().try_for_each(|f| verify_all(f))
}

fn front_matter(text: &str) -> &str {
    let Some(start) = text.find("/*---") else {
        return "";
    };
    let rest = &text[start + 5..];
    &rest[..rest.find("---*/").unwrap_or(0)]
}

/// The words after `flags:`, on one line in brackets or as a list.
fn flags(meta: &str) -> Vec<String> {
    let Some(at) = meta.find("flags:") else {
        return Vec::new();
    };
    let rest = &meta[at + 6..];
    if let Some(open) = rest.trim_start().strip_prefix('[') {
        let end = open.find(']').unwrap_or(open.len());
        return open[..end].split(',').map(|s| s.trim().to_owned()).collect();
    }
    rest.lines()
        .skip(1)
        .take_while(|l| l.trim_start().starts_with('-'))
        .map(|l| l.trim().trim_start_matches('-').trim().to_owned())
        .collect()
}

fn is_early_error(meta: &str) -> bool {
    meta.find("negative:").is_some_and(|at| {
        let block: String = meta[at..].lines().take(4).collect::<Vec<_>>().join("\n");
        block.contains("phase: parse")
    })
}

fn compile(name: &str, text: String, is_module: bool) -> Result<Result<(), String>, String> {
    let source = SourceText::new(name, text);
    let options = CompileOptions::default();
    if is_module {
        let module = compile_module(source, &options).map_err(|e| e.to_string())?;
        Ok(verify_all(&module.init).and_then(|()| verify_all(&module.body)))
    } else {
        let script = compile_script(source, &options).map_err(|e| e.to_string())?;
        Ok(verify_all(&script))
    }
}

fn run(path: &Path, totals: &mut Totals) {
    let Ok(text) = std::fs::read_to_string(path) else {
        return;
    };
    let meta = front_matter(&text);
    let flags = flags(meta);
    let has = |flag: &str| flags.iter().any(|f| f == flag);
    let negative = is_early_error(meta);
    let mut modes = Vec::new();
    if has("module") {
        modes.push(("module", text.clone(), true));
    } else {
        if !has("onlyStrict") {
            modes.push(("sloppy", text.clone(), false));
        }
        if !has("noStrict") && !has("raw") {
            modes.push(("strict", format!("'use strict';\n{text}"), false));
        }
    }
    for (mode, text, is_module) in modes {
        let name = format!("{} ({mode})", path.display());
        let result = catch_unwind(AssertUnwindSafe(|| compile(&name, text, is_module)));
        match result {
            Err(_) => totals.panics.push(name),
            Ok(Err(_)) if negative => totals.passed += 1,
            Ok(Err(error)) => totals.wrongly_rejected.push(format!("{name}: {error}")),
            Ok(Ok(_)) if negative => totals.wrongly_accepted.push(name),
            Ok(Ok(Err(problem))) => totals.unverified.push(format!("{name}: {problem}")),
            Ok(Ok(Ok(()))) => totals.passed += 1,
        }
    }
}

fn walk(path: &Path, totals: &mut Totals) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else {
            return;
        };
        let mut entries: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
        entries.sort();
        for entry in entries {
            walk(&entry, totals);
        }
    } else if path.extension().is_some_and(|e| e == "js") && !path.to_string_lossy().contains("_FIXTURE") {
        run(path, totals);
    }
}

fn main() {
    let mut list = false;
    let mut roots: Vec<PathBuf> = Vec::new();
    for argument in std::env::args().skip(1) {
        if argument == "--list" {
            list = true;
        } else {
            roots.push(argument.into());
        }
    }
    if roots.is_empty() {
        let home = std::env::var("HOME").unwrap_or_default();
        roots.push(PathBuf::from(home).join(".cache/jenny/test262/test/language"));
    }
    let mut totals = Totals::default();
    for root in &roots {
        walk(root, &mut totals);
    }
    let lists = [
        ("panics", &totals.panics),
        ("bad code", &totals.unverified),
        ("wrongly rejected", &totals.wrongly_rejected),
        ("wrongly accepted", &totals.wrongly_accepted),
    ];
    println!("{} as expected", totals.passed);
    for (title, names) in lists {
        println!("{title}: {}", names.len());
        if list {
            for name in names {
                println!("  {name}");
            }
        }
    }
}
