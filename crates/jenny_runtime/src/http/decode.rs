//! Content codings: gzip, deflate, brotli and zstd, decoded piece by piece as they arrive.

use std::collections::VecDeque;
use std::io::{self, Write};

use bytes::{Buf, Bytes};

use super::{HttpError, HttpErrorKind};

/// Compressed bytes that are decoded at once, so that one small chunk cannot grow into gigabytes before its reader asks.
const PIECE: usize = 4 << 10;

enum Coding {
    Gzip(Box<flate2::write::MultiGzDecoder<Vec<u8>>>),
    /// zlib's format by the standard, but bare deflate data by many servers: the first byte tells.
    Deflate(Option<Box<Inflate>>),
    Brotli(Box<brotli::DecompressorWriter<Vec<u8>>>),
    Zstd(Box<zstd::stream::write::Decoder<'static, Vec<u8>>>),
}

enum Inflate {
    Zlib(flate2::write::ZlibDecoder<Vec<u8>>),
    Raw(flate2::write::DeflateDecoder<Vec<u8>>),
}

/// Undoes the codings of one body. Without codings, bytes pass through.
pub(super) struct Decoder {
    /// In the order in which they are undone.
    codings: Vec<Coding>,
    waiting: VecDeque<Bytes>,
    ended: bool,
}

/// A window of 8 MiB is what zstd's content coding allows (RFC 9659).
const ZSTD_WINDOW_LOG: u32 = 23;

impl Decoder {
    pub fn identity() -> Decoder {
        Decoder { codings: Vec::new(), waiting: VecDeque::new(), ended: false }
    }

    /// A decoder for the value of `content-encoding`. If it names a coding that is not known, nothing is undone.
    pub fn for_encoding(encoding: &str) -> Decoder {
        let mut codings = Vec::new();
        for name in encoding.rsplit(',') {
            let coding = match name.trim().to_ascii_lowercase().as_str() {
                "gzip" | "x-gzip" => Some(Coding::Gzip(Box::new(flate2::write::MultiGzDecoder::new(Vec::new())))),
                "deflate" => Some(Coding::Deflate(None)),
                "br" => Some(Coding::Brotli(Box::new(brotli::DecompressorWriter::new(Vec::new(), 16 << 10)))),
                "zstd" => zstd::stream::write::Decoder::new(Vec::new()).ok().and_then(|mut decoder| {
                    decoder.window_log_max(ZSTD_WINDOW_LOG).ok()?;
                    Some(Coding::Zstd(Box::new(decoder)))
                }),
                "" | "identity" => continue,
                _ => None,
            };
            match coding {
                Some(coding) => codings.push(coding),
                None => return Decoder::identity(),
            }
        }
        Decoder { codings, ..Decoder::identity() }
    }

    /// Adds what has arrived.
    pub fn feed(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.waiting.push_back(bytes);
        }
    }

    /// Nothing more arrives. As browsers do, a missing end mark is forgiven: the transfer itself has ended properly.
    pub fn end(&mut self) {
        self.ended = true;
    }

    /// The next decoded bytes, never empty; `None` if more must arrive, or if that was all.
    pub fn take(&mut self) -> Result<Option<Bytes>, HttpError> {
        if self.codings.is_empty() {
            return Ok(self.waiting.pop_front());
        }
        while let Some(front) = self.waiting.front_mut() {
            let mut piece = front.split_to(front.len().min(PIECE));
            if !front.has_remaining() {
                self.waiting.pop_front();
            }
            for coding in &mut self.codings {
                piece = coding.decode(&piece).map_err(|error| bad_coding(&error))?.into();
            }
            if !piece.is_empty() {
                return Ok(Some(piece));
            }
        }
        if self.ended {
            self.ended = false;
            return self.flush();
        }
        Ok(None)
    }

    fn flush(&mut self) -> Result<Option<Bytes>, HttpError> {
        let mut piece = Bytes::new();
        for coding in &mut self.codings {
            let mut bytes = coding.decode(&piece).map_err(|error| bad_coding(&error))?;
            bytes.extend(coding.finish());
            piece = bytes.into();
        }
        Ok((!piece.is_empty()).then_some(piece))
    }
}

fn bad_coding(error: &io::Error) -> HttpError {
    HttpError::new(HttpErrorKind::Decode, "Z_DATA_ERROR", format!("The body's content coding is broken: {error}"))
}

