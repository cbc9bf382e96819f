//! Results of operations as bytes, and bytes as results again.

use std::io;
use std::sync::Mutex;

use bytes::Bytes;
use jenny_trace::Malformed;
use jenny_trace::wire::{Decoder, Encoder};

/// A result from outside that a record can hold.
pub trait Taped: Sized + Send + 'static {
    fn write(&self, encoder: &mut Encoder);
    /// # Errors
    /// Bytes that no `write` made.
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed>;
}

impl Taped for () {
    fn write(&self, _: &mut Encoder) {}
    fn read(_: &mut Decoder<'_>) -> Result<(), Malformed> {
        Ok(())
    }
}

impl Taped for bool {
    fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.push(u8::from(*self));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<bool, Malformed> {
        Ok(decoder.byte()? != 0)
    }
}

impl Taped for u64 {
    fn write(&self, encoder: &mut Encoder) {
        encoder.varint(*self);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<u64, Malformed> {
        decoder.varint()
    }
}

impl Taped for i32 {
    fn write(&self, encoder: &mut Encoder) {
        encoder.signed(i64::from(*self));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<i32, Malformed> {
        i32::try_from(decoder.signed()?).map_err(|_| Malformed)
    }
}

impl Taped for u32 {
    fn write(&self, encoder: &mut Encoder) {
        encoder.varint(u64::from(*self));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<u32, Malformed> {
        u32::try_from(decoder.varint()?).map_err(|_| Malformed)
    }
}

impl Taped for u16 {
    fn write(&self, encoder: &mut Encoder) {
        encoder.varint(u64::from(*self));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<u16, Malformed> {
        u16::try_from(decoder.varint()?).map_err(|_| Malformed)
    }
}

impl Taped for String {
    fn write(&self, encoder: &mut Encoder) {
        encoder.slice(self.as_bytes());
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<String, Malformed> {
        String::from_utf8(decoder.slice()?.to_vec()).map_err(|_| Malformed)
    }
}

/// Names that the program of the runtime holds for good.
impl Taped for &'static str {
    fn write(&self, encoder: &mut Encoder) {
        encoder.slice(self.as_bytes());
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<&'static str, Malformed> {
        static NAMES: Mutex<std::collections::BTreeSet<&'static str>> = Mutex::new(std::collections::BTreeSet::new());
        let name = String::read(decoder)?;
        let mut names = NAMES.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(known) = names.get(name.as_str()) {
            return Ok(known);
        }
        let lasting: &'static str = Box::leak(name.into_boxed_str());
        names.insert(lasting);
        Ok(lasting)
    }
}

impl Taped for Vec<u8> {
    fn write(&self, encoder: &mut Encoder) {
        encoder.slice(self);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Vec<u8>, Malformed> {
        Ok(decoder.slice()?.to_vec())
    }
}

impl Taped for Bytes {
    fn write(&self, encoder: &mut Encoder) {
        encoder.slice(self);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Bytes, Malformed> {
        Ok(Bytes::copy_from_slice(decoder.slice()?))
    }
}

impl<T: Taped> Taped for Option<T> {
    fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.write(encoder);
        }
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Option<T>, Malformed> {
        Ok(if decoder.byte()? == 0 { None } else { Some(T::read(decoder)?) })
    }
}

impl<T: Taped, E: Taped> Taped for Result<T, E> {
    fn write(&self, encoder: &mut Encoder) {
        encoder.bytes.push(u8::from(self.is_ok()));
        match self {
            Ok(value) => value.write(encoder),
            Err(error) => error.write(encoder),
        }
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Result<T, E>, Malformed> {
        Ok(if decoder.byte()? == 0 { Err(E::read(decoder)?) } else { Ok(T::read(decoder)?) })
    }
}

impl<A: Taped, B: Taped> Taped for (A, B) {
    fn write(&self, encoder: &mut Encoder) {
        self.0.write(encoder);
        self.1.write(encoder);
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<(A, B), Malformed> {
        Ok((A::read(decoder)?, B::read(decoder)?))
    }
}

/// Texts with bytes, such as the fields of a header.
impl Taped for Vec<(String, Vec<u8>)> {
    fn write(&self, encoder: &mut Encoder) {
        encoder.varint(self.len() as u64);
        self.iter().for_each(|pair| pair.0.write(encoder));
        self.iter().for_each(|pair| pair.1.write(encoder));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        let count = decoder.varint()?;
        let names = (0..count).map(|_| String::read(decoder)).collect::<Result<Vec<_>, _>>()?;
        names.into_iter().map(|name| Ok((name, Vec::read(decoder)?))).collect()
    }
}

impl Taped for Vec<bool> {
    fn write(&self, encoder: &mut Encoder) {
        encoder.varint(self.len() as u64);
        self.iter().for_each(|value| value.write(encoder));
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<Self, Malformed> {
        (0..decoder.varint()?).map(|_| bool::read(decoder)).collect()
    }
}

/// By its number; one without a number by its words.
impl Taped for io::Error {
    fn write(&self, encoder: &mut Encoder) {
        self.raw_os_error().write(encoder);
        if self.raw_os_error().is_none() {
            encoder.bytes.push(KINDS.iter().position(|kind| *kind == self.kind()).unwrap_or(KINDS.len()) as u8);
            self.to_string().write(encoder);
        }
    }
    fn read(decoder: &mut Decoder<'_>) -> Result<io::Error, Malformed> {
        if let Some(number) = Option::<i32>::read(decoder)? {
            return Ok(io::Error::from_raw_os_error(number));
        }
        let kind = KINDS.get(usize::from(decoder.byte()?)).copied().unwrap_or(io::ErrorKind::Other);
        Ok(io::Error::new(kind, String::read(decoder)?))
    }
}

/// Kinds of errors that the runtime makes itself.
const KINDS: [io::ErrorKind; 8] = [
    io::ErrorKind::NotFound,
    io::ErrorKind::BrokenPipe,
    io::ErrorKind::ConnectionReset,
    io::ErrorKind::UnexpectedEof,
    io::ErrorKind::InvalidInput,
    io::ErrorKind::InvalidData,
    io::ErrorKind::TimedOut,
    io::ErrorKind::AddrNotAvailable,
];
