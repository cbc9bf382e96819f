//! Child processes: how one is started, what connects it with this one, and how it ends.

mod pipe;
mod synchronous;

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};

use tokio::process::{Child, Command};
use tokio::runtime::Handle;

pub use pipe::{PipeEnd, adopt};
pub use synchronous::{SyncEnd, SyncLimits, run_here};

use crate::os::descriptors;
use crate::recording::{Decoder, Encoder, Malformed, Taped};

/// What a child finds at one of its descriptors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChildStdio {
    /// Nothing: reads end at once, and what is written is lost.
    Ignore,
    /// A descriptor of this process.
    Inherit(i32),
    /// A pipe in the direction of its number; from 3 on, one that goes both ways.
    Pipe,
    /// Both ways.
    Socket,
}

/// How a child is started.
#[derive(Clone, Debug, Default)]
pub struct ChildSetup {
    /// Looked for in the `PATH` of the child's environment, unless it holds a slash.
    pub file: OsString,
    /// The name by which the child is told to go, then its arguments.
    pub arguments: Vec<OsString>,
    pub directory: Option<PathBuf>,
    pub environment: Vec<(OsString, OsString)>,
    pub uid: Option<u32>,
    pub gid: Option<u32>,
    /// It leads a session of its own.
    pub detached: bool,
    pub stdio: Vec<ChildStdio>,
}

/// A child that runs.
#[derive(Debug)]
pub struct StartedChild {
    pub process: Child,
    pub pid: u32,
    /// Our ends of its pipes, by its descriptors.
    pub ends: Vec<Option<PipeEnd>>,
}

/// How a child ended: its exit code, or the number of the signal that ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChildEnd {
    pub code: Option<i32>,
    pub signal: Option<i32>,
}

impl Taped for ChildEnd {
    fn write(&self, encoder: &mut Encoder) {
        (self.code, self.signal).write(encoder);
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<ChildEnd, Malformed> {
        let (code, signal) = Taped::read(decoder)?;
        Ok(ChildEnd { code, signal })
    }
}

impl From<ExitStatus> for ChildEnd {
    fn from(status: ExitStatus) -> ChildEnd {
        ChildEnd { code: status.code(), signal: status.signal() }
    }
}

/// The child's end of one descriptor, and ours.
fn connect(number: i32, stdio: ChildStdio) -> io::Result<(OwnedFd, Option<PipeEnd>)> {
    Ok(match stdio {
        ChildStdio::Ignore => (File::options().read(true).write(true).open("/dev/null")?.into(), None),
        ChildStdio::Inherit(own) => (descriptors::copy(own)?, None),
        ChildStdio::Pipe if number == 0 => {
            let (theirs, ours) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
            (theirs, Some(PipeEnd::writer(ours)?))
        }
        ChildStdio::Pipe if number <= 2 => {
            let (ours, theirs) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
            (theirs, Some(PipeEnd::reader(ours)?))
        }
        ChildStdio::Pipe | ChildStdio::Socket => {
            let (ours, theirs) = UnixStream::pair()?;
            (theirs.into(), Some(PipeEnd::socket(ours)?))
        }
    })
}

/// Starts a child. Its end is waited for with [`Child::wait`], in the context of `reactor`.
///
/// # Errors
/// What the system says: the file is missing or no program, the directory is missing, there are too many processes.
pub fn start(reactor: &Handle, setup: &ChildSetup) -> io::Result<StartedChild> {
    let _context = reactor.enter();
    let mut command = Command::new(&setup.file);
    if let Some((name, arguments)) = setup.arguments.split_first() {
        command.arg0(name).args(arguments);
    }
    command.env_clear().envs(setup.environment.iter().map(|(name, value)| (name, value)));
    if let Some(directory) = &setup.directory {
        command.current_dir(directory);
    }
    if let Some(gid) = setup.gid {
        command.gid(gid);
    }
    if let Some(uid) = setup.uid {
        command.uid(uid);
    }
    let mut ends = Vec::new();
    let mut further = Vec::new();
    let missing = 3usize.saturating_sub(setup.stdio.len());
    let all = setup.stdio.iter().copied().chain(std::iter::repeat_n(ChildStdio::Ignore, missing));
    for (number, stdio) in (0i32..).zip(all) {
        let (theirs, ours) = connect(number, stdio)?;
        ends.push(ours);
        match number {
            0 => drop(command.stdin(Stdio::from(theirs))),
            1 => drop(command.stdout(Stdio::from(theirs))),
            2 => drop(command.stderr(Stdio::from(theirs))),
            _ => further.push((number, theirs)),
        }
    }
    let reserved = descriptors::arrange(&mut command, further, setup.detached)?;
    let process = command.spawn()?;
    drop(reserved);
    let pid = process.id().unwrap_or(0);
    Ok(StartedChild { process, pid, ends })
}
