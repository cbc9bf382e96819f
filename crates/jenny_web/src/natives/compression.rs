//! Coders of CompressionStream and DecompressionStream (compression.spec.whatwg.org): gzip, deflate, deflate-raw, brotli.

use super::{Row, row};
use flate2::{Compress, Compression, Crc, Decompress, FlushCompress, FlushDecompress, Status};
use jenny_engine::embed::{HostClass, HostData};
use jenny_engine::{Agent, Args, JsResult, Value};
use std::cell::RefCell;
use std::io::Write;

pub static ROWS: &[Row] = &[
    row("compressorNew", 1, compressor_new),
    row("decompressorNew", 1, decompressor_new),
    row("compress", 3, compress),
];

/// Why compressed data cannot be read.
type Fault = &'static str;

const TRUNCATED: Fault = "Decompression failed: the input is incomplete";
const JUNK: Fault = "Decompression failed: something follows after the end of the compressed data";
const DAMAGED: Fault = "Decompression failed: the input is damaged";

/// A coder between chunks.
struct Coder(RefCell<Kind>);
impl HostData for Coder {}

static CODER: HostClass = HostClass::without_constructor("Coder");

enum Kind {
    Compress { state: Box<Compress>, gzip: Option<Crc>, begun: bool },
    Decompress { state: Box<Decompress>, ended: bool },
    Gunzip(Box<Gunzip>),
    BrotliCompress(Box<brotli::CompressorWriter<Vec<u8>>>),
    BrotliDecompress(Box<BrotliReader>),
}

/// compressorNew(format): a coder, or null if there is no such format.
fn compressor_new(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let level = Compression::default();
    let kind = match args.get(0).to_rust_string(agent)?.as_str() {
        "gzip" => Kind::Compress { state: Box::new(Compress::new(level, false)), gzip: Some(Crc::new()), begun: false },
        "deflate" => Kind::Compress { state: Box::new(Compress::new(level, true)), gzip: None, begun: true },
        "deflate-raw" => Kind::Compress { state: Box::new(Compress::new(level, false)), gzip: None, begun: true },
        // What Node's zlib module uses: the best quality and a window of 4 MiB.
        "brotli" => Kind::BrotliCompress(Box::new(brotli::CompressorWriter::new(Vec::new(), 4096, 11, 22))),
        _ => return Ok(Value::NULL),
    };
    Ok(agent.new_host_object(&CODER, Value::UNDEFINED, Coder(RefCell::new(kind)))?.into())
}

/// decompressorNew(format): a coder, or null if there is no such format.
fn decompressor_new(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let kind = match args.get(0).to_rust_string(agent)?.as_str() {
        "gzip" => Kind::Gunzip(Box::default()),
        "deflate" => Kind::Decompress { state: Box::new(Decompress::new(true)), ended: false },
        "deflate-raw" => Kind::Decompress { state: Box::new(Decompress::new(false)), ended: false },
        "brotli" => Kind::BrotliDecompress(Box::default()),
        _ => return Ok(Value::NULL),
    };
    Ok(agent.new_host_object(&CODER, Value::UNDEFINED, Coder(RefCell::new(kind)))?.into())
}

/// compress(coder, bytes, whether they are the last): what comes out. TypeError if the input cannot be decompressed.
fn compress(agent: &mut Agent, _: Value, args: Args) -> JsResult<Value> {
    let coder = agent.receiver::<Coder>(args.get(0), "compress")?;
    let bytes = super::bytes_argument(agent, args.get(1))?.to_vec();
    let last = args.get(2).is_true();
    let result = coder.0.borrow_mut().run(&bytes, last);
    match result {
        Ok(bytes) => Ok(agent.uint8_array_from_vec(bytes)?.into()),
        Err(fault) => Err(agent.throw_type_error(fault)),
    }
}

