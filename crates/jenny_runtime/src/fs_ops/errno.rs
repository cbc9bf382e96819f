//! The operating system's error numbers, with the names and words that libuv gives them.

use rustix::io::Errno;

/// A known error number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// As the operating system has it: positive.
    pub number: i32,
    /// Such as `ENOENT`.
    pub name: &'static str,
    /// Such as "no such file or directory".
    pub words: &'static str,
}

macro_rules! table {
    ($($errno:ident $name:literal $words:literal)*) => {
        /// Every error number that has a name here.
        const TABLE: &[ErrorCode] = &[$(
            ErrorCode { number: Errno::$errno.raw_os_error(), name: $name, words: $words },
        )*];
    };
}

table! {
    TOOBIG "E2BIG" "argument list too long"
    ACCESS "EACCES" "permission denied"
    ADDRINUSE "EADDRINUSE" "address already in use"
    ADDRNOTAVAIL "EADDRNOTAVAIL" "address not available"
    AFNOSUPPORT "EAFNOSUPPORT" "address family not supported"
    AGAIN "EAGAIN" "resource temporarily unavailable"
    ALREADY "EALREADY" "connection already in progress"
    BADF "EBADF" "bad file descriptor"
    BUSY "EBUSY" "resource busy or locked"
    CANCELED "ECANCELED" "operation canceled"
    CONNABORTED "ECONNABORTED" "software caused connection abort"
    CONNREFUSED "ECONNREFUSED" "connection refused"
    CONNRESET "ECONNRESET" "connection reset by peer"
    DESTADDRREQ "EDESTADDRREQ" "destination address required"
    EXIST "EEXIST" "file already exists"
    FAULT "EFAULT" "bad address in system call argument"
    FBIG "EFBIG" "file too large"
    HOSTUNREACH "EHOSTUNREACH" "host is unreachable"
    ILSEQ "EILSEQ" "illegal byte sequence"
    INTR "EINTR" "interrupted system call"
    INVAL "EINVAL" "invalid argument"
    IO "EIO" "i/o error"
    ISCONN "EISCONN" "socket is already connected"
    ISDIR "EISDIR" "illegal operation on a directory"
    LOOP "ELOOP" "too many symbolic links encountered"
    MFILE "EMFILE" "too many open files"
    MLINK "EMLINK" "too many links"
    MSGSIZE "EMSGSIZE" "message too long"
    NAMETOOLONG "ENAMETOOLONG" "name too long"
    NETDOWN "ENETDOWN" "network is down"
    NETUNREACH "ENETUNREACH" "network is unreachable"
    NFILE "ENFILE" "file table overflow"
    NOBUFS "ENOBUFS" "no buffer space available"
    NODEV "ENODEV" "no such device"
    NOENT "ENOENT" "no such file or directory"
    NOMEM "ENOMEM" "not enough memory"
    NOPROTOOPT "ENOPROTOOPT" "protocol not available"
    NOSPC "ENOSPC" "no space left on device"
    NOSYS "ENOSYS" "function not implemented"
    NOTCONN "ENOTCONN" "socket is not connected"
    NOTDIR "ENOTDIR" "not a directory"
    NOTEMPTY "ENOTEMPTY" "directory not empty"
    NOTSOCK "ENOTSOCK" "socket operation on non-socket"
    NOTSUP "ENOTSUP" "operation not supported on socket"
    NOTTY "ENOTTY" "inappropriate ioctl for device"
    NXIO "ENXIO" "no such device or address"
    OVERFLOW "EOVERFLOW" "value too large for defined data type"
    PERM "EPERM" "operation not permitted"
    PIPE "EPIPE" "broken pipe"
    PROTO "EPROTO" "protocol error"
    PROTONOSUPPORT "EPROTONOSUPPORT" "protocol not supported"
    PROTOTYPE "EPROTOTYPE" "protocol wrong type for socket"
    RANGE "ERANGE" "result too large"
    ROFS "EROFS" "read-only file system"
    SPIPE "ESPIPE" "invalid seek"
    SRCH "ESRCH" "no such process"
    TIMEDOUT "ETIMEDOUT" "connection timed out"
    TXTBSY "ETXTBSY" "text file is busy"
    XDEV "EXDEV" "cross-device link not permitted"
    DQUOT "EDQUOT" "disk quota exceeded"
}

/// What `number` (positive) is called; unknown ones are `UNKNOWN`.
pub fn error_code(number: i32) -> ErrorCode {
    TABLE.iter().copied().find(|code| code.number == number).unwrap_or(ErrorCode {
        number,
        name: "UNKNOWN",
        words: "unknown error",
    })
}

/// The inverse of [`error_code`].
pub fn error_code_by_name(name: &str) -> Option<ErrorCode> {
    TABLE.iter().copied().find(|code| code.name == name)
}
