//! Recording a run: what the loop, the agent and the natives tell of it, on its way to a file.
//!
//! - [`Recorder`]: one for the process; a thread of its own compresses and writes
//! - [`agent`]: one agent's part: events in, frames out to the recorder
//! - [`calls`]: calls of functions, statements and what the calls hold, over a range of turns
//! - [`still_running`]: Workers that run on when the record is closed, which hand over what they have
//! - [`tape`]: what decided a run and came from outside, written down and answered again
//! - [`words`]: kinds and sources in the words of a record
//! - [`taped`]: results of operations as bytes
//!
//! Memory is bounded: a fixed number of frames may wait for the disk. Past it events are dropped and counted; tables and decisions wait.

mod agent;
mod calls;
mod still_running;
mod tape;
mod taped;
mod words;

use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jenny_engine::agent::InterruptHandle;

pub use agent::AgentRecording;
pub(crate) use agent::{AgentEar, LoopEar};
pub use calls::{Detail, Turns};
pub use jenny_trace::Malformed;
use jenny_trace::{FileWriter, Header, RawFrame, Stream};
pub use tape::{Decoder, Encoder, Replay};
pub(crate) use tape::{RecordingOracle, ReplayOracle};
pub use taped::Taped;
pub(crate) use words::{kind_word, source_word};

use self::still_running::StillRunning;
use crate::reactor::Inbox;
use crate::watch::Watch;

/// How long a Worker that runs on when the record is closed is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// Frames that may wait for the disk: sixteen megabytes.
const WAITING: usize = 256;

enum Message {
    Frame(RawFrame),
    Finish,
}

/// What was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    pub events: u64,
    pub dropped: u64,
    pub bytes: u64,
}

/// What is done with a closed record.
pub type After = Box<dyn FnOnce(Recorded) + Send>;

/// Writes the record of a process's agents.
pub struct Recorder {
    sender: SyncSender<Message>,
    origin: Instant,
    thread: Mutex<Option<JoinHandle<io::Result<()>>>>,
    events: AtomicU64,
    dropped: AtomicU64,
    bytes: Arc<AtomicU64>,
    after: Mutex<Option<After>>,
    watch: OnceLock<Arc<Watch>>,
    detail: OnceLock<Detail>,
    running: StillRunning,
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

/// Counts what goes through.
struct Counted<W> {
    out: W,
    bytes: Arc<AtomicU64>,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes.fetch_add(written as u64, Ordering::Relaxed);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Recorder {
    /// Begins a record in `out`.
    ///
    /// # Errors
    /// Those of `out`, and of a system that has no thread for it.
    pub fn start(out: impl Write + Send + 'static, header: &Header) -> io::Result<Arc<Recorder>> {
        let bytes = Arc::new(AtomicU64::new(0));
        let file = FileWriter::new(Counted { out, bytes: bytes.clone() }, header)?;
        let (sender, receiver) = sync_channel(WAITING);
        let thread =
            std::thread::Builder::new().name("jenny-record".into()).spawn(move || write_frames(file, &receiver))?;
        Ok(Arc::new(Recorder {
            sender,
            origin: Instant::now(),
            thread: Mutex::new(Some(thread)),
            events: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            bytes,
            after: Mutex::new(None),
            watch: OnceLock::new(),
            detail: OnceLock::new(),
            running: StillRunning::default(),
        }))
    }

    /// Nanoseconds since the record began. Not the program's clock: nothing that the program does depends on it.
    pub fn elapsed(&self) -> u64 {
        self.origin.elapsed().as_nanos() as u64
    }

    fn send(&self, frame: RawFrame) {
        let records = u64::from(frame.records);
        if frame.stream != Stream::Structure {
            // The thread ends at an error of the disk, which `finish` tells of.
            let _ = self.sender.send(Message::Frame(frame));
            return;
        }
        match self.sender.try_send(Message::Frame(frame)) {
            Ok(()) => self.events.fetch_add(records, Ordering::Relaxed),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                self.dropped.fetch_add(records, Ordering::Relaxed)
            }
        };
    }

    /// The agents that begin from now on are watched. Only the first call counts.
    pub fn set_watch(&self, watch: Arc<Watch>) {
        // Who watches already goes on.
        let _ = self.watch.set(watch);
    }

    /// The agents that begin from now on tell of their calls and statements in these turns. Only the first call counts.
    pub fn set_detail(&self, detail: Detail) {
        // Who tells already goes on.
        let _ = self.detail.set(detail);
    }

    pub(crate) fn watch(&self) -> Option<&Arc<Watch>> {
        self.watch.get()
    }

    /// What was recorded so far.
    pub fn recorded(&self) -> Recorded {
        Recorded {
            events: self.events.load(Ordering::Relaxed),
            dropped: self.dropped.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        }
    }

    /// Has `after` done once the record is closed, also where the program ends the process itself.
    pub fn set_after(&self, after: After) {
        *self.after.lock().unwrap_or_else(PoisonError::into_inner) = Some(after);
    }

    /// Worker `agent` runs and has told things that the recorder does not have yet.
    pub(crate) fn join(&self, agent: u16, interrupts: InterruptHandle, inbox: Arc<Inbox>) {
        self.running.join(agent, interrupts, inbox);
    }

    /// Has Workers that run on hand over what they have, writes out what waits and closes the record. A second call finds it
    /// closed. For the program's own thread.
    ///
    /// # Errors
    /// The first that the disk had.
    pub fn finish(&self) -> io::Result<Recorded> {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            self.running.gather(PATIENCE);
            // Gone already, if the disk failed.
            let _ = self.sender.send(Message::Finish);
            thread.join().unwrap_or_else(|_| Err(io::Error::other("the writer of the record was lost")))?;
        }
        let recorded = self.recorded();
        let after = self.after.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(after) = after {
            after(recorded);
        }
        Ok(recorded)
    }
}

fn write_frames<W: Write>(mut file: FileWriter<W>, receiver: &Receiver<Message>) -> io::Result<()> {
    while let Ok(Message::Frame(frame)) = receiver.recv() {
        file.write(&frame)?;
        file.get_mut().flush()?;
    }
    file.finish().map(|_| ())
}
