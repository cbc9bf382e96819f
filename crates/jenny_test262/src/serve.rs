//! The talk with `cargo x test262`: requests on one stream, results on another, one JSON object a line.
//!
//! Each mode is announced before it runs, so that the other side knows which one a crash or a hang belongs to.

use crate::metadata::Metadata;
use crate::run::{Ended, Harness, Mode, Run, modes};
use serde::Deserialize;
use serde_json::json;
use std::io::{BufRead, Write};
use std::path::Path;

/// One test to run, and in which modes.
#[derive(Deserialize)]
struct Request {
    /// Below the suite.
    path: String,
    /// `both`, `sloppy` or `strict`; modules count as strict.
    modes: String,
}

/// Answers requests until `input` ends. `left_out` tells why a test is not run, `execute` runs one run in a fresh realm.
pub fn serve(
    suite: &Path,
    input: impl BufRead,
    mut output: impl Write,
    left_out: impl Fn(&Metadata) -> Option<String>,
    mut execute: impl FnMut(&Run) -> Ended,
) -> std::io::Result<()> {
    let mut harness = Harness::new(suite);
    for line in input.lines() {
        let request: Request = serde_json::from_str(&line?).map_err(std::io::Error::other)?;
        answer(suite, &request, &mut harness, &mut output, &left_out, &mut execute)?;
        writeln!(output, "{}", json!({"done": true}))?;
        output.flush()?;
    }
    Ok(())
}

fn answer(
    suite: &Path,
    request: &Request,
    harness: &mut Harness,
    output: &mut impl Write,
    left_out: &impl Fn(&Metadata) -> Option<String>,
    execute: &mut impl FnMut(&Run) -> Ended,
) -> std::io::Result<()> {
    let file = suite.join(&request.path);
    let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
    let (source, metadata) = match read.and_then(|source| Metadata::parse(&source).map(|found| (source, found))) {
        Ok(both) => both,
        Err(why) => return writeln!(output, "{}", json!({"mode": "sloppy", "outcome": "fail", "reason": why})),
    };
    let wanted = |mode: &Mode| match request.modes.as_str() {
        "sloppy" => *mode == Mode::Sloppy,
        "strict" => *mode != Mode::Sloppy,
        _ => true,
    };
    for &mode in modes(&metadata).iter().filter(|mode| wanted(mode)) {
        let name = mode.name();
        if let Some(why) = left_out(&metadata) {
            writeln!(output, "{}", json!({"mode": name, "outcome": "skip", "reason": why}))?;
            continue;
        }
        writeln!(output, "{}", json!({"start": name}))?;
        output.flush()?;
        let run = harness.run(&file, &source, &metadata, mode);
        let verdict = run.and_then(|run| run.judge(&execute(&run)));
        let line = match verdict {
            Ok(()) => json!({"mode": name, "outcome": "pass"}),
            Err(why) => json!({"mode": name, "outcome": "fail", "reason": why}),
        };
        writeln!(output, "{line}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Phase;
    use crate::run::Completion;

    #[test]
    fn a_request_is_answered_mode_by_mode() {
        let suite = std::env::temp_dir().join(format!("jenny-test262-{}", std::process::id()));
        std::fs::create_dir_all(suite.join("harness")).unwrap();
        std::fs::create_dir_all(suite.join("test")).unwrap();
        for (name, text) in [
            ("harness/assert.js", "A"),
            ("harness/sta.js", "S"),
            ("test/plain.js", "/*---\n---*/ 1"),
            ("test/later.js", "/*---\nfeatures: [error-stack-accessor]\nflags: [noStrict]\n---*/"),
        ] {
            std::fs::write(suite.join(name), text).unwrap();
        }
        let requests =
            ["plain", "later", "missing"].map(|name| format!("{{\"path\":\"test/{name}.js\",\"modes\":\"both\"}}\n"));
        let mut output = Vec::new();
        let mut seen = Vec::new();
        serve(&suite, requests.concat().as_bytes(), &mut output, crate::left_out::reason, |run| {
            seen.push((
                run.mode,
                run.preludes.iter().map(|p| p.source.to_string()).collect::<String>(),
                run.source.clone(),
            ));
            let completion = match run.mode {
                Mode::Strict => Completion::Threw { phase: Phase::Runtime, error: "E".into(), message: "m".into() },
                _ => Completion::Normal,
            };
            Ended { completion, printed: vec![] }
        })
        .unwrap();
        std::fs::remove_dir_all(&suite).unwrap();
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0], (Mode::Sloppy, "AS".to_owned(), "/*---\n---*/ 1".to_owned()));
        assert!(seen[1].2.starts_with("\"use strict\";\n/*"));
        let lines: Vec<serde_json::Value> =
            String::from_utf8(output).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let outcomes: Vec<&str> = lines.iter().filter_map(|line| line["outcome"].as_str()).collect();
        assert_eq!(outcomes, ["pass", "fail", "skip", "fail"]);
        assert_eq!(lines.iter().filter(|line| line["done"] == true).count(), 3);
        assert_eq!(lines[0]["start"], "sloppy");
        assert_eq!(lines[3]["reason"], "E: m");
    }
}
