//! Chrome's trace events in JSON: nested B and E of each agent, async b and e of operations, flows s, t and f, counters C.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::timeline::{Cause, Counter, SliceKind, Timeline};
use crate::field::Stack;
use crate::json;
use crate::trace::Trace;

/// Writes a record as one JSON object with `traceEvents`.
///
/// # Errors
/// Those of `out`.
pub fn write(trace: &Trace, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"{\"displayTimeUnit\":\"ns\",\"otherData\":")?;
    out.write_all(if trace.header.json.is_empty() { b"{}" } else { trace.header.json.as_bytes() })?;
    out.write_all(b",\"traceEvents\":[\n")?;
    out.write_all(b"{\"ph\":\"M\",\"pid\":1,\"tid\":0,\"ts\":0,\"cat\":\"__metadata\",\"name\":\"process_name\",\"args\":{\"name\":\"jenny\"}}")?;
    for agent in &trace.agents {
        let timeline = Timeline::of(agent);
        let mut lines = Lines { agent: agent.agent, timeline: &timeline, out: &mut *out, line: String::new() };
        lines.all()?;
    }
    out.write_all(b"\n]}\n")
}

struct Lines<'a, W> {
    agent: u16,
    timeline: &'a Timeline<'a>,
    out: &'a mut W,
    line: String,
}

impl<W: Write> Lines<'_, W> {
    fn all(&mut self) -> io::Result<()> {
        self.open("M", 0);
        self.line.push_str(",\"cat\":\"__metadata\",\"name\":\"thread_name\",\"args\":{\"name\":");
        json::string(&mut self.line, &self.timeline.name());
        self.line.push('}');
        self.close()?;
        let mut open: Vec<usize> = Vec::new();
        let last = last_effects(self.timeline);
        // A flow needs a start: the record may lack it.
        let begun: BTreeSet<Cause> =
            self.timeline.slices.iter().flat_map(|slice| slice.causes.iter().map(|&(_, cause)| cause)).collect();
        for (index, slice) in self.timeline.slices.iter().enumerate() {
            while open.len() > slice.depth {
                self.end_slice(&mut open)?;
            }
            open.push(index);
            self.open("B", slice.begin);
            self.named(slice.kind.word(), &slice.name, slice.place);
            self.close()?;
            if let Some(cause) = slice.effect_of
                && begun.contains(&cause)
            {
                let is_last = last.get(&cause) == Some(&index);
                self.flow(if is_last { "f" } else { "t" }, slice.begin, cause)?;
            }
            for &(time, cause) in slice.causes.iter().filter(|(_, cause)| last.contains_key(cause)) {
                self.flow("s", time, cause)?;
            }
        }
        while !open.is_empty() {
            self.end_slice(&mut open)?;
        }
        for span in &self.timeline.spans {
            let id = Cause::Operation(span.operation).id(self.agent);
            self.open("b", span.begin);
            self.line.push_str(&format!(",\"id\":\"0x{id:x}\""));
            self.named(span.kind.word(), &span.name, span.place);
            self.close()?;
            self.open("e", span.end.unwrap_or(self.timeline.end));
            self.line.push_str(&format!(",\"id\":\"0x{id:x}\",\"cat\":"));
            json::string(&mut self.line, span.kind.word());
            self.line.push_str(",\"name\":");
            json::string(&mut self.line, &span.name);
            let state = match (span.end, span.cancelled) {
                (None, _) => "pending",
                (_, true) => "stopped",
                _ => "ended",
            };
            self.line.push_str(&format!(",\"args\":{{\"end\":\"{state}\"}}"));
            self.close()?;
        }
        for &(time, counter, value) in &self.timeline.counters {
            self.open("C", time);
            self.line.push_str(",\"cat\":\"counter\",\"name\":");
            json::string(&mut self.line, &format!("{} ({})", counter.word(), self.timeline.name()));
            let unit = if counter == Counter::HeapBytes { "bytes" } else { "count" };
            self.line.push_str(&format!(",\"args\":{{\"{unit}\":{value}}}"));
            self.close()?;
        }
        Ok(())
    }

    fn end_slice(&mut self, open: &mut Vec<usize>) -> io::Result<()> {
        if let Some(index) = open.pop() {
            // DevTools wants these of every event.
            let slice = &self.timeline.slices[index];
            self.open("E", slice.end);
            self.named(slice.kind.word(), &slice.name, None);
            self.close()?;
        }
        Ok(())
    }

    fn flow(&mut self, phase: &str, time: u64, cause: Cause) -> io::Result<()> {
        self.open(phase, time);
        let id = cause.id(self.agent);
        self.line.push_str(&format!(",\"cat\":\"cause\",\"name\":\"cause\",\"id\":\"0x{id:x}\""));
        if phase != "s" {
            self.line.push_str(",\"bp\":\"e\"");
        }
        self.close()
    }

    fn open(&mut self, phase: &str, time: u64) {
        self.line.clear();
        self.line.push_str(&format!("{{\"ph\":\"{phase}\",\"pid\":1,\"tid\":{}", u32::from(self.agent) + 1));
        // Microseconds, to the nanosecond.
        self.line.push_str(&format!(",\"ts\":{}.{:03}", time / 1000, time % 1000));
    }

    fn named(&mut self, category: &str, name: &str, place: Option<Stack>) {
        self.line.push_str(",\"cat\":");
        json::string(&mut self.line, category);
        self.line.push_str(",\"name\":");
        json::string(&mut self.line, name);
        if let Some(place) = self.timeline.place(place) {
            self.line.push_str(",\"args\":{\"function\":");
            json::string(&mut self.line, place.function);
            self.line.push_str(",\"file\":");
            json::string(&mut self.line, place.file);
            self.line.push_str(&format!(",\"line\":{},\"column\":{}}}", place.line, place.column));
        }
    }

    fn close(&mut self) -> io::Result<()> {
        self.line.push('}');
        self.out.write_all(b",\n")?;
        self.out.write_all(self.line.as_bytes())
    }
}

/// The last slice that follows from each cause.
pub(super) fn last_effects(timeline: &Timeline<'_>) -> BTreeMap<Cause, usize> {
    let effects = timeline.slices.iter().enumerate().filter(|(_, slice)| slice.kind != SliceKind::Turn);
    effects.filter_map(|(index, slice)| Some((slice.effect_of?, index))).collect()
}
