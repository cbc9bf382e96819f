//! Standard output and standard error: buffered, whole, and quiet about a reader that has gone away.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

/// One of the two streams to write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandardStream {
    Output,
    Error,
}

impl StandardStream {
    fn descriptor(self) -> BorrowedFd<'static> {
        match self {
            StandardStream::Output => rustix::stdio::stdout(),
            StandardStream::Error => rustix::stdio::stderr(),
        }
    }
}

/// Columns and rows of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowSize {
    pub columns: u16,
    pub rows: u16,
}

/// Whether the stream goes to a terminal.
pub fn is_terminal(stream: StandardStream) -> bool {
    rustix::termios::isatty(stream.descriptor())
}

/// The size of the terminal behind the stream, if it is one.
pub fn window_size(stream: StandardStream) -> Option<WindowSize> {
    let size = rustix::termios::tcgetwinsize(stream.descriptor()).ok()?;
    (size.ws_col > 0).then_some(WindowSize { columns: size.ws_col, rows: size.ws_row })
}

/// Writes all of `bytes`, waiting where the stream is full.
///
/// # Errors
/// Of kind `BrokenPipe` if the reader has gone away. The signal for that is ignored by every Rust program from its start,
/// so the error is all there is.
pub fn write_all(stream: StandardStream, bytes: &[u8]) -> io::Result<()> {
    write_all_to(stream.descriptor(), bytes)
}

/// Writes a text to standard error. That may be closed: then there is nobody to tell, and so no error.
pub fn tell(text: &str) {
    let _ = write_all(StandardStream::Error, text.as_bytes());
}

fn write_all_to(descriptor: impl AsFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(&descriptor, bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            // Somebody made the stream non-blocking, maybe another process that shares it.
            Err(Errno::AGAIN) => {
                let _ = poll(&mut [PollFd::new(&descriptor, PollFlags::OUT)], None);
            }
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

/// Where text goes instead of a stream, such as the line editor that stands on the terminal.
pub type Diversion = Box<dyn FnMut(&[u8]) -> io::Result<()>>;

/// Gathers output so that many small writes become one. The binding flushes when the loop waits or ends.
pub struct Output {
    diversion: Option<Diversion>,
    stream: StandardStream,
    buffer: Vec<u8>,
    broken: bool,
}

/// The buffer is written when it holds this much.
const FULL: usize = 32 << 10;

impl Output {
    pub fn new(stream: StandardStream) -> Output {
        Output { diversion: None, stream, buffer: Vec::new(), broken: false }
    }

    /// Adds `bytes`. After a `BrokenPipe`, which is reported once, everything is discarded.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.broken {
            return Ok(());
        }
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= FULL { self.flush() } else { Ok(()) }
    }

    /// Writes what was gathered.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.buffer.is_empty() || self.broken {
            self.buffer.clear();
            return Ok(());
        }
        let result = match &mut self.diversion {
            Some(divert) => divert(&self.buffer),
            None => write_all(self.stream, &self.buffer),
        };
        self.buffer.clear();
        self.broken = result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        result
    }

    /// Hands what is written from now on to `diversion`.
    pub fn divert(&mut self, diversion: Option<Diversion>) {
        self.diversion = diversion;
    }

    /// Gives bytes of the other stream to the diversion; None if there is none.
    pub fn write_diverted(&mut self, bytes: &[u8]) -> Option<io::Result<()>> {
        self.diversion.as_mut().map(|divert| divert(bytes))
    }

    /// Whether it goes somewhere else.
    pub fn is_diverted(&self) -> bool {
        self.diversion.is_some()
    }

    /// True once the reader has gone away.
    pub fn is_broken(&self) -> bool {
        self.broken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_an_error_and_no_signal() {
        let (reader, writer) = rustix::pipe::pipe().unwrap();
        write_all_to(&writer, b"abc").unwrap();
        drop(reader);
        assert_eq!(write_all_to(&writer, b"abc").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }

    #[test]
    fn a_full_non_blocking_pipe_is_waited_for() {
        let (reader, writer) = rustix::pipe::pipe().unwrap();
        rustix::io::ioctl_fionbio(&writer, true).unwrap();
        let bytes = vec![7; 1 << 20];
        let reading = std::thread::spawn(move || {
            let (mut total, mut buffer) = (0, vec![0; 1 << 16]);
            while let Ok(count @ 1..) = rustix::io::read(&reader, &mut buffer[..]) {
                total += count;
            }
            total
        });
        write_all_to(&writer, &bytes).unwrap();
        drop(writer);
        assert_eq!(reading.join().unwrap(), 1 << 20);
    }
}
