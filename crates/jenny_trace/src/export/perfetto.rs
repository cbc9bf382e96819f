//! TrackEvents of protobuf, which Perfetto's reader and its SQL take. Field numbers are those of `protos/perfetto/trace/trace.proto`;
//! only what is written here is declared.

use std::collections::BTreeMap;
use std::io::{self, Write};

use prost::Message;

use super::timeline::{Cause, Counter, Timeline};
use crate::field::{OperationKind, Stack};
use crate::trace::Trace;

/// Who writes packets, as packets tell it.
const SEQUENCE: u32 = 1;
/// The process of all tracks; records hold no number of their own.
const PROCESS: i32 = 1;

/// What a packet of a trace is, one field at a time, as `Trace.packet` holds it.
#[derive(Clone, PartialEq, Message)]
struct TracePacket {
    #[prost(uint64, optional, tag = "8")]
    timestamp: Option<u64>,
    #[prost(uint32, optional, tag = "10")]
    trusted_packet_sequence_id: Option<u32>,
    #[prost(message, optional, tag = "11")]
    track_event: Option<TrackEvent>,
    #[prost(message, optional, tag = "60")]
    track_descriptor: Option<TrackDescriptor>,
}

#[derive(Clone, PartialEq, Message)]
struct TrackDescriptor {
    #[prost(uint64, optional, tag = "1")]
    uuid: Option<u64>,
    #[prost(string, optional, tag = "2")]
    name: Option<String>,
    #[prost(message, optional, tag = "3")]
    process: Option<ProcessDescriptor>,
    #[prost(message, optional, tag = "4")]
    thread: Option<ThreadDescriptor>,
    #[prost(uint64, optional, tag = "5")]
    parent_uuid: Option<u64>,
    #[prost(message, optional, tag = "8")]
    counter: Option<CounterDescriptor>,
}

#[derive(Clone, PartialEq, Message)]
struct ProcessDescriptor {
    #[prost(int32, optional, tag = "1")]
    pid: Option<i32>,
    #[prost(string, optional, tag = "6")]
    process_name: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
struct ThreadDescriptor {
    #[prost(int32, optional, tag = "1")]
    pid: Option<i32>,
    #[prost(int64, optional, tag = "2")]
    tid: Option<i64>,
    #[prost(string, optional, tag = "5")]
    thread_name: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
struct CounterDescriptor {
    /// 2: a count, 3: bytes
    #[prost(int32, optional, tag = "3")]
    unit: Option<i32>,
}

#[derive(Clone, PartialEq, Message)]
struct TrackEvent {
    #[prost(message, repeated, tag = "4")]
    debug_annotations: Vec<DebugAnnotation>,
    #[prost(int32, optional, tag = "9")]
    r#type: Option<i32>,
    #[prost(uint64, optional, tag = "11")]
    track_uuid: Option<u64>,
    #[prost(string, repeated, tag = "22")]
    categories: Vec<String>,
    #[prost(string, optional, tag = "23")]
    name: Option<String>,
    #[prost(int64, optional, tag = "30")]
    counter_value: Option<i64>,
    #[prost(message, optional, tag = "33")]
    source_location: Option<SourceLocation>,
    #[prost(fixed64, repeated, packed = "false", tag = "47")]
    flow_ids: Vec<u64>,
    #[prost(fixed64, repeated, packed = "false", tag = "48")]
    terminating_flow_ids: Vec<u64>,
}

#[derive(Clone, PartialEq, Message)]
struct DebugAnnotation {
    #[prost(string, optional, tag = "6")]
    string_value: Option<String>,
    #[prost(string, optional, tag = "10")]
    name: Option<String>,
}

#[derive(Clone, PartialEq, Message)]
struct SourceLocation {
    #[prost(string, optional, tag = "2")]
    file_name: Option<String>,
    #[prost(string, optional, tag = "3")]
    function_name: Option<String>,
    #[prost(uint32, optional, tag = "4")]
    line_number: Option<u32>,
}

/// `TrackEvent.Type`
const SLICE_BEGIN: i32 = 1;
const SLICE_END: i32 = 2;
const COUNTER: i32 = 4;

/// Writes a record as a Perfetto trace.
///
/// # Errors
/// Those of `out`.
pub fn write(trace: &Trace, out: &mut impl Write) -> io::Result<()> {
    let process = TrackDescriptor {
        uuid: Some(1),
        process: Some(ProcessDescriptor { pid: Some(PROCESS), process_name: Some("jenny".to_owned()) }),
        ..TrackDescriptor::default()
    };
    describe(out, process)?;
    for agent in &trace.agents {
        let timeline = Timeline::of(agent);
        Tracks { agent: agent.agent, timeline: &timeline, next: 0, packets: Vec::new() }.write(out)?;
    }
    Ok(())
}

fn write_packet(out: &mut impl Write, packet: &TracePacket) -> io::Result<()> {
    // `Trace.packet`: field 1, a message.
    let mut bytes = vec![0x0a];
    packet.encode_length_delimited(&mut bytes).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn describe(out: &mut impl Write, descriptor: TrackDescriptor) -> io::Result<()> {
    let packet = TracePacket {
        trusted_packet_sequence_id: Some(SEQUENCE),
        track_descriptor: Some(descriptor),
        ..TracePacket::default()
    };
    write_packet(out, &packet)
}

struct Tracks<'a> {
    agent: u16,
    timeline: &'a Timeline<'a>,
    /// Tracks of operations made so far.
    next: u64,
    packets: Vec<(u64, TrackEvent)>,
}

impl Tracks<'_> {
    /// A track's number: the agent's own is 0, counters are from 1 on, operations from 16 on.
    fn track(&self, number: u64) -> u64 {
        (u64::from(self.agent) + 1) << 32 | number
    }

    fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        let thread = ThreadDescriptor {
            pid: Some(PROCESS),
            tid: Some(i64::from(self.agent) + 1),
            thread_name: Some(self.timeline.name()),
        };
        let own = self.track(0);
        describe(
            out,
            TrackDescriptor {
                uuid: Some(own),
                thread: Some(thread),
                parent_uuid: Some(1),
                ..TrackDescriptor::default()
            },
        )?;
        for (index, counter) in Counter::ALL.into_iter().enumerate() {
            if !self.timeline.counters.iter().any(|&(_, known, _)| known == counter) {
                continue;
            }
            let unit = if counter == Counter::HeapBytes { 3 } else { 2 };
            describe(
                out,
                TrackDescriptor {
                    uuid: Some(self.track(1 + index as u64)),
                    name: Some(counter.word().to_owned()),
                    parent_uuid: Some(own),
                    counter: Some(CounterDescriptor { unit: Some(unit) }),
                    ..TrackDescriptor::default()
                },
            )?;
        }
        self.slices();
        self.spans(out)?;
        for &(time, counter, value) in &self.timeline.counters {
            let event = TrackEvent {
                r#type: Some(COUNTER),
                track_uuid: Some(self.track(1 + counter as u64)),
                counter_value: Some(i64::try_from(value).unwrap_or(i64::MAX)),
                ..TrackEvent::default()
            };
            self.packets.push((time, event));
        }
        // Stable: what happened at one moment keeps its order, ends before beginnings.
        self.packets.sort_by_key(|(time, _)| *time);
        for (time, event) in self.packets {
            let packet = TracePacket {
                timestamp: Some(time),
                trusted_packet_sequence_id: Some(SEQUENCE),
                track_event: Some(event),
                ..TracePacket::default()
            };
            write_packet(out, &packet)?;
        }
        Ok(())
    }

    fn slices(&mut self) {
        let own = self.track(0);
        let last = super::chrome::last_effects(self.timeline);
        let mut open: Vec<u64> = Vec::new();
        let end = |packets: &mut Vec<(u64, TrackEvent)>, time: u64| {
            let event = TrackEvent { r#type: Some(SLICE_END), track_uuid: Some(own), ..TrackEvent::default() };
            packets.push((time, event));
        };
        for (index, slice) in self.timeline.slices.iter().enumerate() {
            while open.len() > slice.depth {
                if let Some(time) = open.pop() {
                    end(&mut self.packets, time);
                }
            }
            open.push(slice.end);
            let mut event = self.begin(own, slice.kind.word(), &slice.name, slice.place);
            event.flow_ids = slice.causes.iter().map(|(_, cause)| cause.id(self.agent)).collect();
            if let Some(cause) = slice.effect_of {
                let ids = match last.get(&cause) == Some(&index) {
                    true => &mut event.terminating_flow_ids,
                    false => &mut event.flow_ids,
                };
                ids.push(cause.id(self.agent));
            }
            self.packets.push((slice.begin, event));
        }
        while let Some(time) = open.pop() {
            end(&mut self.packets, time);
        }
    }

    /// Operations of a kind share tracks on which they do not overlap.
    fn spans(&mut self, out: &mut impl Write) -> io::Result<()> {
        let mut lanes: BTreeMap<OperationKind, Vec<(u64, u64)>> = BTreeMap::new();
        for span in &self.timeline.spans {
            let end = span.end.unwrap_or(self.timeline.end);
            let lanes = lanes.entry(span.kind).or_default();
            let lane = match lanes.iter_mut().find(|(_, free)| *free <= span.begin) {
                Some(lane) => lane,
                None => {
                    let track = self.track(16 + self.next);
                    self.next += 1;
                    describe(
                        out,
                        TrackDescriptor {
                            uuid: Some(track),
                            name: Some(format!("{} ({})", span.kind.word(), self.timeline.name())),
                            parent_uuid: Some(1),
                            ..TrackDescriptor::default()
                        },
                    )?;
                    lanes.push((track, 0));
                    let at = lanes.len() - 1;
                    &mut lanes[at]
                }
            };
            lane.1 = end.max(span.begin + 1);
            let track = lane.0;
            let mut event = self.begin(track, span.kind.word(), &span.name, span.place);
            event.flow_ids = vec![Cause::Operation(span.operation).id(self.agent)];
            let state = match (span.end, span.cancelled) {
                (None, _) => "pending",
                (_, true) => "stopped",
                _ => "ended",
            };
            event
                .debug_annotations
                .push(DebugAnnotation { name: Some("end".to_owned()), string_value: Some(state.to_owned()) });
            self.packets.push((span.begin, event));
            let event = TrackEvent { r#type: Some(SLICE_END), track_uuid: Some(track), ..TrackEvent::default() };
            self.packets.push((end, event));
        }
        Ok(())
    }

    fn begin(&self, track: u64, category: &str, name: &str, place: Option<Stack>) -> TrackEvent {
        let source_location = self.timeline.place(place).map(|place| SourceLocation {
            file_name: Some(place.file.to_owned()),
            function_name: (!place.function.is_empty()).then(|| place.function.to_owned()),
            line_number: Some(place.line),
        });
        TrackEvent {
            r#type: Some(SLICE_BEGIN),
            track_uuid: Some(track),
            categories: vec![category.to_owned()],
            name: Some(name.to_owned()),
            source_location,
            ..TrackEvent::default()
        }
    }
}
