//! Limits of processor time: one thread looks after all Workers that have one, while there are such.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::WorkerHandle;

/// How often it looks.
const LOOK: Duration = Duration::from_millis(5);

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
    is_running: bool,
}

static WATCH: Mutex<Watch> = Mutex::new(Watch { next: 0, list: Vec::new(), is_running: false });

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
    if !watch.is_running {
        watch.is_running = std::thread::Builder::new().name("jenny-limits".into()).spawn(look_after_all).is_ok();
    }
    Some(Guard(id))
}

/// Time that a thread has run.
fn used(task: &std::path::Path) -> Option<Duration> {
    let text = std::fs::read_to_string(task.join("schedstat")).ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

fn look_after_all() {
    loop {
        std::thread::sleep(LOOK);
        let mut watch = lock();
        if watch.list.is_empty() {
            watch.is_running = false;
            return;
        }
        for (_, watched) in &watch.list {
            if used(&watched.task).is_some_and(|used| used > watched.limit) {
                watched.handle.end_out_of_time(watched.limit);
            }
        }
    }
}
