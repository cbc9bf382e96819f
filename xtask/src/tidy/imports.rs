//! Which crate of ours may depend on which, which may name outside families that have one home, and that each outside crate
//! has its reason in ARCHITECTURE.md.

use super::Finding;
use std::collections::BTreeSet;
use std::path::Path;

/// A crate and the crates of ours that it may depend on. `jenny_macros` and `jenny_text` are leaves that all may use
/// except `jenny_gc`, which knows no strings.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("jenny_text", &[]),
    ("jenny_macros", &[]),
    ("jenny_gc", &["jenny_macros"]),
    ("jenny_regexp", &["jenny_text"]),
    ("jenny_bytecode", &["jenny_text"]),
    ("jenny_compiler", &["jenny_bytecode", "jenny_text"]),
    ("jenny_engine", &["jenny_compiler", "jenny_bytecode", "jenny_regexp", "jenny_gc", "jenny_text", "jenny_macros"]),
    ("jenny_jit", &["jenny_engine", "jenny_bytecode"]),
    ("jenny_trace", &[]),
    // Hosts hand source texts and templates to the engine, so they name the plain data of the bytecode.
    (
        "jenny_runtime",
        &["jenny_engine", "jenny_trace", "jenny_compiler", "jenny_bytecode", "jenny_text", "jenny_macros"],
    ),
    ("jenny_web", &["jenny_runtime", "jenny_engine", "jenny_compiler", "jenny_bytecode", "jenny_text", "jenny_macros"]),
    // Its build script compiles the modules written in JavaScript.
    (
        "jenny_node",
        &[
            "jenny_web",
            "jenny_runtime",
            "jenny_engine",
            "jenny_compiler",
            "jenny_bytecode",
            "jenny_text",
            "jenny_macros",
        ],
    ),
    (
        "jenny_cli",
        &[
            "jenny_node",
            "jenny_web",
            "jenny_runtime",
            "jenny_trace",
            "jenny_jit",
            "jenny_engine",
            "jenny_compiler",
            "jenny_bytecode",
            "jenny_text",
        ],
    ),
    ("jenny_test262", &["jenny_engine", "jenny_runtime", "jenny_bytecode", "jenny_gc"]),
    ("jenny_fuzz", &["jenny_engine", "jenny_compiler", "jenny_bytecode", "jenny_regexp", "jenny_text", "jenny_trace"]),
    // The generators alone, which need no engine.
    ("xtask", &["jenny_fuzz"]),
];

/// Families of outside crates and the only crates that may depend on them.
const HOMES: &[(&[&str], &[&str])] = &[
    // The compiler, the regular expressions and the loader (which lives in the runtime).
    (&["oxc", "oxc_"], &["jenny_compiler", "jenny_regexp", "jenny_runtime"]),
    (&["dynasm", "dynasmrt", "cranelift"], &["jenny_jit"]),
    (&["tokio", "mio", "hyper", "rustls", "notify", "socket2"], &["jenny_runtime"]),
];

/// Holds every manifest of the workspace to the tables above.
pub fn check(root: &Path) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, folder, manifest) in manifests(root) {
        check_manifest(&path, &folder, &manifest, &mut findings);
    }
    findings
}

/// Compares the outside crates that the manifests name with the rows of the dependency table in ARCHITECTURE.md.
pub fn check_documented(root: &Path) -> Vec<Finding> {
    const PAGE: &str = "ARCHITECTURE.md";
    let Ok(page) = std::fs::read_to_string(root.join(PAGE)) else {
        return vec![Finding::new(PAGE, 0, "is missing")];
    };
    let Some((_, table)) = page.split_once("## Dependencies") else {
        return vec![Finding::new(PAGE, 0, "has no section `Dependencies`")];
    };
    let rows: BTreeSet<String> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
        .map(|(name, _)| name.to_owned())
        .collect();
    let mut named = BTreeSet::new();
    for (_, _, manifest) in manifests(root) {
        named.extend(dependency_tables(&manifest, true).flat_map(toml::Table::keys).cloned());
    }
    named.retain(|name| !name.starts_with("jenny_"));
    let missing = named.difference(&rows).map(|name| format!("does not say why `{name}` is there"));
    let stale = rows.difference(&named).map(|name| format!("speaks of `{name}`, which no crate names"));
    missing.chain(stale).map(|what| Finding::new(PAGE, 0, what)).collect()
}

