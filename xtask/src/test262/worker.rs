//! One `jenny_test262` process: fed one test at a time, watched, killed when it hangs, started again when it is gone.
//!
//! The talk is one JSON object a line. To the worker: `{"path", "modes"}`. From it, for each mode: `{"start": mode}`, then
//! `{"mode", "outcome": "pass" | "fail" | "skip", "reason"}`; and `{"done": true}` when the test has no more modes.

use super::{Modes, Outcome, RunResult};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Tests after which a worker is replaced, so that no leak and no poisoned state reaches far.
const TESTS_PER_PROCESS: usize = 1_000;

struct Process {
    child: Child,
    stdin: ChildStdin,
    lines: mpsc::Receiver<String>,
    /// The last of what it wrote to stderr: the reason of a crash.
    stderr: Arc<Mutex<Vec<u8>>>,
    tests: usize,
}

pub struct Worker {
    binary: PathBuf,
    suite: PathBuf,
    /// What follows the suite on the command line.
    flags: Vec<String>,
    timeout: Duration,
    process: Option<Process>,
}

impl Worker {
    pub fn new(binary: &Path, suite: &Path, flags: &[String], timeout: Duration) -> Self {
        let (binary, suite) = (binary.to_path_buf(), suite.to_path_buf());
        Worker { binary, suite, flags: flags.to_vec(), timeout, process: None }
    }

    /// Runs one test in the modes that it has.
    pub fn run(&mut self, path: &str, modes: Modes) -> Vec<RunResult> {
        let mut results = Vec::new();
        let mut asked = modes;
        loop {
            let gone = self.ask(path, asked, &mut results);
            // After a crash or a hang in the first of two modes the second is still to be run.
            match gone {
                Some(mode) if mode == "sloppy" && asked == Modes::Both => asked = Modes::Strict,
                _ => return results,
            }
        }
    }

    /// One request. Returns the mode in which the process was lost.
    fn ask(&mut self, path: &str, modes: Modes, results: &mut Vec<RunResult>) -> Option<String> {
        let mut push = |mode: &str, outcome: Outcome| {
            results.push(RunResult { path: path.to_owned(), mode: mode.to_owned(), outcome });
        };
        let mut process = match self.process() {
            Ok(process) => process,
            Err(why) => {
                push("sloppy", Outcome::Crash(why));
                return None;
            }
        };
        process.tests += 1;
        let request = serde_json::json!({"path": path, "modes": modes.name()});
        // When the worker is gone already, reading tells.
        let _ = writeln!(process.stdin, "{request}").and_then(|()| process.stdin.flush());
        let mut mode = "sloppy".to_owned();
        loop {
            let line = match process.lines.recv_timeout(self.timeout) {
                Ok(line) => line,
                Err(RecvTimeoutError::Timeout) => {
                    process.stop();
                    push(&mode, Outcome::Hang);
                    return Some(mode);
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let why = process.last_words();
                    push(&mode, Outcome::Crash(why));
                    return Some(mode);
                }
            };
            let Ok(message) = serde_json::from_str::<Value>(&line) else {
                process.stop();
                push(&mode, Outcome::Crash(format!("the worker wrote {line:?}")));
                return Some(mode);
            };
            if message["done"] == true {
                break;
            }
            if let Some(started) = message["start"].as_str() {
                mode = started.to_owned();
                continue;
            }
            let reason = message["reason"].as_str().unwrap_or_default().to_owned();
            let outcome = match message["outcome"].as_str() {
                Some("pass") => Outcome::Pass,
                Some("skip") => Outcome::Skip(reason),
                _ => Outcome::Fail(reason),
            };
            push(message["mode"].as_str().unwrap_or(&mode), outcome);
        }
        self.process = Some(process);
        None
    }

    /// The process, taken: it is put back when it has answered in full.
    fn process(&mut self) -> Result<Process, String> {
        match self.process.take() {
            Some(process) if process.tests < TESTS_PER_PROCESS => Ok(process),
            old => {
                drop(old);
                Process::start(&self.binary, &self.suite, &self.flags).map_err(|error| error.to_string())
            }
        }
    }
}

impl Process {
    fn start(binary: &Path, suite: &Path, flags: &[String]) -> std::io::Result<Self> {
        let mut child = Command::new(binary)
            .arg(suite)
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let missing = || std::io::Error::other("a pipe is missing");
        let stdin = child.stdin.take().ok_or_else(missing)?;
        let stdout = child.stdout.take().ok_or_else(missing)?;
        let mut errors = child.stderr.take().ok_or_else(missing)?;
        let (send, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&stderr);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(len @ 1..) = errors.read(&mut buffer) {
                let mut kept = kept.lock().unwrap_or_else(|e| e.into_inner());
                kept.extend_from_slice(&buffer[..len]);
                let excess = kept.len().saturating_sub(4096);
                kept.drain(..excess);
            }
        });
        Ok(Process { child, stdin, lines, stderr, tests: 0 })
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// How the process ended and the first line of what it said then.
    fn last_words(&mut self) -> String {
        let status = self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
        // The thread that reads stderr may be a moment behind.
        std::thread::sleep(Duration::from_millis(20));
        let stderr = self.stderr.lock().unwrap_or_else(|e| e.into_inner());
        let text = String::from_utf8_lossy(&stderr);
        let words: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(3).collect();
        format!("{status} {}", words.join(" / "))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop();
    }
}
