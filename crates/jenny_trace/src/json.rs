//! JSON out: one event a line, with named fields; the tables' rows where they are first needed.

use std::io::{self, Write};

use crate::event::{Decision, Event};
use crate::table::Row;
use crate::trace::{AgentTrace, Trace};

/// A number. JavaScript reads those past 2^53 inexactly; none of ours comes near.
pub fn number(out: &mut String, mut value: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}

/// A quoted text.
pub fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // The two line ends that are none in JSON but were some in JavaScript.
            c if c < ' ' || c == '\u{7f}' || c == '\u{2028}' || c == '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Writes a whole record: the header's line, then each agent's tables and events, agent by agent.
///
/// # Errors
/// Those of `out`.
pub fn write(trace: &Trace, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::from("{\"kind\":\"Header\",\"complete\":");
    line.push_str(if trace.complete { "true" } else { "false" });
    line.push_str(",\"header\":");
    line.push_str(&trace.header.json);
    line.push_str("}\n");
    out.write_all(line.as_bytes())?;
    for agent in &trace.agents {
        write_agent(agent, out)?;
    }
    Ok(())
}

fn write_agent(agent: &AgentTrace, out: &mut impl Write) -> io::Result<()> {
    let mut line = String::new();
    for (row, number_of_row) in agent.tables.rows() {
        line.clear();
        open(&mut line, agent.agent, row.name());
        row.json(number_of_row, &mut line);
        close(&mut line);
        out.write_all(line.as_bytes())?;
    }
    let mut decisions = agent.decisions.iter().peekable();
    let mut gaps = agent.gaps.iter().peekable();
    for record in &agent.records {
        while let Some((at, decision)) = decisions.next_if(|(at, _)| *at <= record.seq) {
            line.clear();
            decision_line(&mut line, agent.agent, *at, decision);
            out.write_all(line.as_bytes())?;
        }
        while let Some(gap) = gaps.next_if(|gap| gap.at <= record.seq) {
            line.clear();
            open(&mut line, agent.agent, "Gap");
            line.push_str(&format!(",\"seq\":{},\"dropped\":{}", gap.at, gap.dropped));
            close(&mut line);
            out.write_all(line.as_bytes())?;
        }
        line.clear();
        event_line(&mut line, agent.agent, record.seq, record.time, &record.event);
        out.write_all(line.as_bytes())?;
    }
    for (at, decision) in decisions {
        line.clear();
        decision_line(&mut line, agent.agent, *at, decision);
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

fn open(line: &mut String, agent: u16, kind: &str) {
    line.push_str("{\"agent\":");
    number(line, u64::from(agent));
    line.push_str(",\"kind\":\"");
    line.push_str(kind);
    line.push('"');
}

fn close(line: &mut String) {
    line.push_str("}\n");
}

/// One event's line.
pub fn event_line(line: &mut String, agent: u16, seq: u64, time: u64, event: &Event) {
    open(line, agent, event.name());
    line.push_str(",\"seq\":");
    number(line, seq);
    line.push_str(",\"t\":");
    number(line, time);
    event.json(line);
    close(line);
}

/// One decision's line; `seq` is the event that it stands before.
fn decision_line(line: &mut String, agent: u16, at: u64, decision: &Decision) {
    open(line, agent, decision.name());
    line.push_str(",\"seq\":");
    number(line, at);
    decision.json(line);
    close(line);
}

/// `,"name":`
pub fn key(out: &mut String, name: &str) {
    out.push_str(",\"");
    out.push_str(name);
    out.push_str("\":");
}

impl Row {
    fn json(&self, row: u32, line: &mut String) {
        key(line, "row");
        number(line, u64::from(row));
        match self {
            Row::String(text) => {
                key(line, "text");
                string(line, text);
            }
            Row::Script { name, text } => {
                key(line, "name");
                string(line, name);
                key(line, "text");
                string(line, text);
            }
            Row::Site { script, line: at, column, function } => {
                key(line, "script");
                number(line, u64::from(script.0));
                key(line, "line");
                number(line, u64::from(*at));
                key(line, "column");
                number(line, u64::from(*column));
                key(line, "function");
                number(line, u64::from(function.0));
            }
            Row::Stack { site, caller } => {
                key(line, "site");
                number(line, u64::from(site.0));
                key(line, "caller");
                crate::field::Field::json(caller, line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_as_json_has_it() {
        let mut out = String::new();
        string(&mut out, "a\"\\\n\u{1}é\u{2028}");
        assert_eq!(out, "\"a\\\"\\\\\\n\\u0001é\\u2028\"");
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), "a\"\\\n\u{1}é\u{2028}");
        out.clear();
        number(&mut out, 0);
        number(&mut out, u64::MAX);
        assert_eq!(out, format!("0{}", u64::MAX));
    }
}
