//! Our end of a pipe to a child, or to the parent that started this process.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;

use tokio::net::UnixStream;
use tokio::net::unix::pipe::{Receiver, Sender};

use crate::os::descriptors;

/// Most bytes of one read.
const CHUNK: usize = 65536;

/// One end. Its reads are asked for one after the other, and so are its writes.
#[derive(Debug)]
pub enum PipeEnd {
    Reader(Receiver),
    Writer(Sender),
    Socket(UnixStream),
    /// To a child that a replay does not start.
    Nowhere,
}

/// The socket at the descriptor `number`, which the process was started with. The reactor's context must be there.
///
/// # Errors
/// There is none.
pub fn adopt(number: i32) -> io::Result<PipeEnd> {
    PipeEnd::socket(StdUnixStream::from(descriptors::adopt(number)?))
}

impl PipeEnd {
    pub(super) fn reader(end: OwnedFd) -> io::Result<PipeEnd> {
        Receiver::from_owned_fd(end).map(PipeEnd::Reader)
    }

    pub(super) fn writer(end: OwnedFd) -> io::Result<PipeEnd> {
        Sender::from_owned_fd(end).map(PipeEnd::Writer)
    }

    pub(super) fn socket(end: StdUnixStream) -> io::Result<PipeEnd> {
        end.set_nonblocking(true)?;
        UnixStream::from_std(end).map(PipeEnd::Socket)
    }

    /// The next bytes; none at the end.
    ///
    /// # Errors
    /// What the system says; the end of a socket whose other side is gone is no error.
    pub async fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(CHUNK);
        loop {
            let read = match self {
                PipeEnd::Reader(end) => {
                    end.readable().await?;
                    end.try_read_buf(&mut bytes)
                }
                PipeEnd::Socket(end) => {
                    end.readable().await?;
                    end.try_read_buf(&mut bytes)
                }
                PipeEnd::Writer(_) | PipeEnd::Nowhere => return Ok(bytes),
            };
            match read {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::ConnectionReset => return Ok(Vec::new()),
                Err(error) => return Err(error),
                Ok(_) => {
                    bytes.shrink_to_fit();
                    return Ok(bytes);
                }
            }
        }
    }

    /// Writes what there is room for, without waiting; answers how much that was.
    ///
    /// # Errors
    /// `EPIPE` if nobody can read it any more.
    pub fn write_now(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = 0;
        while written < bytes.len() {
            let result = match self {
                PipeEnd::Writer(end) => rustix::io::write(end, &bytes[written..]),
                PipeEnd::Socket(end) => rustix::io::write(end, &bytes[written..]),
                PipeEnd::Nowhere => Ok(bytes.len() - written),
                PipeEnd::Reader(_) => Err(rustix::io::Errno::BADF),
            };
            match result {
                Ok(count) => written += count,
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(written)
    }

    /// Writes all of `bytes`.
    ///
    /// # Errors
    /// `EPIPE` if nobody can read them any more.
    pub async fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = match self {
                PipeEnd::Writer(end) => {
                    end.writable().await?;
                    end.try_write(bytes)
                }
                PipeEnd::Socket(end) => {
                    end.writable().await?;
                    end.try_write(bytes)
                }
                PipeEnd::Nowhere => return Ok(()),
                PipeEnd::Reader(_) => return Err(rustix::io::Errno::BADF.into()),
            };
            match written {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
                Ok(count) => bytes = &bytes[count..],
            }
        }
        Ok(())
    }

    /// Tells the other side that nothing more will be written. A pipe tells it by being closed.
    pub fn end_writing(&self) {
        if let PipeEnd::Socket(end) = self {
            // The other side may be gone already.
            let _ = rustix::net::shutdown(end, rustix::net::Shutdown::Write);
        }
    }
}
