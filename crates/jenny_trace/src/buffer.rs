//! One agent's side of recording: events, decisions and table rows go in, frames come out.

use crate::event::{Decision, Event};
use crate::field::{Script, Site, Stack, Str};
use crate::file::{RawFrame, Stream};
use crate::table::{Interner, Row};
use crate::wire::Encoder;

/// A frame is given out when it holds this much.
const FULL: usize = 64 << 10;

/// Most bytes of one text in the record.
pub const LONGEST_TEXT: usize = 16 << 10;

#[derive(Debug, Default)]
struct Half {
    encoder: Encoder,
    records: u32,
    /// The number of the frame's first record.
    first: u64,
    next: u64,
}

impl Half {
    fn take(&mut self, agent: u16, stream: Stream) -> Option<RawFrame> {
        if self.records == 0 {
            return None;
        }
        let frame = RawFrame { agent, stream, records: self.records, first: self.first, bytes: self.encoder.take() };
        self.records = 0;
        self.first = self.next;
        Some(frame)
    }
}

/// Gathers an agent's records into frames.
#[derive(Debug)]
pub struct AgentBuffer {
    agent: u16,
    structure: Half,
    decisions: Half,
    rows: Half,
    interner: Interner,
    /// The time of the last event that had one.
    time: u64,
    /// The place of the last decision.
    decided_at: u64,
}

impl AgentBuffer {
    pub fn new(agent: u16) -> AgentBuffer {
        AgentBuffer {
            agent,
            structure: Half::default(),
            decisions: Half::default(),
            rows: Half::default(),
            interner: Interner::default(),
            time: 0,
            decided_at: 0,
        }
    }

    pub fn agent(&self) -> u16 {
        self.agent
    }

    /// Adds an event. `time`: nanoseconds since the record's beginning; an event without one has that of the event before it.
    #[inline]
    pub fn event(&mut self, time: Option<u64>, event: &Event) {
        let half = &mut self.structure;
        let encoder = &mut half.encoder;
        if half.records == 0 {
            // Each frame can be read alone, so it tells the time that it begins at.
            encoder.varint(self.time);
        }
        match time {
            None => encoder.bytes.push(event.number()),
            Some(time) => {
                encoder.bytes.push(event.number() | 0x80);
                // Clocks of the caller's do not go back; if one does, time stands still.
                encoder.varint(time.saturating_sub(self.time));
                self.time = self.time.max(time);
            }
        }
        event.write(encoder);
        half.records += 1;
        half.next += 1;
    }

    /// Adds a decision, which stands before the next event.
    pub fn decision(&mut self, decision: &Decision) {
        let half = &mut self.decisions;
        if half.records == 0 {
            half.encoder.varint(self.decided_at);
        }
        half.encoder.bytes.push(decision.number());
        half.encoder.varint(self.structure.next - self.decided_at);
        self.decided_at = self.structure.next;
        decision.write(&mut half.encoder);
        half.records += 1;
        half.next += 1;
    }

    fn row(&mut self, row: &Row) {
        row.write(&mut self.rows.encoder);
        self.rows.records += 1;
        self.rows.next += 1;
    }

    /// The number of a string. For names that recur: each is held in memory as long as the run lasts.
    pub fn string(&mut self, text: &str) -> Str {
        let (number, new) = self.interner.string(text);
        if new {
            self.row(&Row::String(text.into()));
        }
        number
    }

    /// Tells of a source; each call is another script.
    pub fn script(&mut self, name: &str, text: &str) -> Script {
        let number = self.interner.script();
        self.row(&Row::Script { name: name.into(), text: text.into() });
        number
    }

    /// The number of a place.
    pub fn site(&mut self, script: Script, line: u32, column: u32, function: &str) -> Site {
        let function = self.string(function);
        let (number, new) = self.interner.site(script, line, column, function);
        if new {
            self.row(&Row::Site { script, line, column, function });
        }
        number
    }

    /// The number of a stack.
    pub fn stack(&mut self, site: Site, caller: Option<Stack>) -> Stack {
        let (number, new) = self.interner.stack(site, caller);
        if new {
            self.row(&Row::Stack { site, caller });
        }
        number
    }

    /// Whether frames should be taken now.
    #[inline]
    pub fn is_full(&self) -> bool {
        self.structure.encoder.bytes.len() >= FULL
            || self.decisions.encoder.bytes.len() >= FULL
            || self.rows.encoder.bytes.len() >= FULL
    }

    /// Bytes that no frame holds yet.
    pub fn pending(&self) -> usize {
        self.structure.encoder.bytes.len() + self.decisions.encoder.bytes.len() + self.rows.encoder.bytes.len()
    }

    /// What has gathered, as frames: tables first, since the others speak of their rows.
    pub fn take_frames(&mut self) -> impl Iterator<Item = RawFrame> {
        [
            self.rows.take(self.agent, Stream::Tables),
            self.decisions.take(self.agent, Stream::Decisions),
            self.structure.take(self.agent, Stream::Structure),
        ]
        .into_iter()
        .flatten()
    }
}

/// A text for the record, and how many bytes of it were left out.
pub fn shortened(text: &str) -> (Box<str>, u64) {
    if text.len() <= LONGEST_TEXT {
        return (text.into(), 0);
    }
    let end = text.floor_char_boundary(LONGEST_TEXT);
    (text[..end].into(), (text.len() - end) as u64)
}
