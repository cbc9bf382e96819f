//! Compiles random mutations and combinations of JavaScript files, to find panics and bad code.
//!
//! `mutate SEED ROUNDS DIRECTORY`: files are cut into tokens; tokens are dropped, doubled, swapped and taken from others.
#![allow(clippy::disallowed_methods)] // a tool for developers reads files itself

use jenny_bytecode::{FunctionTemplate, SourceText, verify};
use jenny_compiler::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound.max(1)
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|e| e == "js") {
        files.push(path.to_path_buf());
    }
}

fn tokens(text: &str) -> Vec<String> {
    let body = text.find("---*/").map_or(text, |at| &text[at + 5..]);
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in body.chars() {
        if c.is_alphanumeric() || c == '_' || c == '$' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        out.push(c.to_string());
    }
    out.push(word);
    out
}

fn check(template: &FunctionTemplate) {
    if let Err(problem) = verify(template) {
        panic!("bad code: {problem}");
    }
    template.functions.iter().for_each(|f| check(f));
}

fn compile_all(text: &str) -> u32 {
    let options = CompileOptions { completion_value: true, ..CompileOptions::default() };
    let mut compiled = 0;
    let source = || SourceText::new("m.js", text);
    if let Ok(t) = compile_script(source(), &options) {
        check(&t);
        compiled += 1;
    }
    if let Ok(t) = compile_module(source(), &options) {
        check(&t.init);
        check(&t.body);
        compiled += 1;
    }
    if let Ok(t) = compile_commonjs(source(), &options) {
        check(&t);
        compiled += 1;
    }
    for strict in [false, true] {
        let context = EvalContext { direct: true, strict, site: None, outer: vec![OuterScope::With] };
        if let Ok(t) = compile_eval(source(), &context) {
            check(&t);
            compiled += 1;
        }
    }
    compiled
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, seed, rounds, directory] = arguments.as_slice() else {
        eprintln!("usage: mutate SEED ROUNDS DIRECTORY");
        std::process::exit(2);
    };
    let mut random = Random(seed.parse::<u64>().unwrap_or(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut files = Vec::new();
    collect(Path::new(directory), &mut files);
    files.sort();
    let mut compiled = 0;
    let mut donor: Vec<String> = vec!["x".into()];
    for _ in 0..rounds.parse::<u32>().unwrap_or(1000) {
        let Ok(text) = std::fs::read_to_string(&files[random.below(files.len())]) else { continue };
        let mut list = tokens(&text);
        for _ in 0..1 + random.below(4) {
            let at = random.below(list.len());
            match random.below(6) {
                0 => {
                    list.remove(at);
                    list.push(String::new());
                }
                1 => {
                    let copy = list[at].clone();
                    list.insert(at, copy);
                }
                2 => {
                    let other = random.below(list.len());
                    list.swap(at, other);
                }
                3 => list[at] = donor[random.below(donor.len())].clone(),
                4 => {
                    let from = random.below(donor.len());
                    let to = (from + random.below(60)).min(donor.len());
                    let piece: String = donor[from..to].concat();
                    list.insert(at, piece);
                }
                _ => {
                    let wraps = [
                        ("{", "}"),
                        ("(function* () {", "})"),
                        ("async () => {", "}"),
                        ("with (o) {", "}"),
                        ("try {", "} finally { f() }"),
                        ("for (const x of y) {", "}"),
                        ("class C extends D { constructor() {", "} }"),
                        ("function f(a = eval('1')) {", "}"),
                        ("switch (x) { case 1:", "}"),
                        ("l: for (let i = 0;;) { try { continue l } finally {", "} }"),
                    ];
                    let (open, close) = wraps[random.below(wraps.len())];
                    list.insert(0, open.into());
                    list.push(close.into());
                }
            }
        }
        let text = list.concat();
        match catch_unwind(AssertUnwindSafe(|| compile_all(&text))) {
            Ok(n) => compiled += n,
            Err(_) => println!("=== panic with:\n{text}\n==="),
        }
        donor = list;
    }
    println!("{compiled} compilations succeeded");
}
