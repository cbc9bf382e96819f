//! Sections of a run, their counts, and the closing line.

use std::process::ExitCode;
use std::time::Instant;

/// What one section of a run came to.
#[derive(Default, Debug)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
    /// Why the section did not run, or other words for its line.
    pub note: Option<String>,
}

impl Tally {
    pub fn of(ok: bool) -> Self {
        Tally { passed: usize::from(ok), failed: usize::from(!ok), note: None }
    }

    pub fn failure(note: impl Into<String>) -> Self {
        Tally { passed: 0, failed: 1, note: Some(note.into()) }
    }

    pub fn skipped(note: impl Into<String>) -> Self {
        Tally { note: Some(note.into()), ..Tally::default() }
    }

    pub fn count(&mut self, ok: bool) {
        if ok {
            self.passed += 1;
        } else {
            self.failed += 1;
        }
    }
}

/// The sections so far.
#[derive(Default, Debug)]
pub struct Report {
    rows: Vec<(String, Tally, f64)>,
}

impl Report {
    /// Runs one section under its heading.
    pub fn section(&mut self, name: &str, body: impl FnOnce() -> Tally) {
        println!("\n== {name}");
        let start = Instant::now();
        let tally = body();
        let seconds = start.elapsed().as_secs_f64();
        self.rows.push((name.to_owned(), tally, seconds));
    }

    /// Prints the table and `N passed, N failed`, the last line of every run.
    pub fn finish(self) -> ExitCode {
        println!("\n== summary");
        let (mut passed, mut failed) = (0, 0);
        for (name, tally, seconds) in &self.rows {
            let note = tally.note.as_deref().map(|note| format!("  ({note})")).unwrap_or_default();
            let (p, f) = (tally.passed, tally.failed);
            println!("{name:<14} {p:>6} passed {f:>4} failed {seconds:>7.1} s{note}");
            passed += p;
            failed += f;
        }
        println!("{passed} passed, {failed} failed");
        if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