/// Every manifest of a crate: its path below the root, its folder's name, its content.
fn manifests(root: &Path) -> Vec<(String, String, toml::Table)> {
    let crates = std::fs::read_dir(root.join("crates")).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found = Vec::new();
    for dir in crates.chain([root.join("xtask")]) {
        let manifest = dir.join("Cargo.toml");
        let Ok(text) = std::fs::read_to_string(&manifest) else { continue };
        let path = manifest.strip_prefix(root).unwrap_or(&manifest).to_string_lossy().replace('\\', "/");
        let folder = dir.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // One that is no TOML stops cargo long before this is asked.
        found.push((path, folder, text.parse().unwrap_or_default()));
    }
    found
}

/// The tables of a manifest that name dependencies; those of tests only when asked for.
fn dependency_tables(manifest: &toml::Table, with_tests: bool) -> impl Iterator<Item = &toml::Table> {
    let kinds: &[&str] = if with_tests {
        &["dependencies", "build-dependencies", "dev-dependencies"]
    } else {
        &["dependencies", "build-dependencies"]
    };
    let targets = manifest.get("target").and_then(toml::Value::as_table).into_iter().flat_map(toml::Table::values);
    let holders = std::iter::once(manifest).chain(targets.filter_map(toml::Value::as_table));
    holders.flat_map(|holder| kinds.iter().filter_map(|kind| holder.get(*kind)?.as_table()))
}

fn check_manifest(path: &str, folder: &str, manifest: &toml::Table, findings: &mut Vec<Finding>) {
    let name = manifest.get("package").and_then(|package| package.get("name")).and_then(toml::Value::as_str);
    if name != Some(folder) {
        findings.push(Finding::new(path, 0, format!("the crate in the folder `{folder}` has another name")));
    }
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == folder) else {
        findings.push(Finding::new(path, 0, format!("`{folder}` has no row in xtask/src/tidy/imports.rs")));
        return;
    };
    // Tests may use what they like: they are not part of what others build on.
    let dependencies = dependency_tables(manifest, false).flat_map(toml::Table::keys);
    for dependency in dependencies {
        if dependency.starts_with("jenny_") && !allowed.contains(&dependency.as_str()) {
            findings.push(Finding::new(path, 0, format!("{folder} may not import {dependency}")));
        }
        for (family, homes) in HOMES {
            let is_member = |prefix: &&str| dependency == prefix || belongs(dependency, prefix);
            if family.iter().any(is_member) && !homes.contains(&folder) {
                findings.push(Finding::new(path, 0, format!("only {} may name {dependency}", homes.join(", "))));
            }
        }
    }
}

/// Whether `dependency` is `prefix` followed by a dash or an underscore and more.
fn belongs(dependency: &str, prefix: &str) -> bool {
    let rest = dependency.strip_prefix(prefix.trim_end_matches('_'));
    rest.is_some_and(|rest| rest.starts_with(['-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(folder: &str, manifest: &str) -> Vec<String> {
        let mut found = Vec::new();
        let table = manifest.parse().expect("a manifest");
        check_manifest("Cargo.toml", folder, &table, &mut found);
        found.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn imports_go_downward_only() {
        let manifest = "[package]\nname='jenny_gc'\n[dependencies]\njenny_text.workspace=true\n[dev-dependencies]\njenny_engine='1'";
        assert_eq!(findings("jenny_gc", manifest), ["jenny_gc may not import jenny_text"]);
        let manifest = "[package]\nname='jenny_engine'\n[dependencies]\noxc_ast='1'\nhyper-util='1'\nicu_locale='1'";
        assert_eq!(findings("jenny_engine", manifest).len(), 2);
        assert_eq!(findings("jenny_new", "[package]\nname='jenny_new'").len(), 1);
    }
}
