//! Reads standard input on a thread of its own, one chunk per request, and never more than was asked for.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use crate::reactor::Poster;

/// The bytes of one chunk at most.
const CHUNK: usize = 64 << 10;

/// The reading thread. Dropping it ends the thread; a read under way takes nothing from the input then.
#[derive(Debug)]
pub struct StandardInput {
    requests: mpsc::Sender<Poster>,
    /// A byte written here makes the thread give up the read under way.
    interrupt: OwnedFd,
}

impl StandardInput {
    /// Starts a thread that reads standard input.
    pub fn start() -> io::Result<StandardInput> {
        StandardInput::start_on(rustix::stdio::stdin().try_clone_to_owned()?)
    }

    fn start_on(input: OwnedFd) -> io::Result<StandardInput> {
        let (requests, waiting) = mpsc::channel::<Poster>();
        let (interrupted, interrupt) = rustix::pipe::pipe()?;
        std::thread::Builder::new().name("jenny-stdin".to_owned()).spawn(move || {
            while let Ok(poster) = waiting.recv() {
                match read_chunk(&input, &interrupted) {
                    Ok(Some(chunk)) => poster.finish::<io::Result<Vec<u8>>>(Ok(chunk)),
                    Ok(None) => drop(poster),
                    Err(error) => poster.finish::<io::Result<Vec<u8>>>(Err(error)),
                }
            }
        })?;
        Ok(StandardInput { requests, interrupt })
    }

    /// Asks for one chunk. Its outcome is an `io::Result<Vec<u8>>`; an empty chunk is the end of input.
    pub fn read(&self, poster: Poster) {
        // If the thread is gone, dropping the poster ends the operation.
        let _ = self.requests.send(poster);
    }

    /// Gives up the read under way, whose operation ends without an outcome. Call it only while there is one.
    pub fn interrupt(&self) {
        let _ = rustix::io::write(&self.interrupt, &[0]);
    }
}

/// Waits for input and reads it; `None` if interrupted.
fn read_chunk(input: &OwnedFd, interrupted: &OwnedFd) -> io::Result<Option<Vec<u8>>> {
    loop {
        let mut ready =
            [PollFd::new(input, PollFlags::IN), PollFd::from_borrowed_fd(interrupted.as_fd(), PollFlags::IN)];
        match poll(&mut ready, None) {
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(errno) => return Err(errno.into()),
        }
        if !ready[1].revents().is_empty() {
            let _ = rustix::io::read(interrupted, &mut [0; 1]);
            return Ok(None);
        }
        if ready[0].revents().is_empty() {
            continue;
        }
        let mut chunk = vec![0; CHUNK];
        match rustix::io::read(input, &mut chunk[..]) {
            Ok(count) => {
                chunk.truncate(count);
                return Ok(Some(chunk));
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            // A terminal whose other side is gone.
            Err(Errno::IO) => return Ok(Some(Vec::new())),
            Err(errno) => return Err(errno.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event_loop::{AgentId, OperationId};
    use crate::reactor::Inbox;
    use std::sync::Arc;

    #[test]
    fn gives_chunks_on_request_and_can_be_interrupted() {
        let (read_end, write_end) = rustix::pipe::pipe().unwrap();
        let input = StandardInput::start_on(read_end).unwrap();
        let inbox = Arc::new(Inbox::new());
        let take = || loop {
            inbox.wait(None);
            if let Some(arrival) = inbox.drain().pop_front() {
                return arrival.outcome.map(|outcome| *outcome.downcast::<io::Result<Vec<u8>>>().unwrap());
            }
        };
        let ask = |number| input.read(Poster::new(inbox.clone(), OperationId::new(AgentId(0), number)));
        ask(0);
        rustix::io::write(&write_end, b"abc").unwrap();
        assert_eq!(take().unwrap().unwrap(), b"abc");
        ask(1);
        input.interrupt();
        assert!(take().is_none());
        ask(2);
        drop(write_end);
        assert_eq!(take().unwrap().unwrap(), b"");
    }
}
