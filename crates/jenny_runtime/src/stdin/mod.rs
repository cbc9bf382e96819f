//! Standard input: bytes on request, lines, keys, the terminal's raw mode, and the line editor of the prompt.

mod keys;
mod line_editor;
mod lines;
mod raw_mode;
mod reader;

use std::io::{self, BufRead};

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
/// their nature. Malformed UTF-8 becomes U+FFFD.
pub fn read_line_blocking() -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if io::stdin().lock().read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}
