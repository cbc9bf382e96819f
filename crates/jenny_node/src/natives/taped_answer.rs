//! Answers of file operations as bytes, for the record of a run.

use jenny_runtime::fs_ops::{FsError, FsResult, Stat, Time};
use jenny_runtime::recording::{Decoder, Encoder, Malformed, Taped};

use super::files::Answer;

/// An answer, or why there is none.
pub(super) struct TapedAnswer(pub FsResult<Answer>);

impl Taped for TapedAnswer {
    fn write(&self, encoder: &mut Encoder) {
        match &self.0 {
            Err(error) => {
                encoder.varint(0);
                error.write(encoder);
            }
            Ok(Answer::Nothing) => encoder.varint(1),
            Ok(Answer::Number(number)) => {
                encoder.varint(2);
                encoder.varint(number.to_bits());
            }
            Ok(Answer::Text(text)) => {
                encoder.varint(3);
                encoder.slice(text.as_bytes());
            }
            Ok(Answer::Bytes(bytes)) => {
                encoder.varint(4);
                encoder.slice(bytes);
            }
            Ok(Answer::Into(bytes, offset)) => {
                encoder.varint(5);
                encoder.slice(bytes);
                encoder.varint(*offset as u64);
            }
            Ok(Answer::Stat(stat)) => {
                encoder.varint(6);
                write_stat(stat, encoder);
            }
            Ok(Answer::Entries(entries)) => {
                encoder.varint(7);
                encoder.varint(entries.len() as u64);
                for (name, kind) in entries {
                    encoder.slice(name.as_bytes());
                    encoder.varint(u64::from(*kind));
                }
            }
            Ok(Answer::Fields(fields)) => {
                encoder.varint(8);
                encoder.varint(fields.len() as u64);
                for (name, number) in fields {
                    encoder.slice(name.as_bytes());
                    encoder.varint(number.to_bits());
                }
            }
        }
    }

    fn read(decoder: &mut Decoder<'_>) -> Result<TapedAnswer, Malformed> {
        Ok(TapedAnswer(Ok(match decoder.varint()? {
            0 => return Ok(TapedAnswer(Err(FsError::read(decoder)?))),
            1 => Answer::Nothing,
            2 => Answer::Number(f64::from_bits(decoder.varint()?)),
            3 => Answer::Text(text(decoder)?),
            4 => Answer::Bytes(decoder.slice()?.to_vec()),
            5 => Answer::Into(decoder.slice()?.to_vec(), decoder.varint()? as usize),
            6 => Answer::Stat(Box::new(read_stat(decoder)?)),
            7 => {
                let count = decoder.varint()?;
                let entries = (0..count).map(|_| Ok((text(decoder)?, small(decoder.varint()?)?)));
                Answer::Entries(entries.collect::<Result<_, Malformed>>()?)
            }
            8 => {
                let count = decoder.varint()?;
                let fields = (0..count).map(|_| {
                    let name = text(decoder)?;
                    let known = FIELDS.iter().find(|known| **known == name).ok_or(Malformed)?;
                    Ok((*known, f64::from_bits(decoder.varint()?)))
                });
                Answer::Fields(fields.collect::<Result<_, Malformed>>()?)
            }
            _ => return Err(Malformed),
        })))
    }
}

/// The members of what `statfs` answers.
const FIELDS: [&str; 8] = ["type", "bsize", "frsize", "blocks", "bfree", "bavail", "files", "ffree"];

fn text(decoder: &mut Decoder<'_>) -> Result<String, Malformed> {
    String::from_utf8(decoder.slice()?.to_vec()).map_err(|_| Malformed)
}

fn small(value: u64) -> Result<u32, Malformed> {
    u32::try_from(value).map_err(|_| Malformed)
}

fn write_stat(stat: &Stat, encoder: &mut Encoder) {
    let numbers = [
        stat.dev,
        u64::from(stat.mode),
        stat.nlink,
        u64::from(stat.uid),
        u64::from(stat.gid),
        stat.rdev,
        stat.blksize,
        stat.ino,
        stat.size,
        stat.blocks,
    ];
    numbers.iter().for_each(|number| encoder.varint(*number));
    for time in [&stat.atime, &stat.mtime, &stat.ctime, &stat.birthtime] {
        encoder.signed(time.seconds);
        encoder.varint(u64::from(time.nanoseconds));
    }
}

fn read_stat(decoder: &mut Decoder<'_>) -> Result<Stat, Malformed> {
    let mut numbers = [0; 10];
    for number in &mut numbers {
        *number = decoder.varint()?;
    }
    let mut time = || Ok(Time { seconds: decoder.signed()?, nanoseconds: small(decoder.varint()?)? });
    let [dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks] = numbers;
    Ok(Stat {
        dev,
        mode: small(mode)?,
        nlink,
        uid: small(uid)?,
        gid: small(gid)?,
        rdev,
        blksize,
        ino,
        size,
        blocks,
        atime: time()?,
        mtime: time()?,
        ctime: time()?,
        birthtime: time()?,
    })
}
