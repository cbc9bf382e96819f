//! `tests/test262/failing.txt`: only what fails, sorted, in groups that each open with a reason.

use super::{Outcome, RunResult};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The group of lines that nobody has looked at.
const NEW: &str = "not looked at yet";

const HEADER: &str = "\
# Tests of test262 that fail. Each group opens with `## ` and the reason. A line is a path, followed by a mode
# (`sloppy`, `strict` or `module`) when the test fails in that one only. A listed test that passes fails the run until its
# line is gone; `cargo x test262 --bless` rewrites the lines and keeps the groups.
";

/// Path and mode of failing runs; the mode is empty when the line names none.
#[derive(Debug, Default, PartialEq)]
pub struct FailingList {
    groups: BTreeMap<String, BTreeSet<(String, String)>>,
}

impl FailingList {
    /// Reads the file; one that does not exist is an empty list.
    pub fn read(path: &Path) -> Result<Self, String> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut list = Self::default();
        let mut group = None;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some(reason) = line.strip_prefix("## ") {
                group = Some(reason.to_owned());
            } else if !line.starts_with('#') {
                let reason = group.clone().ok_or(format!("failing.txt: `{line}` stands in no group"))?;
                let (path, mode) = line.split_once(' ').unwrap_or((line, ""));
                list.groups.entry(reason).or_default().insert((path.to_owned(), mode.to_owned()));
            }
        }
        Ok(list)
    }

    pub fn contains(&self, path: &str, mode: &str) -> bool {
        let line = |mode: &str| (path.to_owned(), mode.to_owned());
        self.groups.values().any(|lines| lines.contains(&line("")) || lines.contains(&line(mode)))
    }

    pub fn len(&self) -> usize {
        self.groups.values().map(BTreeSet::len).sum()
    }

    /// Takes in a run of both modes: tests that it did not run keep their lines, a test keeps its group.
    pub fn update(&mut self, results: &[RunResult]) {
        for runs in results.chunk_by(|a, b| a.path == b.path) {
            let path = &runs[0].path;
            let is_here = |(_, lines): &(&String, &BTreeSet<_>)| lines.iter().any(|(listed, _)| listed == path);
            let group = self.groups.iter().find(is_here).map_or(NEW, |(reason, _)| reason).to_owned();
            for lines in self.groups.values_mut() {
                lines.retain(|(listed, _)| listed != path);
            }
            let failed: Vec<&RunResult> = runs.iter().filter(|run| matches!(run.outcome, Outcome::Fail(_))).collect();
            let lines = self.groups.entry(group).or_default();
            if failed.len() == runs.len() {
                lines.insert((path.clone(), String::new()));
            } else {
                lines.extend(failed.iter().map(|run| (path.clone(), run.mode.clone())));
            }
        }
        self.groups.retain(|_, lines| !lines.is_empty());
    }

    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, self.print())
    }

    fn print(&self) -> String {
        let mut out = HEADER.to_owned();
        for (reason, lines) in &self.groups {
            out.push_str(&format!("\n## {reason}\n"));
            for (path, mode) in lines {
                let gap = if mode.is_empty() { "" } else { " " };
                out.push_str(&format!("{path}{gap}{mode}\n"));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(path: &str, mode: &str, passed: bool) -> RunResult {
        let outcome = if passed { Outcome::Pass } else { Outcome::Fail("x".to_owned()) };
        RunResult { path: path.to_owned(), mode: mode.to_owned(), outcome }
    }

    #[test]
    fn a_line_without_a_mode_speaks_of_every_mode() {
        let list = FailingList::parse("# c\n\n## why\na.js\nb.js strict\n").unwrap();
        assert!(list.contains("a.js", "sloppy") && list.contains("a.js", "strict"));
        assert!(list.contains("b.js", "strict") && !list.contains("b.js", "sloppy"));
        assert_eq!(FailingList::parse(&list.print()).unwrap(), list);
        assert!(FailingList::parse("a.js\n").is_err());
    }

    #[test]
    fn blessing_keeps_groups_and_what_was_not_run() {
        let mut list = FailingList::parse("## why\na.js\nb.js\nkeep.js\n").unwrap();
        list.update(&[
            result("a.js", "sloppy", true),
            result("a.js", "strict", false),
            result("b.js", "sloppy", true),
            result("b.js", "strict", true),
            result("new.js", "module", false),
        ]);
        let expected = "## why\na.js strict\nkeep.js\n## not looked at yet\nnew.js\n";
        assert_eq!(list, FailingList::parse(expected).unwrap());
    }
}
