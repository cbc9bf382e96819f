//! A whole record in memory: each agent's tables, events in order, decisions, and what was dropped.

use std::collections::BTreeMap;
use std::io::Read;

use crate::event::{Decision, Event};
use crate::file::{FrameReader, Header, RawFrame, ReadError, Stream};
use crate::short;
use crate::table::{Row, Tables};
use crate::wire::{Decoder, Malformed};

/// An event with its place and time.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its number in the agent's structure stream, from 0.
    pub seq: u64,
    /// Nanoseconds since the record's beginning.
    pub time: u64,
    pub event: Event,
}

/// Events that were dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The number of the first event after them.
    pub at: u64,
    pub dropped: u64,
}

/// One agent's part of a record.
#[derive(Clone, Debug, Default)]
pub struct AgentTrace {
    pub agent: u16,
    pub tables: Tables,
    pub records: Vec<Record>,
    /// Each with the number of the event that it stands before.
    pub decisions: Vec<(u64, Decision)>,
    pub gaps: Vec<Gap>,
    next: u64,
}

/// A record.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    pub header: Header,
    /// In the order of their numbers.
    pub agents: Vec<AgentTrace>,
    /// It was closed in order; else the run was killed, or the file was cut off.
    pub complete: bool,
}

impl Trace {
    /// Reads a record to its last whole frame.
    ///
    /// # Errors
    /// What is no record, and those of the input.
    pub fn read(input: impl Read) -> Result<Trace, ReadError> {
        let (mut frames, header) = FrameReader::new(input)?;
        let mut agents: BTreeMap<u16, AgentTrace> = BTreeMap::new();
        let mut count = 0;
        while let Some(frame) = frames.next_frame()? {
            let agent =
                agents.entry(frame.agent).or_insert_with(|| AgentTrace { agent: frame.agent, ..AgentTrace::default() });
            agent.add(&frame).map_err(|Malformed| ReadError::Malformed { agent: frame.agent, frame: count })?;
            count += 1;
        }
        Ok(Trace { header, agents: agents.into_values().collect(), complete: frames.is_complete() })
    }

    /// How many events are missing in all.
    pub fn dropped(&self) -> u64 {
        self.agents.iter().flat_map(|agent| &agent.gaps).map(|gap| gap.dropped).sum()
    }

    pub fn agent(&self, number: u16) -> Option<&AgentTrace> {
        self.agents.iter().find(|agent| agent.agent == number)
    }
}

impl AgentTrace {
    /// Adds the records of a frame.
    fn add(&mut self, frame: &RawFrame) -> Result<(), Malformed> {
        let mut decoder = Decoder::new(&frame.bytes);
        match frame.stream {
            Stream::Tables => {
                for _ in 0..frame.records {
                    self.tables.push(Row::read(&mut decoder)?);
                }
            }
            Stream::Structure => {
                if frame.first > self.next {
                    self.gaps.push(Gap { at: frame.first, dropped: frame.first - self.next });
                }
                let mut time = decoder.varint()?;
                let end = frame.first + u64::from(frame.records);
                let mut seq = frame.first;
                while seq < end {
                    let number = decoder.byte()?;
                    if number & 0x80 != 0 {
                        time = time.saturating_add(decoder.varint()?);
                    }
                    let (records, most) = (&mut self.records, end - seq);
                    let mut tell = |event| {
                        records.push(Record { seq, time, event });
                        seq += 1;
                    };
                    match number & 0x7f {
                        number if short::is_short(number) => short::read(number, &mut decoder, most, tell)?,
                        number => tell(Event::read(number, &mut decoder)?),
                    }
                }
                self.next = end;
            }
            Stream::Decisions => {
                let mut at = decoder.varint()?;
                for _ in 0..frame.records {
                    let number = decoder.byte()?;
                    at = at.saturating_add(decoder.varint()?);
                    self.decisions.push((at, Decision::read(number, &mut decoder)?));
                }
            }
            Stream::End => {}
        }
        Ok(())
    }
}
