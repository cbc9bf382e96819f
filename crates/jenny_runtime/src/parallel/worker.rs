//! The thread of a Worker: made by the same recipe as the program's own runtime, told to end from outside.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jenny_engine::agent::{InterruptHandle, interrupt};
use jenny_engine::structured::Serialized;

use super::processor_time;
use crate::binding::{Runtime, RuntimeOptions};
use crate::reactor::{Inbox, Poster};

/// How a runtime with all globals and modules is made, on whichever thread it will live. An error: the system has no room for it.
pub type Recipe = Arc<dyn Fn(RuntimeOptions, WorkerLimits) -> io::Result<Runtime> + Send + Sync>;

/// What a Worker may use.
#[derive(Clone, Copy, Debug, Default)]
pub struct WorkerLimits {
    /// Most bytes of its heap.
    pub heap: Option<usize>,
    /// Bytes of its native stack.
    pub stack: Option<usize>,
    /// Most processor time of its thread.
    pub time: Option<Duration>,
}

/// A Worker's program.
pub type Program = Box<dyn FnOnce(&mut Runtime, Audience) -> i32 + Send>;

/// What one Worker is made of.
pub struct WorkerSetup {
    pub options: RuntimeOptions,
    pub limits: WorkerLimits,
    /// Named in debuggers and panics.
    pub name: String,
    /// Starts its program, which may tell the owner of errors; the exit code.
    pub run: Program,
}

/// What a Worker tells its owner.
#[derive(Debug)]
pub enum WorkerNews {
    /// Its agent is there, and its script begins.
    Online,
    /// An error that nobody caught: text, place (URL, line, column) and the error itself where it can be cloned.
    Error { message: String, filename: String, line: u32, column: u32, error: Option<Serialized> },
    /// What it wrote to standard output, or to standard error, where its owner reads that.
    Output { is_error: bool, bytes: Vec<u8> },
    /// It was ended since it had used so much processor time.
    OutOfTime(Duration),
    /// It has ended with this exit code.
    Exit(i32),
}

impl WorkerNews {
    /// The same for another owner; an error that holds what can exist only once is told by its message.
    fn copy(&self) -> WorkerNews {
        match self {
            WorkerNews::Online => WorkerNews::Online,
            WorkerNews::Error { message, filename, line, column, error } => WorkerNews::Error {
                message: message.clone(),
                filename: filename.clone(),
                line: *line,
                column: *column,
                error: error.as_ref().and_then(Serialized::try_clone),
            },
            WorkerNews::Output { is_error, bytes } => WorkerNews::Output { is_error: *is_error, bytes: bytes.clone() },
            WorkerNews::OutOfTime(limit) => WorkerNews::OutOfTime(*limit),
            WorkerNews::Exit(code) => WorkerNews::Exit(*code),
        }
    }
}

/// Who is told of a Worker's life: its owner, or all owners of a SharedWorker.
#[derive(Clone, Debug)]
pub struct Audience(Arc<Mutex<Vec<Poster>>>);

