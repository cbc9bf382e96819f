//! A failed file operation, in the shape in which Node throws it.

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::errno::error_code;
use crate::recording::{Decoder, Encoder, Malformed, Taped};

/// What a file operation answers.
pub type FsResult<T> = Result<T, FsError>;

/// A failed system call. `Display` is the `message` of the JavaScript error:
/// `ENOENT: no such file or directory, open '/nowhere'`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FsError {
    /// Such as `ENOENT`.
    pub code: &'static str,
    /// The negative error number, as libuv has it.
    pub errno: i32,
    pub syscall: &'static str,
    pub path: Option<PathBuf>,
    pub dest: Option<PathBuf>,
    words: &'static str,
}

impl FsError {
    /// An error of the number `number` (positive).
    pub fn from_number(number: i32, syscall: &'static str) -> FsError {
        let code = error_code(number);
        FsError { code: code.name, errno: -number, syscall, path: None, dest: None, words: code.words }
    }

    pub fn from_io(error: &io::Error, syscall: &'static str) -> FsError {
        let number = error.raw_os_error().unwrap_or_else(|| match error.kind() {
            io::ErrorKind::NotFound => Errno::NOENT.raw_os_error(),
            io::ErrorKind::PermissionDenied => Errno::ACCESS.raw_os_error(),
            io::ErrorKind::AlreadyExists => Errno::EXIST.raw_os_error(),
            io::ErrorKind::BrokenPipe => Errno::PIPE.raw_os_error(),
            io::ErrorKind::WriteZero | io::ErrorKind::StorageFull => Errno::NOSPC.raw_os_error(),
            // A path with a zero byte, which no system call can take.
            io::ErrorKind::InvalidInput => Errno::INVAL.raw_os_error(),
            _ => Errno::IO.raw_os_error(),
        });
        FsError::from_number(number, syscall)
    }

    pub fn from_errno(errno: Errno, syscall: &'static str) -> FsError {
        FsError::from_number(errno.raw_os_error(), syscall)
    }

    /// The same failure, blamed on another call.
    #[must_use]
    pub fn in_syscall(self, syscall: &'static str) -> FsError {
        FsError { syscall, ..self }
    }

    #[must_use]
    pub fn at(mut self, path: &Path) -> FsError {
        self.path = Some(path.to_owned());
        self
    }

    #[must_use]
    pub fn to(mut self, dest: &Path) -> FsError {
        self.dest = Some(dest.to_owned());
        self
    }
}

impl Taped for FsError {
    fn write(&self, encoder: &mut Encoder) {
        encoder.signed(i64::from(-self.errno));
        encoder.slice(self.syscall.as_bytes());
        for path in [&self.path, &self.dest] {
            let bytes = path.as_ref().map(|path| path.as_os_str().as_bytes());
            encoder.varint(u64::from(bytes.is_some()));
            encoder.slice(bytes.unwrap_or_default());
        }
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<FsError, Malformed> {
        let number = i32::try_from(decoder.signed()?).map_err(|_| Malformed)?;
        let syscall = <&'static str>::read(decoder)?;
        let mut path = || {
            let (there, bytes) = (decoder.varint()? != 0, decoder.slice()?);
            let path = PathBuf::from(OsStr::from_bytes(bytes));
            Ok(there.then_some(path))
        };
        let (path, dest) = (path()?, path()?);
        Ok(FsError { path, dest, ..FsError::from_number(number, syscall) })
    }
}

impl fmt::Display for FsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.code, self.words, self.syscall)?;
        if let Some(path) = &self.path {
            write!(f, " '{}'", path.display())?;
        }
        if let Some(dest) = &self.dest {
            write!(f, " -> '{}'", dest.display())?;
        }
        Ok(())
    }
}

impl std::error::Error for FsError {}

/// Names the call and the path of a failure.
pub(super) trait Context<T> {
    fn on(self, syscall: &'static str, path: &Path) -> FsResult<T>;
    fn on_two(self, syscall: &'static str, path: &Path, dest: &Path) -> FsResult<T>;
    fn on_open(self, syscall: &'static str) -> FsResult<T>;
}

impl<T> Context<T> for io::Result<T> {
    fn on(self, syscall: &'static str, path: &Path) -> FsResult<T> {
        self.map_err(|error| FsError::from_io(&error, syscall).at(path))
    }

    fn on_two(self, syscall: &'static str, path: &Path, dest: &Path) -> FsResult<T> {
        self.map_err(|error| FsError::from_io(&error, syscall).at(path).to(dest))
    }

    fn on_open(self, syscall: &'static str) -> FsResult<T> {
        self.map_err(|error| FsError::from_io(&error, syscall))
    }
}

impl<T> Context<T> for rustix::io::Result<T> {
    fn on(self, syscall: &'static str, path: &Path) -> FsResult<T> {
        self.map_err(|errno| FsError::from_errno(errno, syscall).at(path))
    }

    fn on_two(self, syscall: &'static str, path: &Path, dest: &Path) -> FsResult<T> {
        self.map_err(|errno| FsError::from_errno(errno, syscall).at(path).to(dest))
    }

    fn on_open(self, syscall: &'static str) -> FsResult<T> {
        self.map_err(|errno| FsError::from_errno(errno, syscall))
    }
}
