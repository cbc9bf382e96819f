//! The record's file, read while it grows, as a page reads it: whole frames, uncompressed.

use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::Path;

use jenny_trace::{FileWriter, FrameReader, ReadError, Stream};

/// Reads a growing record.
pub(super) struct Tail {
    reader: FrameReader<File>,
    writer: FileWriter<Vec<u8>>,
    /// Events that were read.
    pub events: u64,
}

impl Tail {
    /// Opens a record whose head is written.
    ///
    /// # Errors
    /// Those of the file, and a file that is no record.
    pub fn open(path: &Path) -> Result<Tail, ReadError> {
        let (reader, header) = FrameReader::new(File::open(path)?)?;
        let writer = FileWriter::new(Vec::new(), &header)?;
        Ok(Tail { reader, writer, events: 0 })
    }

    /// What has come since the last call, about `most` bytes of it; empty if nothing has.
    ///
    /// # Errors
    /// Those of the file.
    pub fn read(&mut self, most: usize) -> Result<Vec<u8>, ReadError> {
        while self.writer.get_mut().len() < most {
            let at = self.reader.get_mut().stream_position()?;
            let Some(frame) = self.reader.next_frame()? else {
                // Half a frame is read again when it is whole.
                if !self.reader.is_complete() {
                    self.reader.get_mut().seek(SeekFrom::Start(at))?;
                }
                break;
            };
            if frame.stream == Stream::Structure {
                self.events += u64::from(frame.records);
            }
            // Nothing that is shown comes from decisions.
            if frame.stream != Stream::Decisions {
                self.writer.write_uncompressed(&frame)?;
            }
        }
        Ok(std::mem::take(self.writer.get_mut()))
    }

    /// Whether the record was closed and read to its end.
    pub fn is_complete(&self) -> bool {
        self.reader.is_complete()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jenny_trace::{Header, RawFrame, Trace};
    use std::io::Write;

    #[test]
    fn half_a_frame_waits_for_its_rest() {
        let mut whole = FileWriter::new(Vec::new(), &Header::new(&[])).unwrap();
        let head = whole.get_mut().len();
        let mut buffer = jenny_trace::AgentBuffer::new(0);
        buffer.event(Some(5), &jenny_trace::Event::TurnBegin { turn: 1 });
        let frames: Vec<RawFrame> = buffer.take_frames().collect();
        frames.iter().for_each(|frame| whole.write(frame).unwrap());
        let bytes = whole.finish().unwrap();

        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes[..head + 7]).unwrap();
        let mut tail = Tail::open(file.path()).unwrap();
        let mut read = tail.read(1 << 20).unwrap();
        assert_eq!((read.len(), tail.events), (head, 0));
        file.write_all(&bytes[head + 7..]).unwrap();
        read.extend(tail.read(1 << 20).unwrap());
        assert_eq!((tail.events, tail.is_complete()), (1, true));
        let trace = Trace::read(&read[..]).unwrap();
        assert_eq!(trace.agents[0].records.len(), 1);
    }
}
