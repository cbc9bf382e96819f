//! Signals: their names, sending them, and receiving them as tasks.

use std::io;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::{Pid, Signal};
use tokio::signal::unix::{SignalKind, signal};

use crate::event_loop::{EventLoop, OperationId, OperationSpec};
use crate::fs_ops::{FsError, FsResult};

/// The signals that every system here has, by name.
pub const SIGNALS: &[(&str, Signal)] = &[
    ("SIGHUP", Signal::HUP),
    ("SIGINT", Signal::INT),
    ("SIGQUIT", Signal::QUIT),
    ("SIGILL", Signal::ILL),
    ("SIGTRAP", Signal::TRAP),
    ("SIGABRT", Signal::ABORT),
    ("SIGBUS", Signal::BUS),
    ("SIGFPE", Signal::FPE),
    ("SIGKILL", Signal::KILL),
    ("SIGUSR1", Signal::USR1),
    ("SIGSEGV", Signal::SEGV),
    ("SIGUSR2", Signal::USR2),
    ("SIGPIPE", Signal::PIPE),
    ("SIGALRM", Signal::ALARM),
    ("SIGTERM", Signal::TERM),
    ("SIGCHLD", Signal::CHILD),
    ("SIGCONT", Signal::CONT),
    ("SIGSTOP", Signal::STOP),
    ("SIGTSTP", Signal::TSTP),
    ("SIGTTIN", Signal::TTIN),
    ("SIGTTOU", Signal::TTOU),
    ("SIGURG", Signal::URG),
    ("SIGXCPU", Signal::XCPU),
    ("SIGXFSZ", Signal::XFSZ),
    ("SIGVTALRM", Signal::VTALARM),
    ("SIGPROF", Signal::PROF),
    ("SIGWINCH", Signal::WINCH),
    ("SIGIO", Signal::IO),
    ("SIGSYS", Signal::SYS),
];

/// The number of the signal `name`.
pub fn signal_number(name: &str) -> Option<i32> {
    SIGNALS.iter().find(|(known, _)| *known == name).map(|(_, signal)| signal.as_raw())
}

/// The name of the signal `number`.
pub fn signal_name(number: i32) -> Option<&'static str> {
    SIGNALS.iter().find(|(_, signal)| signal.as_raw() == number).map(|(name, _)| *name)
}

/// Sends the signal `number` to the process `pid`; 0 only asks whether that exists.
pub fn kill(pid: i32, number: i32) -> FsResult<()> {
    let fail = |errno| FsError::from_errno(errno, "kill");
    let pid = Pid::from_raw(pid).ok_or_else(|| fail(rustix::io::Errno::INVAL))?;
    if number == 0 {
        return rustix::process::test_kill_process(pid).map_err(fail);
    }
    let signal = SIGNALS.iter().find(|(_, signal)| signal.as_raw() == number);
    let (_, signal) = signal.ok_or_else(|| fail(rustix::io::Errno::INVAL))?;
    rustix::process::kill_process(pid, *signal).map_err(fail)
}

/// How many listeners the program has for each signal.
static LISTENERS: [AtomicU32; 64] = [const { AtomicU32::new(0) }; 64];

/// Whether the program itself listens to the signal `number`.
pub fn has_listener(number: i32) -> bool {
    counter(number).is_some_and(|count| count.load(Ordering::SeqCst) > 0)
}

fn counter(number: i32) -> Option<&'static AtomicU32> {
    LISTENERS.get(usize::try_from(number).ok()?)
}

/// A listener, until it is dropped.
struct Listening(i32);

impl Listening {
    fn to(number: i32) -> Listening {
        if let Some(count) = counter(number) {
            count.fetch_add(1, Ordering::SeqCst);
        }
        Listening(number)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(count) = counter(self.0) {
            count.fetch_sub(1, Ordering::SeqCst);
        }
    }
}

/// Delivers the signal `number` as tasks of `spec`, each with the number as its outcome, until cancelled.
///
/// # Errors
/// The signal cannot be caught.
pub fn watch_signal(event_loop: &EventLoop, spec: OperationSpec, number: i32) -> io::Result<OperationId> {
    watch_signal_with(event_loop, spec, number, |_| true)
}

/// As `watch_signal`; `pass` is asked on another thread, at once, whether the signal becomes a task.
pub fn watch_signal_with(
    event_loop: &EventLoop,
    spec: OperationSpec,
    number: i32,
    pass: impl Fn(i32) -> bool + Send + 'static,
) -> io::Result<OperationId> {
    let guard = event_loop.reactor()?.handle().enter();
    let mut signals = signal(SignalKind::from_raw(number))?;
    drop(guard);
    let listening = Listening::to(number);
    event_loop.start_stream(spec, move |poster| async move {
        let _listening = listening;
        while signals.recv().await.is_some() {
            if pass(number) {
                poster.post(number);
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_agree() {
        assert_eq!(signal_number("SIGINT"), Some(2));
        assert_eq!(signal_name(15), Some("SIGTERM"));
        assert_eq!((signal_number("SIGNONE"), signal_name(0)), (None, None));
        let own = std::process::id() as i32;
        assert_eq!(kill(own, 0), Ok(()));
        assert_eq!(kill(own, 9999).unwrap_err().code, "EINVAL");
    }
}
