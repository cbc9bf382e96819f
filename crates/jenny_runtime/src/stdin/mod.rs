//! Standard input: bytes on request, lines, keys, the terminal's raw mode, and the line editor of the prompt.

mod keys;
mod line_editor;
mod lines;
mod raw_mode;
mod reader;

use std::io;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

pub use keys::{Key, KeyDecoder};
pub use line_editor::{Completion, LineEditor, LineEditorOptions, Typed};
pub use lines::LineSplitter;
pub use raw_mode::{RawMode, remember_terminal, restore_terminal};
pub use reader::StandardInput;

/// Whether standard input is a terminal.
pub fn is_terminal() -> bool {
    rustix::termios::isatty(rustix::stdio::stdin())
}

/// Waits for one line, without its end; `None` at the end of input. For `prompt`, `confirm` and `alert`, which block by
/// their nature. It takes nothing behind the line, which others may read. Malformed UTF-8 becomes U+FFFD.
pub fn read_line_blocking() -> io::Result<Option<String>> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        match rustix::io::read(rustix::stdio::stdin(), &mut byte) {
            Ok(0) if line.is_empty() => return Ok(None),
            Ok(0) => break,
            Ok(_) if byte[0] == b'\n' => break,
            Ok(_) => line.push(byte[0]),
            Err(Errno::INTR) => {}
            // Somebody made the stream non-blocking.
            Err(Errno::AGAIN) => {
                let stdin = rustix::stdio::stdin();
                let _ = poll(&mut [PollFd::new(&stdin, PollFlags::IN)], None);
            }
            Err(errno) => return Err(errno.into()),
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}
