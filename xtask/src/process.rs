//! Runs a program with a time limit and keeps what it wrote.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How a program ended and what it wrote.
#[derive(Debug)]
pub struct Ended {
    pub stdout: String,
    pub stderr: String,
    pub exit: Exit,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Exit {
    Code(i32),
    /// A signal ended it.
    Signal(String),
    TimedOut,
    /// It could not be started.
    NotStarted(String),
}

impl std::fmt::Display for Exit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Exit::Code(code) => write!(f, "exit code {code}"),
            Exit::Signal(status) => write!(f, "{status}"),
            Exit::TimedOut => f.write_str("did not end in time"),
            Exit::NotStarted(why) => write!(f, "could not be started: {why}"),
        }
    }
}

fn drain(mut from: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = from.read_to_end(&mut bytes);
        let _ = send.send(bytes);
    });
    receive
}

/// Waits for a child at most `limit`, then kills it.
fn wait(child: &mut Child, limit: Duration) -> Exit {
    let start = std::time::Instant::now();
    let mut nap = Duration::from_micros(200);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.code().map_or_else(|| Exit::Signal(status.to_string()), Exit::Code),
            Ok(None) if start.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return Exit::TimedOut;
            }
            Ok(None) => {}
            Err(error) => return Exit::NotStarted(error.to_string()),
        }
        thread::sleep(nap);
        nap = (nap * 2).min(Duration::from_millis(5));
    }
}

/// Runs to the end or to `limit`, feeding `stdin`.
pub fn run(command: &mut Command, stdin: &[u8], limit: Duration) -> Ended {
    // Nothing of what a test compiles goes to the user's folder.
    if !command.get_envs().any(|(name, _)| name == "JENNY_CACHE_DIR") {
        command.env("JENNY_CACHE_DIR", "");
    }
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) => {
            return Ended {
                stdout: String::new(),
                stderr: String::new(),
                exit: Exit::NotStarted(format!("{}: {error}", command.get_program().to_string_lossy())),
            };
        }
    };
    let stdout = child.stdout.take().map(drain);
    let stderr = child.stderr.take().map(drain);
    if let Some(mut pipe) = child.stdin.take() {
        let bytes = stdin.to_vec();
        // On a thread, because a program that does not read would block us; it may also close the pipe, which is its right.
        thread::spawn(move || {
            let _ = pipe.write_all(&bytes);
        });
    }
    let exit = wait(&mut child, limit);
    // A grandchild may hold the pipe open after a kill: do not wait for it for ever.
    let text = |pipe: Option<mpsc::Receiver<Vec<u8>>>| {
        let bytes = pipe.and_then(|p| p.recv_timeout(Duration::from_secs(5)).ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    Ended { stdout: text(stdout), stderr: text(stderr), exit }
}

/// Runs with the terminal's own input and output; whether it succeeded.
pub fn show(command: &mut Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            println!("{}: {error}", command.get_program().to_string_lossy());
            false
        }
    }
}

/// Runs while showing both outputs, and returns them joined with whether it succeeded.
pub fn show_and_keep(command: &mut Command) -> (bool, String) {
    let mut child = match command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return (false, format!("{}: {error}", command.get_program().to_string_lossy())),
    };
    let stdout = child.stdout.take().map(tee);
    let stderr = child.stderr.take().map(tee);
    let ok = child.wait().is_ok_and(|status| status.success());
    let kept: String = [stdout, stderr].into_iter().flatten().filter_map(|pipe| pipe.join().ok()).collect();
    (ok, kept)
}

fn tee(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut kept = Vec::new();
        let mut buffer = [0; 8192];
        while let Ok(len @ 1..) = from.read(&mut buffer) {
            let _ = std::io::stdout().write_all(&buffer[..len]);
            kept.extend_from_slice(&buffer[..len]);
        }
        String::from_utf8_lossy(&kept).into_owned()
    })
}
