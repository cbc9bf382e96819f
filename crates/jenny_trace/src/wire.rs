//! Varints, deltas, and the encoder and decoder of one frame's records.

use std::fmt;

/// The classes of numbers that are written as differences to the last one of their class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Task,
    Operation,
    Job,
    Tick,
    Promise,
    Activation,
    Target,
    Port,
    Time,
    Clock,
    // Of short forms only, which speak of several numbers of a kind that each have their own steps.
    NewPromise,
    QueuedJob,
    Result,
}

const CLASSES: usize = 13;

/// Bytes that are no record of this format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the record is malformed")
    }
}

impl std::error::Error for Malformed {}

/// Writes the records of one frame. Differences count from 0 at its start, so that a frame can be read alone.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    pub bytes: Vec<u8>,
    last: [u64; CLASSES],
}

/// The sign in the lowest bit, so that small numbers of both signs are short.
#[inline]
fn zigzag(value: i64) -> u64 {
    (value << 1) as u64 ^ (value >> 63) as u64
}

fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

impl Encoder {
    /// LEB128: seven bits a byte, low ones first.
    #[inline]
    pub fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.bytes.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.bytes.push(value as u8);
    }

    pub fn signed(&mut self, value: i64) {
        self.varint(zigzag(value));
    }

    #[inline]
    fn difference(&mut self, class: Class, value: u64) -> u64 {
        let last = std::mem::replace(&mut self.last[class as usize], value);
        zigzag(value.wrapping_sub(last) as i64)
    }

    /// A number as the difference to the last of its class.
    #[inline]
    pub fn delta(&mut self, class: Class, value: u64) {
        let difference = self.difference(class, value);
        self.varint(difference);
    }

    /// The same where there may be none: 0 is none, and all else is one more.
    #[inline]
    pub fn optional_delta(&mut self, class: Class, value: Option<u64>) {
        match value {
            None => self.varint(0),
            // Numbers of things stay below 2^62, so the sum always has room.
            Some(value) => {
                let more = self.difference(class, value).saturating_add(1);
                self.varint(more);
            }
        }
    }

    /// The last number of a class in this frame; 0 at its start.
    #[inline]
    pub fn last(&self, class: Class) -> u64 {
        self.last[class as usize]
    }

    /// The last number of a class is this one, though it was not written.
    #[inline]
    pub fn note(&mut self, class: Class, value: u64) {
        self.last[class as usize] = value;
    }

    /// Length and bytes.
    pub fn slice(&mut self, bytes: &[u8]) {
        self.varint(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Forgets bytes and differences: a new frame begins.
    pub fn reset(&mut self) {
        self.bytes.clear();
        self.last = [0; CLASSES];
    }

    /// The bytes, with a new frame begun.
    pub fn take(&mut self) -> Vec<u8> {
        self.last = [0; CLASSES];
        // OPTIMIZATION: the next frame is likely to be as long, and need not grow to that step by step.
        let next = Vec::with_capacity(self.bytes.capacity());
        std::mem::replace(&mut self.bytes, next)
    }
}

/// Reads what an [`Encoder`] wrote.
#[derive(Clone, Debug)]
pub struct Decoder<'a> {
    bytes: &'a [u8],
    last: [u64; CLASSES],
    /// The last usual await, for what repeats it (see [`crate::short`]).
    pub(crate) cycle: Option<[u8; 7]>,
}

impl<'a> Decoder<'a> {
    pub fn new(bytes: &'a [u8]) -> Decoder<'a> {
        Decoder { bytes, last: [0; CLASSES], cycle: None }
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn byte(&mut self) -> Result<u8, Malformed> {
        let (&byte, rest) = self.bytes.split_first().ok_or(Malformed)?;
        self.bytes = rest;
        Ok(byte)
    }

    pub fn varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Malformed);
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Malformed)
    }

    pub fn signed(&mut self) -> Result<i64, Malformed> {
        self.varint().map(unzigzag)
    }

    fn apply(&mut self, class: Class, difference: u64) -> u64 {
        let last = &mut self.last[class as usize];
        *last = last.wrapping_add(unzigzag(difference) as u64);
        *last
    }

    pub fn delta(&mut self, class: Class) -> Result<u64, Malformed> {
        let difference = self.varint()?;
        Ok(self.apply(class, difference))
    }

    pub fn optional_delta(&mut self, class: Class) -> Result<Option<u64>, Malformed> {
        Ok(match self.varint()? {
            0 => None,
            more => Some(self.apply(class, more - 1)),
        })
    }

    /// The last number of a class in this frame; 0 at its start.
    pub fn last(&self, class: Class) -> u64 {
        self.last[class as usize]
    }

    /// The last number of a class is this one, though it was not read.
    pub fn note(&mut self, class: Class, value: u64) {
        self.last[class as usize] = value;
    }

    pub fn slice(&mut self) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(self.varint()?).map_err(|_| Malformed)?;
        self.exact(length)
    }

    pub fn exact(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (bytes, rest) = self.bytes.split_at_checked(length).ok_or(Malformed)?;
        self.bytes = rest;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), 1 << 48, i64::MAX as u64, u64::MAX];
        let mut encoder = Encoder::default();
        for number in numbers {
            encoder.varint(number);
            encoder.signed(number as i64);
            encoder.delta(Class::Job, number);
            encoder.optional_delta(Class::Task, Some(number >> 2));
            encoder.optional_delta(Class::Task, None);
        }
        encoder.slice(b"abc");
        let mut decoder = Decoder::new(&encoder.bytes);
        for number in numbers {
            assert_eq!(decoder.varint(), Ok(number));
            assert_eq!(decoder.signed(), Ok(number as i64));
            assert_eq!(decoder.delta(Class::Job), Ok(number));
            assert_eq!(decoder.optional_delta(Class::Task), Ok(Some(number >> 2)));
            assert_eq!(decoder.optional_delta(Class::Task), Ok(None));
        }
        assert_eq!(decoder.slice(), Ok(&b"abc"[..]));
        assert!(decoder.is_empty());
    }

    #[test]
    fn bytes_that_end_early_are_an_error() {
        assert_eq!(Decoder::new(&[0x80]).varint(), Err(Malformed));
        assert_eq!(Decoder::new(&[0xff; 12]).varint(), Err(Malformed));
        assert_eq!(Decoder::new(&[5, 1]).slice(), Err(Malformed));
    }

    #[test]
    fn neighbours_are_one_byte() {
        let mut encoder = Encoder::default();
        encoder.delta(Class::Job, 1_000_000);
        let before = encoder.bytes.len();
        encoder.delta(Class::Job, 1_000_001);
        assert_eq!(encoder.bytes.len(), before + 1);
    }
}