impl Audience {
    pub(super) fn of(poster: Poster) -> Audience {
        Audience(Arc::new(Mutex::new(vec![poster])))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Poster>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more hears what is told from now on.
    pub(super) fn add(&self, poster: Poster) {
        self.lock().push(poster);
    }

    /// Tells all.
    pub fn tell(&self, news: WorkerNews) {
        let posters = self.lock();
        let Some((last, others)) = posters.split_last() else { return };
        for poster in others {
            poster.post(news.copy());
        }
        last.post(news);
    }
}

#[derive(Default)]
struct Shared {
    terminated: bool,
    /// Why, if not because it was told to.
    out_of_time: Option<Duration>,
    /// Who hears of its life, until they were told of its end.
    audience: Option<Audience>,
    /// Its agent's number.
    agent: u16,
    running: Option<(InterruptHandle, Arc<Inbox>)>,
}

/// The owner's hold of a Worker. It may go anywhere, and dropping it does not end the Worker.
#[derive(Clone, Default)]
pub struct WorkerHandle(Arc<Mutex<Shared>>);

impl WorkerHandle {
    fn lock(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the Worker: at its next safe point if it runs, before its first if it has not begun.
    pub fn terminate(&self) {
        let may_be_stuck = {
            let mut shared = self.lock();
            let is_first = !std::mem::replace(&mut shared.terminated, true);
            match &shared.running {
                Some((interrupts, inbox)) => {
                    let is_busy = !inbox.is_waiting();
                    interrupts.request(interrupt::TERMINATE);
                    inbox.wake();
                    is_first && is_busy
                }
                None => false,
            }
        };
        if may_be_stuck {
            processor_time::expect_end(self.clone());
        }
    }

    /// Whether its end was told.
    pub(super) fn is_over(&self) -> bool {
        self.lock().audience.is_none()
    }

    /// It was told to end, and its thread is inside native code that does not look up: for everybody else it has ended. The thread
    /// ends when it comes out of there.
    pub(super) fn give_up(&self) {
        let agent = self.lock().agent;
        super::locks::release_all_of(agent);
        self.tell_end(1);
    }

    /// Tells of the end, once.
    fn tell_end(&self, code: i32) {
        let (audience, out_of_time) = {
            let mut shared = self.lock();
            (shared.audience.take(), shared.out_of_time)
        };
        let Some(audience) = audience else { return };
        if let Some(limit) = out_of_time {
            audience.tell(WorkerNews::OutOfTime(limit));
        }
        audience.tell(WorkerNews::Exit(code));
    }

    /// Ends it since it has used all the processor time that it may.
    pub(super) fn end_out_of_time(&self, limit: Duration) {
        self.lock().out_of_time = Some(limit);
        self.terminate();
    }

    /// How long its loop has waited, and how long it has not; both are 0 before it waits and after its end.
    pub fn loop_times(&self) -> (Duration, Duration) {
        let inbox = self.lock().running.as_ref().map(|(_, inbox)| inbox.clone());
        inbox.map_or_else(Default::default, |inbox| crate::oracle::loop_times(&inbox))
    }

    /// Whether it was told to end.
    pub fn is_terminated(&self) -> bool {
        self.lock().terminated
    }
}

/// Native stack of a Worker when nobody says: what the program's own thread has.
const STACK: usize = 8 << 20;

/// Starts the thread of a Worker. `poster` gets its [`WorkerNews`]s, the exit as the last.
///
/// # Errors
/// The system has no thread for it.
pub fn spawn(recipe: Recipe, setup: WorkerSetup, poster: Poster) -> io::Result<WorkerHandle> {
    spawn_for(recipe, setup, Audience::of(poster))
}

/// Tells of the end of a Worker when it is dropped, also by a panic.
struct End(WorkerHandle, i32);

impl Drop for End {
    fn drop(&mut self) {
        self.0.tell_end(self.1);
    }
}

/// The same with several owners.
pub(super) fn spawn_for(recipe: Recipe, setup: WorkerSetup, audience: Audience) -> io::Result<WorkerHandle> {
    let handle = WorkerHandle::default();
    {
        let mut shared = handle.lock();
        (shared.audience, shared.agent) = (Some(audience.clone()), setup.options.agent);
    }
    let mine = handle.clone();
    let stack = setup.limits.stack.map_or(STACK, |bytes| bytes.clamp(256 << 10, 64 << 20));
    std::thread::Builder::new().name(setup.name.clone()).stack_size(stack).spawn(move || {
        let limits = WorkerLimits { stack: Some(stack), ..setup.limits };
        let mut end = End(mine.clone(), 1);
        let program = setup.run;
        if !mine.is_terminated() {
            end.1 = match recipe(setup.options, limits) {
                Ok(mut runtime) => run(&mine, &mut runtime, limits, program, &audience),
                Err(error) => {
                    audience.tell(no_room(&error));
                    1
                }
            };
        }
    })?;
    Ok(handle)
}

/// What is told of a Worker for which the system has no room.
fn no_room(error: &io::Error) -> WorkerNews {
    WorkerNews::Error {
        message: format!("The Worker could not be started: {error}"),
        filename: String::new(),
        line: 0,
        column: 0,
        error: None,
    }
}

fn run(
    handle: &WorkerHandle,
    runtime: &mut Runtime,
    limits: WorkerLimits,
    program: Program,
    audience: &Audience,
) -> i32 {
    {
        let interrupts = runtime.agent.interrupt_handle();
        let mut shared = handle.lock();
        if shared.terminated {
            return 1;
        }
        shared.running = Some((interrupts, runtime.state.event_loop.waker()));
    }
    let watch = limits.time.and_then(|limit| processor_time::watch(limit, handle.clone()));
    let code = program(runtime, audience.clone());
    drop(watch);
    let mut shared = handle.lock();
    shared.running = None;
    if shared.terminated { 1 } else { code }
}
