//! Rules of each Rust file: how it opens, how long it is, where `unsafe` may stand, and what is absent.

use super::{Finding, mask};

/// Lines after which a file is warned about, and after which it fails.
const LONG: usize = 800;
const TOO_LONG: usize = 1_200;

/// Files that are tables and nothing else.
const PURE_TABLES: &[&str] = &["crates/jenny_bytecode/src/ops.rs", "crates/jenny_engine/src/string/names.rs"];

const NAMELESS: [&str; 8] =
    ["utils.rs", "util.rs", "common.rs", "helpers.rs", "helper.rs", "misc.rs", "shared.rs", "stuff.rs"];

/// Where `unsafe` may stand: a path or the beginning of one.
const UNSAFE_HOMES: &[&str] = &[
    "crates/jenny_gc/",
    "crates/jenny_macros/src/",
    "crates/jenny_engine/src/agent/",
    "crates/jenny_engine/src/environment/",
    "crates/jenny_engine/src/builtins/",
    "crates/jenny_engine/src/error/",
    "crates/jenny_engine/src/function/",
    "crates/jenny_engine/src/inline_cache/",
    "crates/jenny_engine/src/interpreter/",
    "crates/jenny_engine/src/layout.rs",
    "crates/jenny_engine/src/module/",
    "crates/jenny_engine/src/object/",
    "crates/jenny_engine/src/operations/objects.rs",
    "crates/jenny_engine/src/realm/",
    "crates/jenny_engine/src/string/",
    "crates/jenny_engine/src/value/",
    "crates/jenny_jit/",
    "crates/jenny_runtime/src/fs_ops/file.rs",
    "crates/jenny_runtime/src/os/",
    "crates/jenny_cli/src/os/",
];

/// Who may ask the machine for anything.
const OS_HOMES: &[&str] = &[
    // The collector times its slices and pauses, which no program sees.
    "crates/jenny_gc/src/clock.rs",
    "crates/jenny_runtime/",
    "crates/jenny_cli/",
    "crates/jenny_test262/",
    "xtask/",
    "build.rs",
    "tests/",
    "benches/",
    "examples/",
];

/// Names of the machine that only those may say.
const OS_NAMES: [&str; 9] = [
    "Instant::now",
    "SystemTime::now",
    "std::fs",
    "std::net",
    "thread::spawn",
    "thread::Builder",
    "thread::sleep",
    "RandomState::new",
    "std::process::Command",
];

/// The loader: what finds a source and makes a program of it.
const LOADER_HOMES: [&str; 3] = [
    "crates/jenny_runtime/src/loader",
    "crates/jenny_runtime/src/compile_source/",
    "crates/jenny_runtime/src/binding/commonjs_names.rs",
];

/// Crates in which a field that holds values must be traced.
const HEAP_CRATES: [&str; 4] =
    ["crates/jenny_engine/", "crates/jenny_runtime/", "crates/jenny_web/", "crates/jenny_node/"];

/// Where such a field stands for a root that the collector walks by other means.
const ROOT_HOMES: &[&str] = &[
    "crates/jenny_engine/src/embed/",
    "crates/jenny_engine/src/agent/",
    // Traced by hand: the implementation of Trace stands in the same file (the registries are weak).
    "crates/jenny_engine/src/builtins/finalization_registry.rs",
    "crates/jenny_engine/src/builtins/iterator/for_in.rs",
    "crates/jenny_engine/src/interpreter/mod.rs",
    "crates/jenny_engine/src/module/record.rs",
];

const VALUE_LISTS: [&str; 6] =
    ["Vec<Value>", "Box<[Value]>", "SmallVec<[Value", "VecDeque<Value>", "Vec<Gc<", "Box<[Gc<"];

fn is_home(homes: &[&str], path: &str) -> bool {
    homes.iter().any(|home| match home.strip_suffix('/') {
        // `tests/` and its like name a folder at any depth; a full path names itself.
        Some(folder) if !home.contains("crates/") && home != &"xtask/" => path.split('/').any(|part| part == folder),
        _ if *home == "build.rs" => path.ends_with("/build.rs"),
        _ => path.starts_with(home),
    })
}

