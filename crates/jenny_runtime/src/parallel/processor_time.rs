//! Limits of processor time, and Workers that do not end when they are told to: one thread looks after all such, while there are some.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::WorkerHandle;

/// How often it looks.
const LOOK: Duration = Duration::from_millis(5);

/// How long a Worker that was told to end has until it counts as ended.
const GRACE: Duration = Duration::from_millis(100);

struct Watched {
    /// What the system calls the thread: a folder of `/proc`.
    task: std::path::PathBuf,
    limit: Duration,
    handle: WorkerHandle,
}

#[derive(Default)]
struct Watch {
    next: u64,
    list: Vec<(u64, Watched)>,
    /// Workers that were told to end, and until when they have time.
    ending: Vec<(Instant, WorkerHandle)>,
    is_running: bool,
}

static WATCH: Mutex<Watch> = Mutex::new(Watch { next: 0, list: Vec::new(), ending: Vec::new(), is_running: false });

fn lock() -> MutexGuard<'static, Watch> {
    WATCH.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The watch over one thread. It ends when this is dropped.
#[derive(Debug)]
pub(super) struct Guard(u64);

impl Drop for Guard {
    fn drop(&mut self) {
        lock().list.retain(|(id, _)| *id != self.0);
    }
}

/// Ends the Worker of the calling thread once that has used `limit` of processor time. None where the system does not tell.
pub(super) fn watch(limit: Duration, handle: WorkerHandle) -> Option<Guard> {
    let task = std::path::Path::new("/proc").join(std::fs::read_link("/proc/thread-self").ok()?);
    used(&task)?;
    let mut watch = lock();
    watch.next += 1;
    let id = watch.next;
    watch.list.push((id, Watched { task, limit, handle }));
    watch.run();
    Some(Guard(id))
}

/// A Worker at work was told to end. If it does not, since it is inside native code, it is given up.
pub(super) fn expect_end(handle: WorkerHandle) {
    let mut watch = lock();
    watch.ending.push((Instant::now() + GRACE, handle));
    watch.run();
}

impl Watch {
    /// Sees to it that somebody looks.
    fn run(&mut self) {
        if !self.is_running {
            self.is_running = std::thread::Builder::new().name("jenny-limits".into()).spawn(look_after_all).is_ok();
        }
    }
}

/// Time that a thread has run.
fn used(task: &std::path::Path) -> Option<Duration> {
    let text = std::fs::read_to_string(task.join("schedstat")).ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

fn look_after_all() {
    loop {
        std::thread::sleep(LOOK);
        let (mut over, mut stuck) = (Vec::new(), Vec::new());
        {
            let mut watch = lock();
            if watch.list.is_empty() && watch.ending.is_empty() {
                watch.is_running = false;
                return;
            }
            for (_, watched) in &watch.list {
                if used(&watched.task).is_some_and(|used| used > watched.limit) && !watched.handle.is_terminated() {
                    over.push((watched.handle.clone(), watched.limit));
                }
            }
            let now = Instant::now();
            watch.ending.retain(|(until, handle)| {
                let is_late = *until <= now;
                if is_late {
                    stuck.push(handle.clone());
                }
                !is_late && !handle.is_over()
            });
        }
        // Outside the lock: they come back to it, and take others.
        over.iter().for_each(|(handle, limit)| handle.end_out_of_time(*limit));
        stuck.iter().for_each(WorkerHandle::give_up);
    }
}
