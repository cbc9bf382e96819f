//! Results by area: how many tests (files, every mode of which passes) pass, fail and are left out, and why.

use super::{Outcome, RunResult};
use std::collections::BTreeMap;

#[derive(Default)]
struct Area {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// `test/built-ins/Array/...` is of the areas `built-ins` and `built-ins/Array`.
fn areas(path: &str) -> [String; 2] {
    let mut parts = path.split('/').skip(1);
    let top = parts.next().unwrap_or_default();
    let next = parts.next().filter(|part| !part.ends_with(".js")).unwrap_or("(itself)");
    [top.to_owned(), format!("{top}/{next}")]
}

/// Prints the table, the areas with most failures, and what was left out.
pub fn print(results: &[RunResult]) {
    let mut by_area: BTreeMap<String, Area> = BTreeMap::new();
    let mut skips: BTreeMap<&str, usize> = BTreeMap::new();
    for runs in results.chunk_by(|a, b| a.path == b.path) {
        let skip = runs.iter().find_map(|run| match &run.outcome {
            Outcome::Skip(why) => Some(why.as_str()),
            _ => None,
        });
        let passed = runs.iter().all(|run| run.outcome == Outcome::Pass);
        if let Some(why) = skip {
            *skips.entry(why).or_default() += 1;
        }
        for name in areas(&runs[0].path) {
            let area = by_area.entry(name).or_default();
            match (skip, passed) {
                (Some(_), _) => area.skipped += 1,
                (None, true) => area.passed += 1,
                (None, false) => area.failed += 1,
            }
        }
    }
    println!("{:40} {:>7} {:>7} {:>7} {:>8}", "area", "passed", "failed", "left out", "%");
    let row = |name: &str, area: &Area| {
        let run = area.passed + area.failed;
        let share = if run == 0 { 100.0 } else { area.passed as f64 * 100.0 / run as f64 };
        println!("{name:40} {:>7} {:>7} {:>7} {share:>8.2}", area.passed, area.failed, area.skipped);
    };
    let (tops, mut inner): (Vec<_>, Vec<_>) = by_area.iter().partition(|(name, _)| !name.contains('/'));
    for (name, area) in tops {
        row(name, area);
    }
    inner.retain(|(_, area)| area.failed > 0);
    inner.sort_by_key(|(_, area)| std::cmp::Reverse(area.failed));
    println!("where most fails:");
    for (name, area) in inner.into_iter().take(30) {
        row(name, area);
    }
    for (why, count) in skips {
        println!("left out: {count:>6}  {why}");
    }
    let modes = results.iter().filter(|run| run.outcome == Outcome::Pass).count();
    println!("{modes} of {} runs (a test in a mode) pass", results.len());
}
