//! Children that are waited for: what they read is at hand, and what they write is collected.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::{ChildEnd, PipeEnd, StartedChild};
use crate::process::kill;

/// What a child may use while it is waited for.
#[derive(Clone, Copy, Debug)]
pub struct SyncLimits {
    pub timeout: Option<Duration>,
    /// Most bytes of output, of all its pipes together.
    pub most_output: Option<usize>,
    /// What ends it past a limit.
    pub kill_signal: i32,
}

/// How it went.
#[derive(Debug)]
pub struct SyncEnd {
    pub pid: u32,
    pub end: ChildEnd,
    /// By descriptor, where there was a pipe to read.
    pub output: Vec<Option<Vec<u8>>>,
    /// `ETIMEDOUT` or `ENOBUFS`: the limit that was passed.
    pub passed: Option<i32>,
}

/// What has come of all pipes.
#[derive(Default)]
struct Collected {
    output: Vec<Option<Vec<u8>>>,
    length: usize,
}

/// One pipe's life: the input is written while output is read.
async fn serve(
    number: usize,
    end: PipeEnd,
    input: Option<Vec<u8>>,
    collected: Arc<Mutex<Collected>>,
    most: Option<usize>,
    full: mpsc::Sender<()>,
) {
    let write = async {
        if let Some(input) = input {
            // A child need not read what it is given.
            let _ = end.write(&input).await;
        }
        end.end_writing();
    };
    let read = async {
        if matches!(end, PipeEnd::Writer(_)) {
            return;
        }
        while let Ok(bytes) = end.read().await {
            if bytes.is_empty() {
                break;
            }
            let mut collected = collected.lock().unwrap_or_else(PoisonError::into_inner);
            collected.length += bytes.len();
            let over = most.is_some_and(|most| collected.length > most);
            if let Some(Some(output)) = collected.output.get_mut(number) {
                output.extend_from_slice(&bytes);
            }
            drop(collected);
            if over {
                let _ = full.try_send(());
                return;
            }
        }
    };
    tokio::join!(write, read);
}

/// Waits for a child and for the end of its pipes.
async fn run_to_end(child: StartedChild, inputs: Vec<Option<Vec<u8>>>, limits: SyncLimits) -> io::Result<SyncEnd> {
    let StartedChild { mut process, pid, ends } = child;
    let (full, mut overflow) = mpsc::channel(1);
    let output = ends
        .iter()
        .map(|end| end.as_ref().filter(|end| !matches!(end, PipeEnd::Writer(_))).map(|_| Vec::new()))
        .collect();
    let collected = Arc::new(Mutex::new(Collected { output, length: 0 }));
    let mut inputs = inputs.into_iter();
    let mut served = tokio::task::JoinSet::new();
    for (number, end) in ends.into_iter().enumerate() {
        let input = inputs.next().flatten();
        if let Some(end) = end {
            served.spawn(serve(number, end, input, collected.clone(), limits.most_output, full.clone()));
        }
    }
    drop(full);
    let timeout = limits.timeout.unwrap_or(Duration::from_secs(u64::from(u32::MAX)));
    let passed = {
        let whole = async {
            let status = process.wait().await;
            while served.join_next().await.is_some() {}
            status
        };
        tokio::select! {
            biased;
            Some(()) = overflow.recv() => Some(rustix::io::Errno::NOBUFS.raw_os_error()),
            status = whole => {
                status?;
                None
            }
            () = tokio::time::sleep(timeout) => Some(rustix::io::Errno::TIMEDOUT.raw_os_error()),
        }
    };
    if passed.is_some() {
        if process.try_wait()?.is_none() {
            // It may end by itself in this moment.
            let _ = kill(pid as i32, limits.kill_signal);
        }
        served.abort_all();
        process.wait().await?;
        while served.join_next().await.is_some() {}
    }
    let end = process.wait().await?.into();
    let output = std::mem::take(&mut collected.lock().unwrap_or_else(PoisonError::into_inner).output);
    Ok(SyncEnd { pid, end, output, passed })
}

/// How often a wait looks whether it is to go on.
const LOOK: Duration = Duration::from_millis(20);

/// Waits on this thread for a child and for the end of its pipes. When `go_on` says no, the child is told to end and is waited
/// for no longer.
///
/// # Errors
/// The child cannot be waited for; `Interrupted` when `go_on` said no.
pub fn run_here(
    reactor: &Handle,
    child: StartedChild,
    inputs: Vec<Option<Vec<u8>>>,
    limits: SyncLimits,
    mut go_on: impl FnMut() -> bool,
) -> io::Result<SyncEnd> {
    let pid = child.pid;
    let mut running = Box::pin(run_to_end(child, inputs, limits));
    loop {
        let looked = reactor.block_on(async { tokio::time::timeout(LOOK, running.as_mut()).await });
        match looked {
            Ok(ended) => return ended,
            Err(_) if go_on() => {}
            Err(_) => {
                // It may have ended in this moment.
                let _ = kill(pid as i32, limits.kill_signal);
                return Err(io::ErrorKind::Interrupted.into());
            }
        }
    }
}
