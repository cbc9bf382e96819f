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

/// Lets the child find each of `ends` at its number (3 and above), and begin a session of its own if `detached`.
/// What comes back must be kept until the child has been started.
///
/// # Errors
/// The process has too many open files.
pub fn arrange(command: &mut Command, ends: Vec<(i32, OwnedFd)>, detached: bool) -> io::Result<Vec<OwnedFd>> {
    let Some(most) = ends.iter().map(|&(number, _)| number).max() else {
        if detached {
            // SAFETY: setsid is a lone system call, which is all that may happen between fork and exec.
            unsafe { command.pre_exec(|| rustix::process::setsid().map(drop).map_err(io::Error::from)) };
        }
        return Ok(Vec::new());
    };
    // Numbers that the child will use are taken here for now: no descriptor that the start itself makes gets one of them,
    // and none of `ends` stands where another is to go.
    let mut reserved = Vec::new();
    loop {
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
        Ok(())
    };
    // SAFETY: between fork and exec it makes system calls only, and neither allocates nor takes a lock.
    unsafe { command.pre_exec(place) };
    Ok(reserved)
}
