//! Descriptors by their numbers: inherited ones, and those that a child is to find at numbers of its own.

use std::io;
use std::os::fd::{BorrowedFd, FromRawFd, IntoRawFd, OwnedFd};

use rustix::io::{Errno, FdFlags};
use tokio::process::Command;

/// A copy of the open descriptor `number`, closed in children.
///
/// # Errors
/// `EBADF` if no file has that number.
pub fn copy(number: i32) -> io::Result<OwnedFd> {
    if number < 0 {
        return Err(Errno::BADF.into());
    }
    // SAFETY: the borrow ends with this call, and a number that is not open fails with EBADF.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    Ok(rustix::io::fcntl_dupfd_cloexec(borrowed, 3)?)
}

/// Takes the descriptor `number`, which the process was started with and which nobody else uses, out of reach of children.
///
/// # Errors
/// `EBADF` if no file has that number; `EINVAL` for the standard streams, which belong to all.
pub fn adopt(number: i32) -> io::Result<OwnedFd> {
    if number <= 2 {
        return Err(Errno::INVAL.into());
    }
    // SAFETY: as in `copy`.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    let flags = rustix::io::fcntl_getfd(borrowed)?;
    rustix::io::fcntl_setfd(borrowed, flags | FdFlags::CLOEXEC)?;
    // SAFETY: it is open, as was just seen; whoever names it hands its ownership over.
    Ok(unsafe { OwnedFd::from_raw_fd(number) })
}

/// Lets the child find each of `ends` at its number (3 and above), begin a session of its own if `detached`, and hear the
/// signals that this process was told to ignore. What comes back must be kept until the child has been started.
///
/// # Errors
/// The process has too many open files.
pub fn arrange(command: &mut Command, ends: Vec<(i32, OwnedFd)>, detached: bool) -> io::Result<Vec<OwnedFd>> {
    let ignored = ignored_signals();
    // Without anything to do between fork and exec, the system's quicker way of starting a program is open.
    if ends.is_empty() && !detached && ignored.is_empty() {
        return Ok(Vec::new());
    }
    // Numbers that the child will use are taken here for now: no descriptor that the start itself makes gets one of them,
    // and none of `ends` stands where another is to go.
    let most = ends.iter().map(|&(number, _)| number).max().unwrap_or(0);
    let mut reserved = Vec::new();
    while !ends.is_empty() {
        let filler = rustix::fs::open("/dev/null", rustix::fs::OFlags::CLOEXEC, rustix::fs::Mode::empty())?;
        let number = std::os::fd::AsRawFd::as_raw_fd(&filler);
        reserved.push(filler);
        if number > most {
            break;
        }
    }
    let moved: Vec<(i32, OwnedFd)> = ends
        .into_iter()
        .map(|(number, end)| Ok((number, rustix::io::fcntl_dupfd_cloexec(&end, most + 1)?)))
        .collect::<io::Result<_>>()?;
    let place = move || {
        if detached {
            rustix::process::setsid()?;
        }
        for (number, end) in &moved {
            // SAFETY: in the child the number belongs to nobody: the parent only reserved it.
            let mut target = unsafe { OwnedFd::from_raw_fd(*number) };
            let placed = rustix::io::dup2(end, &mut target);
            // It stays open for the program that begins now.
            let _ = target.into_raw_fd();
            placed?;
        }
        for &signal in &ignored {
            // SAFETY: the default action is no code of ours.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
        Ok(())
    };
    // SAFETY: between fork and exec it makes system calls only, and neither allocates nor takes a lock.
    unsafe { command.pre_exec(place) };
    Ok(reserved)
}

/// The signals, but SIGPIPE, that this process ignores: whoever started it wanted so (`nohup`, a shell's background job), and
/// a program inherits that through exec. std gives a child SIGPIPE back by itself.
fn ignored_signals() -> Vec<i32> {
    (1..32)
        .filter(|&signal| {
            let mut action = std::mem::MaybeUninit::<libc::sigaction>::zeroed();
            // SAFETY: nothing is set; a number that is no signal is an error, and the zeroed action says "default".
            unsafe {
                libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr());
                signal != libc::SIGPIPE && action.assume_init().sa_sigaction == libc::SIG_IGN
            }
        })
        .collect()
}
