//! A record's file: a head, then frames, each with its length and checksum; readable up to the last whole one.

use std::fmt;
use std::io::{self, Read, Write};

use crate::json;

/// The first bytes of every record.
pub const MAGIC: [u8; 8] = *b"JTRACE\x1a\n";
/// A reader takes files of its own version.
pub const VERSION: u16 = 4;
/// The first bytes of every frame.
const MARK: [u8; 4] = *b"JFRM";
const FRAME_HEAD: usize = 32;
/// A frame larger than this is a broken one.
const LARGEST: u32 = 1 << 30;

/// What a frame's records are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Rows of tables. Never dropped.
    Tables = 0,
    /// What happened. Dropped, and counted, where the disk is slower than the program.
    Structure = 1,
    /// What decided the run and came from outside. Never dropped.
    Decisions = 2,
    /// The last frame of a record that was closed in order; it has no records.
    End = 3,
}

impl Stream {
    fn of(byte: u8) -> Option<Stream> {
        [Stream::Tables, Stream::Structure, Stream::Decisions, Stream::End].into_iter().find(|&s| s as u8 == byte)
    }
}

/// Records of one stream of one agent, encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawFrame {
    pub agent: u16,
    pub stream: Stream,
    pub records: u32,
    /// The number of its first record in the agent's stream, from 0: a gap is what was dropped.
    pub first: u64,
    pub bytes: Vec<u8>,
}

/// What the file says about the run as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// A JSON object.
    pub json: String,
}

impl Header {
    /// An object of these members, whose values are JSON already.
    pub fn new(members: &[(&str, String)]) -> Header {
        let mut json = String::from("{");
        for (index, (name, value)) in members.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            json::string(&mut json, name);
            json.push(':');
            json.push_str(value);
        }
        json.push('}');
        Header { json }
    }
}

/// Writes a record.
pub struct FileWriter<W> {
    out: W,
    compressed: Vec<u8>,
    /// None where the library gives none: then frames are stored as they are.
    compressor: Option<zstd::bulk::Compressor<'static>>,
}

/// How hard zstd tries. Levels below 0 leave the literals alone, which is most of the work in frames as small as these.
const LEVEL: i32 = -1;

impl<W> std::fmt::Debug for FileWriter<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileWriter").finish_non_exhaustive()
    }
}

fn checksum(parts: &[&[u8]]) -> u32 {
    let mut crc = flate2::Crc::new();
    parts.iter().for_each(|part| crc.update(part));
    crc.sum()
}

impl<W: Write> FileWriter<W> {
    /// Begins a record in `out`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(mut out: W, header: &Header) -> io::Result<FileWriter<W>> {
        let mut head = MAGIC.to_vec();
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&0_u16.to_le_bytes());
        head.extend_from_slice(&(header.json.len() as u32).to_le_bytes());
        head.extend_from_slice(header.json.as_bytes());
        head.extend_from_slice(&checksum(&[header.json.as_bytes()]).to_le_bytes());
        out.write_all(&head)?;
        Ok(FileWriter { out, compressed: Vec::new(), compressor: zstd::bulk::Compressor::new(LEVEL).ok() })
    }

    /// Adds a frame; whole frames only reach `out`.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&mut self, frame: &RawFrame) -> io::Result<()> {
        self.compressed.clear();
        let bound = zstd::zstd_safe::compress_bound(frame.bytes.len());
        self.compressed.resize(FRAME_HEAD + bound, 0);
        let buffer = &mut self.compressed[FRAME_HEAD..];
        let compressed =
            self.compressor.as_mut().and_then(|compressor| compressor.compress_to_buffer(&frame.bytes, buffer).ok());
        self.store(frame, compressed)
    }

    /// Adds a frame as it is, for a reader that knows no zstd.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_uncompressed(&mut self, frame: &RawFrame) -> io::Result<()> {
        self.compressed.clear();
        self.compressed.resize(FRAME_HEAD, 0);
        self.store(frame, None)
    }

    /// Writes a frame whose compressed bytes lie behind the place of its head, if compressing it was of use.
    fn store(&mut self, frame: &RawFrame, compressed: Option<usize>) -> io::Result<()> {
        let (codec, stored) = match compressed {
            Some(length) if length < frame.bytes.len() => (1, length),
            _ => {
                self.compressed.truncate(FRAME_HEAD);
                self.compressed.extend_from_slice(&frame.bytes);
                (0, frame.bytes.len())
            }
        };
        self.compressed.truncate(FRAME_HEAD + stored);
        let mut head = [0; FRAME_HEAD];
        head[0..4].copy_from_slice(&MARK);
        head[4..6].copy_from_slice(&frame.agent.to_le_bytes());
        head[6] = frame.stream as u8;
        head[7] = codec;
        head[8..12].copy_from_slice(&frame.records.to_le_bytes());
        head[12..20].copy_from_slice(&frame.first.to_le_bytes());
        head[20..24].copy_from_slice(&(frame.bytes.len() as u32).to_le_bytes());
        head[24..28].copy_from_slice(&(stored as u32).to_le_bytes());
        let sum = checksum(&[&head[..28], &self.compressed[FRAME_HEAD..]]);
        head[28..32].copy_from_slice(&sum.to_le_bytes());
        self.compressed[..FRAME_HEAD].copy_from_slice(&head);
        self.out.write_all(&self.compressed)
    }

    /// Closes the record in order.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        self.write(&RawFrame { agent: 0, stream: Stream::End, records: 0, first: 0, bytes: Vec::new() })?;
        self.out.flush()?;
        Ok(self.out)
    }

    /// What it wrote to, without closing the record.
    pub fn into_inner(self) -> W {
        self.out
    }

    pub fn get_mut(&mut self) -> &mut W {
        &mut self.out
    }
}