impl Kind {
    fn run(&mut self, bytes: &[u8], last: bool) -> Result<Vec<u8>, Fault> {
        match self {
            Kind::Compress { state, gzip, begun } => {
                let mut out = Vec::new();
                if !std::mem::replace(begun, true) {
                    // No flags, no time; made on an unknown system.
                    out.extend_from_slice(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
                }
                deflate(state, bytes, last, &mut out)?;
                if let Some(crc) = gzip {
                    crc.update(bytes);
                    if last {
                        out.extend_from_slice(&crc.sum().to_le_bytes());
                        out.extend_from_slice(&crc.amount().to_le_bytes());
                    }
                }
                Ok(out)
            }
            Kind::Decompress { state, ended } => {
                let mut out = Vec::new();
                let used = inflate(state, bytes, ended, &mut out)?;
                if used < bytes.len() {
                    return Err(JUNK);
                }
                if last && !*ended { Err(TRUNCATED) } else { Ok(out) }
            }
            Kind::Gunzip(gunzip) => gunzip.run(bytes, last),
            Kind::BrotliCompress(writer) => {
                writer.write_all(bytes).map_err(|_| DAMAGED)?;
                if last {
                    let writer =
                        std::mem::replace(&mut **writer, brotli::CompressorWriter::new(Vec::new(), 4096, 0, 10));
                    return Ok(writer.into_inner());
                }
                Ok(std::mem::take(writer.get_mut()))
            }
            Kind::BrotliDecompress(reader) => reader.run(bytes, last),
        }
    }
}

fn deflate(state: &mut Compress, bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), Fault> {
    let flush = if last { FlushCompress::Finish } else { FlushCompress::None };
    let start = state.total_in();
    loop {
        out.reserve(bytes.len().clamp(256, 1 << 16));
        let rest = &bytes[(state.total_in() - start) as usize..];
        let status = state.compress_vec(rest, out, flush).map_err(|_| DAMAGED)?;
        let all_taken = (state.total_in() - start) as usize == bytes.len();
        let done = if last { status == Status::StreamEnd } else { all_taken && out.len() < out.capacity() };
        if done {
            return Ok(());
        }
    }
}

/// How many of the bytes belonged to the stream.
fn inflate(state: &mut Decompress, bytes: &[u8], ended: &mut bool, out: &mut Vec<u8>) -> Result<usize, Fault> {
    if *ended {
        return Ok(0);
    }
    let start = state.total_in();
    loop {
        out.reserve((bytes.len() * 4).clamp(1024, 1 << 20));
        let used = (state.total_in() - start) as usize;
        let before = out.len();
        let status = state.decompress_vec(&bytes[used..], out, FlushDecompress::None).map_err(|_| DAMAGED)?;
        let now_used = (state.total_in() - start) as usize;
        if status == Status::StreamEnd {
            *ended = true;
            return Ok(now_used);
        }
        let idle = now_used == used && out.len() == before;
        if idle || now_used == bytes.len() && out.len() < out.capacity() {
            return Ok(now_used);
        }
    }
}

/// One member of gzip (RFC 1952): header, deflate data, checksum and length.
struct Gunzip {
    /// Of the header, then of the trailer: what has arrived of it.
    held: Vec<u8>,
    in_data: bool,
    state: Decompress,
    ended: bool,
    finished: bool,
    crc: Crc,
}

impl Default for Gunzip {
    fn default() -> Self {
        Gunzip {
            held: Vec::new(),
            in_data: false,
            state: Decompress::new(false),
            ended: false,
            finished: false,
            crc: Crc::new(),
        }
    }
}

/// The length of a header; None if more of it must arrive.
fn gzip_header_length(bytes: &[u8]) -> Result<Option<usize>, Fault> {
    let known = [0x1f, 0x8b, 8];
    if bytes.iter().zip(known).any(|(&byte, known)| byte != known) {
        return Err(DAMAGED);
    }
    let Some(&flags) = bytes.get(3) else { return Ok(None) };
    if flags & 0xe0 != 0 {
        return Err(DAMAGED);
    }
    let mut at = 10;
    if flags & 4 != 0 {
        let Some(length) = bytes.get(at..at + 2) else { return Ok(None) };
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            let Some(end) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| byte == 0)) else {
                return Ok(None);
            };
            at += end + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    Ok((bytes.len() >= at).then_some(at))
}

impl Gunzip {
    fn run(&mut self, bytes: &[u8], last: bool) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut bytes = std::borrow::Cow::Borrowed(bytes);
        if !self.in_data {
            self.held.extend_from_slice(&bytes);
            let Some(length) = gzip_header_length(&self.held)? else {
                return if last { Err(TRUNCATED) } else { Ok(out) };
            };
            self.in_data = true;
            bytes = std::mem::take(&mut self.held).split_off(length).into();
        }
        let used = inflate(&mut self.state, &bytes, &mut self.ended, &mut out)?;
        self.crc.update(&out);
        if self.ended {
            self.held.extend_from_slice(&bytes[used..]);
            if self.finished && !self.held.is_empty() || self.held.len() > 8 {
                return Err(JUNK);
            }
            if self.held.len() == 8 {
                let expected = [self.crc.sum().to_le_bytes(), self.crc.amount().to_le_bytes()].concat();
                if self.held != expected {
                    return Err("Decompression failed: the checksum or the length does not match");
                }
                self.held.clear();
                self.finished = true;
            }
        }
        if last && !self.finished { Err(TRUNCATED) } else { Ok(out) }
    }
}

/// Brotli, decoded piece by piece.
struct BrotliReader {
    state: brotli::BrotliState<brotli::enc::StandardAlloc, brotli::enc::StandardAlloc, brotli::enc::StandardAlloc>,
    ended: bool,
}

impl Default for BrotliReader {
    fn default() -> Self {
        let alloc = brotli::enc::StandardAlloc::default;
        BrotliReader { state: brotli::BrotliState::new(alloc(), alloc(), alloc()), ended: false }
    }
}

impl BrotliReader {
    fn run(&mut self, bytes: &[u8], last: bool) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let (mut left, mut from, mut total) = (bytes.len(), 0, 0);
        let mut piece = vec![0; 64 << 10];
        while !self.ended {
            let (mut room, mut to) = (piece.len(), 0);
            let result = brotli::BrotliDecompressStream(
                &mut left,
                &mut from,
                bytes,
                &mut room,
                &mut to,
                &mut piece,
                &mut total,
                &mut self.state,
            );
            out.extend_from_slice(&piece[..to]);
            match result {
                brotli::BrotliResult::ResultSuccess => self.ended = true,
                brotli::BrotliResult::NeedsMoreOutput => {}
                brotli::BrotliResult::NeedsMoreInput => break,
                brotli::BrotliResult::ResultFailure => return Err(DAMAGED),
            }
        }
        if left > 0 {
            return Err(JUNK);
        }
        if last && !self.ended { Err(TRUNCATED) } else { Ok(out) }
    }
}
