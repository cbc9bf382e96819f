//! Messages of other agents as bytes, for the record of a run.

use super::structured::Platform;
use jenny_engine::structured::{HostPayload, Memory, Serialized, TransferredItem};
use jenny_runtime::binding::operations::Codec;
use jenny_runtime::parallel::{Port, WorkerNews, numbered_channel};
use jenny_runtime::recording::{Decoder, Encoder, Malformed, Taped};

fn write_memory(memory: &Memory, encoder: &mut Encoder) {
    memory.bytes.write(encoder);
    (memory.capacity as u64).write(encoder);
    memory.resizable.write(encoder);
}

fn read_memory(decoder: &mut Decoder<'_>) -> Result<Memory, Malformed> {
    Ok(Memory {
        bytes: Taped::read(decoder)?,
        capacity: u64::read(decoder)? as usize,
        resizable: Taped::read(decoder)?,
    })
}

fn write_host(payload: &HostPayload, encoder: &mut Encoder) {
    if let Some(port) = payload.downcast_ref::<Port>() {
        encoder.bytes.push(1);
        port.number.write(encoder);
    } else if let Some(platform) = payload.downcast_ref::<Platform>() {
        encoder.bytes.push(2);
        platform.tag.write(encoder);
        write(&platform.data, encoder);
    } else {
        encoder.bytes.push(0);
    }
}

/// A port of this number whose other end is another agent's, which does not run.
pub fn lone_port(number: u64) -> Port {
    let (port, other) = numbered_channel(number, 0);
    // Dropping it would close the channel.
    std::mem::forget(other);
    port
}

fn read_host(decoder: &mut Decoder<'_>) -> Result<HostPayload, Malformed> {
    Ok(match decoder.byte()? {
        1 => Box::new(lone_port(Taped::read(decoder)?)),
        2 => Box::new(Platform { tag: Taped::read(decoder)?, data: read(decoder)? }),
        _ => Box::new(()),
    })
}

/// The message as it is now; memory that is shared is what it holds at this moment.
pub fn write(message: &Serialized, encoder: &mut Encoder) {
    encoder.slice(message.bytes());
    encoder.varint(message.shared().len() as u64);
    message.shared().for_each(|memory| write_memory(&memory, encoder));
    encoder.varint(message.hosts().len() as u64);
    message.hosts().iter().for_each(|payload| write_host(payload, encoder));
    encoder.varint(message.transferred().len() as u64);
    message.transferred().for_each(|item| match item {
        TransferredItem::Buffer(memory) => {
            encoder.bytes.push(0);
            write_memory(&memory, encoder);
        }
        TransferredItem::Host(payload) => {
            encoder.bytes.push(1);
            write_host(payload, encoder);
        }
    });
}

/// # Errors
/// Bytes that no [`write`] made.
pub fn read(decoder: &mut Decoder<'_>) -> Result<Serialized, Malformed> {
    let bytes = Taped::read(decoder)?;
    let shared = (0..decoder.varint()?).map(|_| read_memory(decoder)).collect::<Result<_, _>>()?;
    let hosts = (0..decoder.varint()?).map(|_| read_host(decoder)).collect::<Result<_, _>>()?;
    let transferred = (0..decoder.varint()?)
        .map(|_| {
            Ok(match decoder.byte()? {
                0 => TransferredItem::Buffer(read_memory(decoder)?),
                _ => TransferredItem::Host(read_host(decoder)?),
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Serialized::from_parts(bytes, shared, hosts, transferred))
}

/// What a Worker tells its owner.
pub const NEWS: Codec<WorkerNews> = Codec { write: write_news, read: read_news };

fn write_news(news: &WorkerNews, encoder: &mut Encoder) {
    match news {
        WorkerNews::Online => encoder.bytes.push(0),
        WorkerNews::Error { message, filename, line, column, error } => {
            encoder.bytes.push(1);
            message.write(encoder);
            filename.write(encoder);
            line.write(encoder);
            column.write(encoder);
            error.is_some().write(encoder);
            if let Some(error) = error {
                write(error, encoder);
            }
        }
        WorkerNews::Output { is_error, bytes } => {
            encoder.bytes.push(2);
            is_error.write(encoder);
            bytes.write(encoder);
        }
        WorkerNews::OutOfTime(limit) => {
            encoder.bytes.push(3);
            (limit.as_nanos() as u64).write(encoder);
        }
        WorkerNews::Exit(code) => {
            encoder.bytes.push(4);
            code.write(encoder);
        }
    }
}

fn read_news(decoder: &mut Decoder<'_>) -> Result<WorkerNews, Malformed> {
    Ok(match decoder.byte()? {
        0 => WorkerNews::Online,
        1 => WorkerNews::Error {
            message: Taped::read(decoder)?,
            filename: Taped::read(decoder)?,
            line: Taped::read(decoder)?,
            column: Taped::read(decoder)?,
            error: if bool::read(decoder)? { Some(read(decoder)?) } else { None },
        },
        2 => WorkerNews::Output { is_error: Taped::read(decoder)?, bytes: Taped::read(decoder)? },
        3 => WorkerNews::OutOfTime(std::time::Duration::from_nanos(Taped::read(decoder)?)),
        4 => WorkerNews::Exit(Taped::read(decoder)?),
        _ => return Err(Malformed),
    })
}
