//! Runs tests in another runtime that has Node's `vm` and `worker_threads`, a process for each run: what conformance is compared with.
//!
//! What such a host cannot offer is not run (`left_out`), and of a module's error only the name is judged: `import()` does not tell in
//! which phase it arose.

use crate::metadata::{Metadata, Phase};
use crate::run::{Completion, Ended, Run};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const DRIVER: &str = include_str!("peer.cjs");
const MARK: &str = "\u{1}test262 ";

/// Longest run of one test.
const LIMIT: Duration = Duration::from_secs(15);

/// Features whose tests need more of the host than a program can give: `$262.IsHTMLDDA` and `$262.AbstractModuleSource`.
const NEEDS_A_SHELL: &[&str] = &["IsHTMLDDA", "source-phase-imports-module-source"];

/// Why the test is not run in a peer.
pub fn left_out(metadata: &Metadata) -> Option<String> {
    let feature = metadata.features.iter().find(|feature| NEEDS_A_SHELL.contains(&feature.as_str()));
    feature.map(|feature| format!("{feature} needs a shell of the engine"))
}

/// A program with its arguments, and the folder of what it is given.
#[derive(Debug)]
pub struct Peer {
    command: Vec<String>,
    folder: PathBuf,
}

impl Peer {
    /// `command`: the program and its flags. Writes the driver into a folder of this process's own.
    pub fn new(command: Vec<String>) -> std::io::Result<Peer> {
        let folder = std::env::temp_dir().join(format!("jenny-test262-peer-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("peer.cjs"), DRIVER)?;
        Ok(Peer { command, folder })
    }

    pub fn execute(&self, run: &Run) -> Ended {
        self.talk(run).unwrap_or_else(|error| ended_by("Host", error.to_string(), Vec::new()))
    }

    fn talk(&self, run: &Run) -> std::io::Result<Ended> {
        let preludes: Vec<Value> =
            run.preludes.iter().map(|p| json!({"name": p.name, "source": p.source.as_ref()})).collect();
        let request = json!({
            "file": run.file, "mode": run.mode.name(), "source": run.source, "preludes": preludes,
        });
        let file = self.folder.join("run.json");
        std::fs::write(&file, request.to_string())?;
        let (program, flags) = self.command.split_first().ok_or_else(|| std::io::Error::other("no program"))?;
        let mut child = Command::new(program)
            .args(flags)
            .arg(self.folder.join("peer.cjs"))
            .arg(&file)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let lines = child.stdout.take().map(|stdout| std::thread::spawn(move || told(stdout)));
        let in_time = wait(&mut child)?;
        let lines = lines.and_then(|thread| thread.join().ok()).unwrap_or_default();
        Ok(judge(&lines, run, in_time))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// The messages in what the driver wrote.
fn told(stdout: impl std::io::Read) -> Vec<Value> {
    let lines = BufReader::new(stdout).split(b'\n').map_while(Result::ok);
    let messages = lines.filter_map(|line| {
        let line = String::from_utf8_lossy(&line).into_owned();
        serde_json::from_str(line.strip_prefix(MARK)?).ok()
    });
    messages.collect()
}

/// Waits for the end; whether it came in time.
fn wait(child: &mut Child) -> std::io::Result<bool> {
    let start = Instant::now();
    loop {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        if start.elapsed() > LIMIT {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn ended_by(error: &str, message: String, printed: Vec<String>) -> Ended {
    let completion = Completion::Threw { phase: Phase::Runtime, error: error.to_owned(), message };
    Ended { completion, printed }
}

fn judge(messages: &[Value], run: &Run, in_time: bool) -> Ended {
    let printed: Vec<String> = messages.iter().filter_map(|m| m["print"].as_str()).map(str::to_owned).collect();
    let thrown = messages.iter().find_map(|message| {
        let phase = match message["phase"].as_str()? {
            "parse" => Phase::Parse,
            "module" => run.negative.as_ref().map_or(Phase::Runtime, |negative| negative.phase),
            _ => Phase::Runtime,
        };
        let text = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        Some(Completion::Threw { phase, error: text("error"), message: text("message") })
    });
    if let Some(completion) = thrown {
        return Ended { completion, printed };
    }
    if !in_time {
        return ended_by("Host", "it did not end in time".to_owned(), printed);
    }
    if messages.iter().any(|message| message["normal"] == true) {
        return Ended { completion: Completion::Normal, printed };
    }
    ended_by("Host", "the process ended before the test did".to_owned(), printed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn run(negative: Option<crate::metadata::Negative>) -> Run {
        Run {
            file: Path::new("t.js").to_path_buf(),
            mode: crate::run::Mode::Module,
            preludes: vec![],
            source: String::new(),
            is_async: false,
            can_block: true,
            negative,
        }
    }

    #[test]
    fn what_the_driver_tells_is_read_among_other_output() {
        let output = format!("noise\n{MARK}{{\"print\":\"a\"}}\nmore {MARK}\n{MARK}{{\"normal\":true}}\n");
        let messages = told(output.as_bytes());
        let ended = judge(&messages, &run(None), true);
        assert_eq!((ended.completion, ended.printed), (Completion::Normal, vec!["a".to_owned()]));
    }

    #[test]
    fn a_silent_end_and_a_late_one_are_failures() {
        for in_time in [true, false] {
            let ended = judge(&[], &run(None), in_time);
            assert!(matches!(ended.completion, Completion::Threw { ref error, .. } if error == "Host"));
        }
    }

    #[test]
    fn a_modules_error_takes_the_phase_that_the_test_names() {
        let negative = crate::metadata::Negative { phase: Phase::Resolution, error: "SyntaxError".to_owned() };
        let messages = [json!({"phase": "module", "error": "SyntaxError", "message": "m"})];
        let run = run(Some(negative));
        assert_eq!(run.judge(&judge(&messages, &run, true)), Ok(()));
    }
}