/// Checks one file; `path` is below the root.
pub fn check(path: &str, text: &str, findings: &mut Vec<Finding>) {
    let mut say = |line: usize, what: &str| findings.push(Finding::new(path, line, what));
    if !text.starts_with("//! ") {
        say(1, "does not open with a `//!` sentence that says what it is for");
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if NAMELESS.contains(&name) {
        say(0, "has a name that says nothing; name the room by what is in it");
    }
    let code = mask::code_only(text);
    let lines: Vec<&str> = text.lines().collect();
    let tests_from = code.lines().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(usize::MAX);
    for (index, line) in code.lines().enumerate() {
        let number = index + 1;
        for name in ["todo!", "unimplemented!"] {
            if has_word(line, name) {
                say(number, &format!("`{name}`: a script that reaches it would abort"));
            }
        }
        if has_word(line, "unsafe") && !line.contains("forbid(unsafe") {
            // A new kind of cell says wherever it is declared that its layout and its trace are right.
            let declares_cell =
                line.starts_with("unsafe impl") && HEAP_CRATES.iter().any(|home| path.starts_with(home));
            if !is_home(UNSAFE_HOMES, path) && !declares_cell {
                say(number, "`unsafe` outside the places that ARCHITECTURE.md allows");
            } else if needs_safety(line) && !is_explained(&lines, index) {
                say(number, "`unsafe` without a `// SAFETY:` comment");
            }
        }
        let inside_tests = index >= tests_from;
        if !inside_tests && !is_home(OS_HOMES, path) {
            for name in OS_NAMES.iter().filter(|name| line.contains(**name)) {
                say(number, &format!("`{name}`: only the runtime asks the machine, through its oracle"));
            }
        }
    }
    if HEAP_CRATES.iter().any(|home| path.starts_with(home)) && !is_home(ROOT_HOMES, path) {
        for (number, field) in untraced_lists(&code) {
            say(number, &format!("`{field}` in a struct that is not traced: use RootVec, or derive Trace"));
        }
    }
    if path.starts_with("crates/jenny_runtime/src/") && !LOADER_HOMES.iter().any(|home| path.starts_with(home)) {
        for (index, _) in code.lines().enumerate().filter(|(_, line)| line.contains("oxc_")) {
            say(index + 1, "in the runtime only the loader names oxc");
        }
    }
    let length = lines.len();
    if length > TOO_LONG && !PURE_TABLES.contains(&path) {
        say(0, &format!("has {length} lines, more than {TOO_LONG}"));
    } else if length > LONG && !PURE_TABLES.contains(&path) {
        findings.push(Finding::warning(path, format!("has {length} lines, more than {LONG}")));
    }
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether `word` stands in `line` with no letter before it and none after it.
fn has_word(line: &str, word: &str) -> bool {
    let bytes = line.as_bytes();
    line.match_indices(word).any(|(at, _)| {
        let before = at.checked_sub(1).map(|i| bytes[i]);
        let after = bytes.get(at + word.len());
        !before.is_some_and(is_word_byte) && !after.is_some_and(|&b| is_word_byte(b))
    })
}

/// Blocks and implementations must be explained; an `unsafe fn` says it in its documentation.
fn needs_safety(line: &str) -> bool {
    ["unsafe {", "unsafe impl"].iter().any(|form| line.contains(form))
}

/// Whether a `SAFETY:` stands on the line, in the two below it (inside the block) or above it in the same paragraph.
fn is_explained(lines: &[&str], index: usize) -> bool {
    let has = |line: &&str| line.contains("SAFETY:");
    let below = lines.iter().skip(index).take(3).any(has);
    let above = lines[..index].iter().rev().take(12).take_while(|line| !line.trim().is_empty()).any(has);
    below || above
}

/// Fields that hold a list of values in structs without `derive(Trace)`: line and type.
fn untraced_lists(code: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut traced = false;
    let mut inside: Option<bool> = None;
    for (index, line) in code.lines().enumerate() {
        let trimmed = line.trim_start();
        if trimmed.starts_with("#[derive") {
            traced = has_word(trimmed, "Trace");
        }
        let is_struct = has_word(trimmed, "struct") && (trimmed.starts_with("pub") || trimmed.starts_with("struct"));
        if is_struct {
            inside = Some(traced);
        } else if trimmed.starts_with("fn ") || trimmed.starts_with("impl") {
            traced = false;
        }
        if inside == Some(false)
            && let Some(list) = VALUE_LISTS.into_iter().find(|list| line.contains(list))
        {
            found.push((index + 1, list));
        }
        if inside.is_some() && (line.starts_with('}') || (is_struct && line.trim_end().ends_with(';'))) {
            inside = None;
            traced = false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        check(path, text, &mut found);
        found.into_iter().map(|finding| format!("{}:{}", finding.line, finding.what)).collect()
    }

    #[test]
    fn each_rule_sees_its_breach_and_nothing_else() {
        let good = "//! A room.\n\n/// Says `todo!` and \"unsafe\" in words only.\nfn f() { g(\"todo!()\") }\n";
        assert_eq!(findings("crates/jenny_text/src/a.rs", good), [""; 0]);
        let cases = [
            ("crates/jenny_text/src/a.rs", "fn f() {}", "does not open"),
            ("crates/jenny_text/src/utils.rs", "//! x\n", "a name that says nothing"),
            ("crates/jenny_text/src/a.rs", "//! x\nfn f() { todo!() }", "would abort"),
            ("crates/jenny_text/src/a.rs", "//! x\nfn f() { unsafe { g() } }", "outside the places"),
            ("crates/jenny_gc/src/a.rs", "//! x\nfn f() { unsafe { g() } }", "without a `// SAFETY:`"),
            ("crates/jenny_engine/src/builtins/a.rs", "//! x\nuse std::fs::read;", "only the runtime"),
            ("crates/jenny_engine/src/builtins/a.rs", "//! x\npub struct A {\n    v: Vec<Value>,\n}", "not traced"),
            ("crates/jenny_runtime/src/timers.rs", "//! x\nuse oxc_ast::X;", "only the loader"),
        ];
        for (path, text, expected) in cases {
            let found = findings(path, text);
            assert!(found.len() == 1 && found[0].contains(expected), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_is_allowed_passes() {
        let cases = [
            ("crates/jenny_gc/src/a.rs", "//! x\n// SAFETY: it is ours.\nunsafe impl Send for A {}"),
            ("crates/jenny_gc/src/a.rs", "//! x\nunsafe fn f() {}"),
            ("crates/jenny_engine/src/object/a.rs", "//! x\n#[derive(Trace)]\npub struct A {\n    v: Vec<Value>,\n}"),
            ("crates/jenny_engine/src/object/a.rs", "//! x\nfn f() { let v: Vec<Value> = g(); }"),
            ("crates/jenny_runtime/src/a.rs", "//! x\nuse std::fs;"),
            ("crates/jenny_engine/tests/a.rs", "//! x\nuse std::fs;"),
            ("crates/jenny_gc/src/a.rs", "//! x\n#[cfg(test)]\nmod tests { use std::fs; }"),
        ];
        for (path, text) in cases {
            assert_eq!(findings(path, text), [""; 0], "{text}");
        }
    }

    #[test]
    fn length_is_warned_about_before_it_fails() {
        let file = |lines: usize| format!("//! x\n{}", "\n".repeat(lines - 1));
        let mut found = Vec::new();
        check("crates/a/src/a.rs", &file(900), &mut found);
        assert!(found[0].warning);
        assert_eq!(findings("crates/a/src/a.rs", &file(1_300)).len(), 1);
        assert_eq!(findings(PURE_TABLES[0], &file(1_300)).len(), 0);
    }
}
