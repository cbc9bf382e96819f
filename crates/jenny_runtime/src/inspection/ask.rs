//! How another process of the same user asks for a description, without a file or socket while nobody asks.
//!
//! Who asks listens on a socket of its own, named after both processes, in a directory that only the user can enter, and sends
//! SIGUSR1. The program that gets the signal looks for sockets with its number, and writes its description there; finding none,
//! it writes to standard error. So a program that is never asked has nothing but the handler, and what the system checks for
//! signals and directories is all that decides who may ask. Who asked removes its socket.

use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal};

/// How long is waited for an answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where sockets are: equal for all processes of a user, whatever their environments say.
fn directory() -> PathBuf {
    let user = rustix::process::geteuid().as_raw();
    let own = PathBuf::from(format!("/run/user/{user}"));
    match is_private(&own) {
        true => own.join("jenny"),
        false => PathBuf::from(format!("/tmp/jenny-{user}")),
    }
}

/// Whether it is a directory that only this user can enter.
fn is_private(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| {
        found.is_dir() && found.uid() == rustix::process::geteuid().as_raw() && found.mode() & 0o077 == 0
    })
}

/// The sockets of those who ask this process.
pub(super) fn askers() -> Vec<UnixStream> {
    let directory = directory();
    if !is_private(&directory) {
        return Vec::new();
    }
    let own = format!("{}.", std::process::id());
    let entries = std::fs::read_dir(&directory).into_iter().flatten().flatten();
    let asking = entries.filter(|entry| {
        entry.file_name().to_string_lossy().starts_with(&own)
            && entry.file_type().is_ok_and(|file_type| file_type.is_socket())
    });
    let connected = asking.filter_map(|entry| {
        let stream = UnixStream::connect(entry.path());
        if stream.is_err() {
            // Its owner was killed before it could tidy up.
            let _ = std::fs::remove_file(entry.path());
        }
        let stream = stream.ok()?;
        stream.set_write_timeout(Some(PATIENCE)).ok()?;
        Some(stream)
    });
    connected.collect()
}

/// A socket that is gone when this is dropped, with the directory if nobody else asks.
struct Asking {
    directory: PathBuf,
    path: PathBuf,
}

impl Drop for Asking {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
        // It stays where another one asks.
        let _ = std::fs::remove_dir(&self.directory);
    }
}

/// A running Jenny program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub pid: u32,
    /// Its command line.
    pub command: String,
}

/// The running Jenny programs of this user, this one left out. Empty where the system does not tell (it has no `/proc`).
pub fn programs() -> Vec<Program> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_string_lossy().parse::<u32>().ok());
    let mut programs: Vec<Program> = pids
        .filter(|&pid| pid != std::process::id() && check(pid).is_ok())
        .filter_map(|pid| {
            let words = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
            let words: Vec<_> = words.split(|&byte| byte == 0).map(String::from_utf8_lossy).collect();
            Some(Program { pid, command: words.join(" ").trim_end().to_owned() })
        })
        .collect();
    programs.sort_by_key(|program| program.pid);
    programs
}

/// Whether a process is a Jenny program of this user that listens to the signal: others would end by it.
fn check(pid: u32) -> Result<(), String> {
    let folder = PathBuf::from(format!("/proc/{pid}"));
    let metadata = std::fs::metadata(&folder).map_err(|_| format!("there is no process {pid}"))?;
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return Err(format!("process {pid} belongs to another user"));
    }
    let other = std::fs::read_link(folder.join("exe")).unwrap_or_default();
    let is_same = || {
        let identity = |path: &Path| std::fs::metadata(path).map(|found| (found.dev(), found.ino())).ok();
        let own = identity(Path::new("/proc/self/exe"));
        own.is_some() && own == identity(&folder.join("exe"))
    };
    // A binary that was replaced while it runs is named with a remark behind it.
    let is_named = other.file_name().is_some_and(|name| name.to_string_lossy().split(' ').next() == Some("jenny"));
    if !is_named && !is_same() {
        return Err(format!("process {pid} is no Jenny program"));
    }
    let status = std::fs::read_to_string(folder.join("status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    let caught = caught.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    if caught >> (Signal::USR1.as_raw() - 1) & 1 == 0 {
        return Err(format!("process {pid} does not listen to SIGUSR1 (yet)"));
    }
    Ok(())
}

/// Asks a program for its description.
///
/// # Errors
/// Why there is none, in words.
pub fn ask(pid: u32) -> Result<String, String> {
    check(pid)?;
    let directory = directory();
    let made = std::fs::DirBuilder::new().mode(0o700).create(&directory);
    if made.is_err() && !is_private(&directory) {
        return Err(format!("{} is not a directory of this user alone", directory.display()));
    }
    let path = directory.join(format!("{pid}.{}", std::process::id()));
    // What a process of the same number may have left.
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let _asking = Asking { directory, path };
    let number = i32::try_from(pid).ok().and_then(Pid::from_raw).ok_or("no such process")?;
    rustix::process::kill_process(number, Signal::USR1).map_err(|error| format!("process {pid}: {error}"))?;
    let text = receive(&listener).map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            format!("process {pid} does not answer: it is stopped, or inside a call of the system that it waits for")
        }
        _ => format!("process {pid}: {error}"),
    })?;
    if text.is_empty() { Err(format!("process {pid} has ended")) } else { Ok(text) }
}

fn receive(listener: &UnixListener) -> io::Result<String> {
    listener.set_nonblocking(true)?;
    let begun = Instant::now();
    let mut stream = loop {
        match listener.accept() {
            Ok((stream, _)) => break stream,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(2));
            }
            Err(error) => return Err(error),
        }
    };
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Gives the description to those who ask, else to standard error, unless the signal is the program's own business.
pub(super) fn deliver(text: &str) {
    let askers = askers();
    for mut asker in askers.iter() {
        // Who has gone away needs no answer.
        let _ = asker.write_all(text.as_bytes());
    }
    if askers.is_empty() && !crate::process::has_listener(Signal::USR1.as_raw()) {
        crate::process::tell(text);
    }
}
