//! Cuts a stream of bytes into lines of text.

/// Keeps what has not ended yet. A line ends at `\n`, `\r\n` or `\r`; malformed UTF-8 becomes U+FFFD.
#[derive(Debug, Default)]
pub struct LineSplitter {
    pending: Vec<u8>,
    /// The last chunk ended in `\r`: a `\n` at the start of the next belongs to it.
    after_return: bool,
}

impl LineSplitter {
    pub fn new() -> LineSplitter {
        LineSplitter::default()
    }

    /// Adds `bytes`; answers the lines that are now complete.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<String> {
        let mut lines = Vec::new();
        for &byte in bytes {
            let after_return = std::mem::take(&mut self.after_return);
            match byte {
                b'\n' if after_return => {}
                b'\n' | b'\r' => {
                    lines.push(self.take());
                    self.after_return = byte == b'\r';
                }
                _ => self.pending.push(byte),
            }
        }
        lines
    }

    fn take(&mut self) -> String {
        let line = String::from_utf8_lossy(&self.pending).into_owned();
        self.pending.clear();
        line
    }

    /// At the end of input: the last line, if it had no end.
    pub fn finish(&mut self) -> Option<String> {
        (!self.pending.is_empty()).then(|| self.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_do_not_depend_on_the_chunks() {
        let text = "a\nbé\r\n\r\nc\rd\n\nlast".as_bytes();
        for size in 1..=text.len() {
            let mut splitter = LineSplitter::new();
            let mut lines: Vec<String> = text.chunks(size).flat_map(|chunk| splitter.push(chunk)).collect();
            lines.extend(splitter.finish());
            assert_eq!(lines, ["a", "bé", "", "c", "d", "", "last"], "chunks of {size}");
            assert_eq!(splitter.finish(), None);
        }
    }
}