/// Why a record cannot be read.
#[derive(Debug)]
pub enum ReadError {
    Io(io::Error),
    /// It does not begin as a record does.
    NoRecord,
    /// It is of another version.
    Version(u16),
    /// A whole frame holds what is no record.
    Malformed {
        agent: u16,
        frame: u64,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io(error) => error.fmt(f),
            ReadError::NoRecord => f.write_str("this is no record of jenny's"),
            ReadError::Version(version) => {
                write!(f, "this record is of version {version}; this jenny reads version {VERSION}")
            }
            ReadError::Malformed { agent, frame } => write!(f, "frame {frame} (agent {agent}) is malformed"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        ReadError::Io(error)
    }
}

/// Reads a record frame by frame.
#[derive(Debug)]
pub struct FrameReader<R> {
    input: R,
    /// The end frame was met.
    complete: bool,
}

/// Fills `buffer`; false if the input ends before.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match input.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

impl<R: Read> FrameReader<R> {
    /// # Errors
    /// What is no record, or one of another version.
    pub fn new(mut input: R) -> Result<(FrameReader<R>, Header), ReadError> {
        let mut head = [0; 16];
        if !fill(&mut input, &mut head)? || head[..8] != MAGIC {
            return Err(ReadError::NoRecord);
        }
        let version = u16::from_le_bytes([head[8], head[9]]);
        if version != VERSION {
            return Err(ReadError::Version(version));
        }
        let mut json = Vec::new();
        input.by_ref().take(u64::from(u32_at(&head, 12))).read_to_end(&mut json)?;
        let mut sum = [0; 4];
        if !fill(&mut input, &mut sum)? || u32::from_le_bytes(sum) != checksum(&[&json]) {
            return Err(ReadError::NoRecord);
        }
        let json = String::from_utf8(json).map_err(|_| ReadError::NoRecord)?;
        Ok((FrameReader { input, complete: false }, Header { json }))
    }

    /// The next whole frame; None at the record's end, or where it was cut off.
    ///
    /// # Errors
    /// Those of the input.
    pub fn next_frame(&mut self) -> Result<Option<RawFrame>, ReadError> {
        let mut head = [0; FRAME_HEAD];
        if self.complete || !fill(&mut self.input, &mut head)? || head[..4] != MARK {
            return Ok(None);
        }
        let (raw, stored) = (u32_at(&head, 20), u32_at(&head, 24));
        let Some(stream) = Stream::of(head[6]).filter(|_| raw.max(stored) <= LARGEST) else { return Ok(None) };
        let mut body = Vec::new();
        self.input.by_ref().take(u64::from(stored)).read_to_end(&mut body)?;
        if body.len() != stored as usize || u32_at(&head, 28) != checksum(&[&head[..28], &body]) {
            return Ok(None);
        }
        let bytes = match head[7] {
            0 => body,
            1 => match zstd::bulk::decompress(&body, raw as usize) {
                Ok(bytes) => bytes,
                Err(_) => return Ok(None),
            },
            _ => return Ok(None),
        };
        if stream == Stream::End {
            self.complete = true;
            return Ok(None);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&head[12..20]);
        Ok(Some(RawFrame {
            agent: u16::from_le_bytes([head[4], head[5]]),
            stream,
            records: u32_at(&head, 8),
            first: u64::from_le_bytes(first),
            bytes,
        }))
    }

    pub fn get_mut(&mut self) -> &mut R {
        &mut self.input
    }

    /// Whether the record was closed in order; known after its last frame.
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}