impl Coding {
    fn decode(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        if bytes.is_empty() {
            return Ok(Vec::new());
        }
        match self {
            Coding::Gzip(decoder) => {
                decoder.write_all(bytes)?;
                decoder.flush()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            Coding::Deflate(decoder) => {
                let is_zlib = bytes[0] & 0x0f == 8;
                let decoder = decoder.get_or_insert_with(|| {
                    Box::new(if is_zlib {
                        Inflate::Zlib(flate2::write::ZlibDecoder::new(Vec::new()))
                    } else {
                        Inflate::Raw(flate2::write::DeflateDecoder::new(Vec::new()))
                    })
                });
                match &mut **decoder {
                    Inflate::Zlib(decoder) => {
                        decoder.write_all(bytes)?;
                        decoder.flush()?;
                        Ok(std::mem::take(decoder.get_mut()))
                    }
                    Inflate::Raw(decoder) => {
                        decoder.write_all(bytes)?;
                        decoder.flush()?;
                        Ok(std::mem::take(decoder.get_mut()))
                    }
                }
            }
            Coding::Brotli(decoder) => {
                decoder.write_all(bytes)?;
                decoder.flush()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
            Coding::Zstd(decoder) => {
                decoder.write_all(bytes)?;
                decoder.flush()?;
                Ok(std::mem::take(decoder.get_mut()))
            }
        }
    }

    /// What a decoder still held back. Whether it had seen its end mark does not matter.
    fn finish(&mut self) -> Vec<u8> {
        match self {
            Coding::Gzip(decoder) => {
                let _ = decoder.try_finish();
                std::mem::take(decoder.get_mut())
            }
            Coding::Deflate(Some(decoder)) => match &mut **decoder {
                Inflate::Zlib(decoder) => {
                    let _ = decoder.try_finish();
                    std::mem::take(decoder.get_mut())
                }
                Inflate::Raw(decoder) => {
                    let _ = decoder.try_finish();
                    std::mem::take(decoder.get_mut())
                }
            },
            Coding::Deflate(None) => Vec::new(),
            Coding::Brotli(decoder) => {
                let _ = decoder.close();
                std::mem::take(decoder.get_mut())
            }
            Coding::Zstd(decoder) => std::mem::take(decoder.get_mut()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let mut coded = Vec::new();
        brotli::BrotliCompress(&mut &bytes[..], &mut coded, &Default::default()).unwrap();
        coded
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        zstd::stream::encode_all(bytes, 1).unwrap()
    }

    fn decode(encoding: &str, bytes: &[u8], size: usize) -> Result<Vec<u8>, HttpError> {
        let mut decoder = Decoder::for_encoding(encoding);
        let mut decoded = Vec::new();
        for chunk in bytes.chunks(size) {
            decoder.feed(Bytes::copy_from_slice(chunk));
            while let Some(bytes) = decoder.take()? {
                decoded.extend_from_slice(&bytes);
            }
        }
        decoder.end();
        while let Some(bytes) = decoder.take()? {
            decoded.extend_from_slice(&bytes);
        }
        Ok(decoded)
    }

    #[test]
    fn every_coding_in_chunks_of_every_size() {
        let text: Vec<u8> = (0..20_000_u32).flat_map(|n| (n * n % 251).to_string().into_bytes()).collect();
        for (encoding, coded) in [
            ("gzip", gzip(&text)),
            ("x-gzip", [gzip(&text[..5000]), gzip(&text[5000..])].concat()),
            ("deflate", zlib(&text)),
            ("Deflate", deflate(&text)),
            ("br", brotli(&text)),
            ("zstd", zstd(&text)),
            ("gzip, br", brotli(&gzip(&text))),
            ("identity", text.clone()),
            ("unheard-of", text.clone()),
        ] {
            for size in [1, 7, 1000, usize::MAX] {
                assert_eq!(decode(encoding, &coded, size).as_ref(), Ok(&text), "{encoding} in {size}");
            }
        }
    }

    #[test]
    fn broken_data_is_an_error_and_a_missing_end_is_not() {
        for encoding in ["gzip", "br", "zstd"] {
            let error = decode(encoding, b"this is no compressed data at all", 5).unwrap_err();
            assert_eq!(error.kind, HttpErrorKind::Decode, "{encoding}");
        }
        let coded = gzip(b"hello");
        assert_eq!(decode("gzip", &coded[..coded.len() - 4], 3), Ok(b"hello".to_vec()));
    }
}
