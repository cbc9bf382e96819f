//! Records of programs that are killed or end before their Workers, and on a disk that is full.

#![allow(clippy::disallowed_methods)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

fn jenny(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jenny"));
    command.args(words).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn run(words: &[&str]) -> Output {
    jenny(words).output().unwrap()
}

#[test]
fn the_record_of_a_program_that_was_killed_is_read_to_its_last_frame() {
    let folder = tempfile::tempdir().unwrap();
    let (program, record) = (folder.path().join("ticks.mjs"), folder.path().join("run.jtrace"));
    std::fs::write(&program, "let n = 0; setInterval(async () => { await n; console.log('tick', ++n) }, 10);").unwrap();
    let (program, record) = (program.to_str().unwrap(), record.to_str().unwrap());
    let mut child = jenny(&["trace", "-o", record, program]).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.nth(59).unwrap().unwrap(), "tick 60");
    child.kill().unwrap();
    child.wait().unwrap();
    let shown = text(&run(&["trace", "--text", record]).stdout);
    // 600 ms have passed, and a loop hands on what it has every 50 ms.
    assert!(shown.contains("tick 40\n"), "{shown}");
    assert!(shown.contains("The record ends here"), "{shown}");
    let checked = run(&["trace", "--check", record]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let replayed = run(&["replay", record]);
    assert!(text(&replayed.stdout).contains("tick 40\n"), "{}", text(&replayed.stderr));
    assert!(text(&replayed.stderr).contains("the record ends here"), "{}", text(&replayed.stderr));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_harms_no_program() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("busy.mjs");
    std::fs::write(&program, "for (let i = 0; i < 200_000; i++) await i; console.log('done'); process.exitCode = 3;")
        .unwrap();
    let ended = run(&["trace", "-o", "/dev/full", program.to_str().unwrap()]);
    assert_eq!((text(&ended.stdout).as_str(), ended.status.code()), ("done\n", Some(3)));
    assert!(text(&ended.stderr).contains("No space left on device"), "{}", text(&ended.stderr));
}

#[test]
fn what_a_worker_told_is_there_when_the_program_ends_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let (program, record) = (folder.path().join("ends.mjs"), folder.path().join("run.jtrace"));
    // One Worker waits in its loop, one computes without end, one is blocked.
    let text_of_program = "
        const said = (how) => `performance.mark('${how} since'); postMessage(0); ${how};`;
        const ways = ['setInterval(() => {}, 60_000)', 'for (;;) {}', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'];
        let left = ways.length;
        for (const way of ways) {
          const url = URL.createObjectURL(new Blob([said(way)], { type: 'text/javascript' }));
          new Worker(url).onmessage = () => { if (--left === 0) process.exit(7); };
        }
        setInterval(() => {}, 60_000);
    ";
    std::fs::write(&program, text_of_program).unwrap();
    let (program, record) = (program.to_str().unwrap(), record.to_str().unwrap());
    let ended = run(&["trace", "-o", record, program]);
    assert_eq!(ended.status.code(), Some(7), "{}", text(&ended.stderr));
    let shown = text(&run(&["trace", "--json", record]).stdout);
    let marks = shown.lines().filter(|line| line.contains("\"Span\"")).count();
    assert_eq!(marks, 3, "{}", shown.lines().filter(|line| line.contains("since")).collect::<Vec<_>>().join("\n"));
    assert!(shown.contains("\"AtomicsWait\""), "the blocked Worker has told that it is");
    let checked = run(&["trace", "--check", record]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));
    let replayed = run(&["replay", record]);
    assert_eq!(replayed.status.code(), Some(7), "{}", text(&replayed.stderr));
}
