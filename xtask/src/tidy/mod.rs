//! `cargo x tidy`: the rules of ARCHITECTURE.md, held on every text file of the tree. Also a test (`cargo test -p xtask`).
//!
//! | module | what it holds |
//! |---|---|
//! | `imports` | which crate may depend on which, and who may name the parser |
//! | `sources` | rules of each Rust file: opening line, length, `unsafe`, what is absent |
//! | `texts` | rules of every text file: no registry hosts, no paths of one machine |
//! | `mask` | Rust source with comments and strings blanked, so that a rule sees code only |

mod imports;
mod mask;
mod sources;
mod texts;

use crate::report::Tally;
use crate::workspace;
use std::path::Path;
use std::process::ExitCode;

/// One thing that a rule says of one place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub path: String,
    /// From 1; 0 speaks of the whole file.
    pub line: usize,
    pub what: String,
    /// A warning is printed and does not fail the run.
    pub warning: bool,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Finding { path: path.to_owned(), line, what: what.into(), warning: false }
    }

    fn warning(path: &str, what: impl Into<String>) -> Self {
        Finding { warning: true, ..Finding::new(path, 0, what) }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = if self.warning { "warning: " } else { "" };
        match self.line {
            0 => write!(f, "{mark}{}: {}", self.path, self.what),
            line => write!(f, "{mark}{}:{line}: {}", self.path, self.what),
        }
    }
}

/// Every finding in the tree at `root`, and how many files were read.
fn check(root: &Path) -> (Vec<Finding>, usize) {
    let mut findings = imports::check(root);
    findings.extend(imports::check_documented(root));
    let mut count = 0;
    for file in workspace::files(root) {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let path = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        count += 1;
        texts::check(root, &path, &text, &mut findings);
        if path.ends_with(".rs") {
            sources::check(&path, &text, &mut findings);
        }
    }
    findings.sort();
    (findings, count)
}

/// Prints the findings; passed counts files, failed counts findings that are no warnings.
pub fn check_and_print() -> Tally {
    let (findings, files) = check(&workspace::root());
    for finding in &findings {
        println!("{finding}");
    }
    let failed = findings.iter().filter(|finding| !finding.warning).count();
    Tally { passed: usize::from(failed == 0), failed, note: Some(format!("{files} files")) }
}

/// `cargo x tidy`.
pub fn run() -> ExitCode {
    let mut report = crate::report::Report::default();
    report.section("tidy", check_and_print);
    report.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_tidy() {
        let (findings, files) = check(&workspace::root());
        let failures: Vec<String> = findings.iter().filter(|f| !f.warning).map(Finding::to_string).collect();
        assert!(files > 10, "{files} files were read");
        assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    }
}
