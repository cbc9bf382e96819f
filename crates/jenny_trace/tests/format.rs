//! Records that are written come back the same, whole, cut off or broken; the page on the format says what the table says.

#![allow(clippy::disallowed_methods)]

use jenny_trace::event::{DECISIONS, EVENTS, Shape};
use jenny_trace::field::*;
use jenny_trace::file::{FileWriter, Header, Stream};
use jenny_trace::short::{NewAwait, NewPromise, QueuedJob};
use jenny_trace::{AgentBuffer, Decision, Event, ReadError, Trace};

/// A small run of two agents, as frames.
fn sample(buffer: &mut AgentBuffer, scale: u64) {
    let name = buffer.string("main.js");
    let script = buffer.script("main.js", "setTimeout(f, 5)");
    let site = buffer.site(script, 1, 1, "");
    let stack = buffer.stack(site, None);
    assert_eq!(buffer.stack(site, None), stack);
    let inner = buffer.stack(site, Some(stack));
    let start = Event::AgentStart { agent_kind: AgentKind::Main, parent: None, operation: None, entry: name };
    buffer.event(Some(5), &start);
    for turn in 0..scale {
        buffer.event(Some(1_000 * turn), &Event::TurnBegin { turn });
        let (task, operation) = (Task(turn), Operation(turn));
        buffer.event(
            None,
            &Event::OperationStart {
                operation,
                operation_kind: OperationKind::Timer,
                due: Some(Time(5_000_000 + turn)),
                repeats: false,
                name: None,
                stack: Some(inner),
            },
        );
        buffer.decision(&Decision::Clock { clock: ClockName::Monotonic, value: ClockValue(1_000 * turn) });
        let channel = turn % 3;
        buffer.event(None, &Event::TaskQueue { task, source: Source::Timer, channel, trigger: Some(operation) });
        let all = Event::PromiseNew { promise: Promise(turn), promise_kind: PromiseKind::All, stack: None };
        buffer.event(None, &all);
        let text = format!("line {turn}\n").into();
        buffer.event(None, &Event::Output { output: Output::Out, text, left_out: 0, stack: Some(stack) });
        buffer.decision(&Decision::Random { stream: name, bytes: [turn as u8; 5].into() });
    }
    buffer.event(Some(u64::MAX >> 1), &Event::AgentExit { code: -1 });
}

/// Ends a file with what a buffer still has, and reads it: its events must be those that were told.
fn read_back(mut file: FileWriter<Vec<u8>>, buffer: &mut AgentBuffer, told: &[Event]) -> Trace {
    buffer.take_frames().for_each(|frame| file.write(&frame).unwrap());
    let trace = Trace::read(&file.finish().unwrap()[..]).unwrap();
    let read: Vec<Event> = trace.agents[0].records.iter().map(|record| record.event.clone()).collect();
    for (at, (read, told)) in read.iter().zip(told).enumerate() {
        assert_eq!(read, told, "event {at}");
    }
    assert_eq!(read.len(), told.len());
    trace
}

fn write(scale: u64) -> Vec<u8> {
    let header = Header::new(&[("jenny", "\"0.1.0\"".to_owned())]);
    let mut file = FileWriter::new(Vec::new(), &header).unwrap();
    for agent in [0, 3] {
        let mut buffer = AgentBuffer::new(agent);
        sample(&mut buffer, scale);
        buffer.take_frames().for_each(|frame| file.write(&frame).unwrap());
        sample(&mut buffer, scale);
        buffer.take_frames().for_each(|frame| file.write(&frame).unwrap());
    }
    file.finish().unwrap()
}

#[test]
fn what_is_written_comes_back() {
    let bytes = write(1_000);
    let trace = Trace::read(&bytes[..]).unwrap();
    assert!(trace.complete);
    assert_eq!((trace.header.json.as_str(), trace.dropped()), ("{\"jenny\":\"0.1.0\"}", 0));
    assert_eq!(trace.agents.iter().map(|agent| agent.agent).collect::<Vec<_>>(), [0, 3]);
    let agent = &trace.agents[1];
    assert_eq!((agent.records.len(), agent.decisions.len()), (2 * 5_002, 4_000));
    assert_eq!(
        agent.records[2].event,
        Event::OperationStart {
            operation: Operation(0),
            operation_kind: OperationKind::Timer,
            due: Some(Time(5_000_000)),
            repeats: false,
            name: None,
            stack: Some(Stack(1)),
        }
    );
    let last = agent.records.last().unwrap();
    assert_eq!((last.seq, last.time, &last.event), (10_003, u64::MAX >> 1, &Event::AgentExit { code: -1 }));
    let places = agent.tables.places(Stack(1));
    assert_eq!((places.len(), places[0].file, places[0].line), (2, "main.js", 1));
    assert_eq!(agent.decisions[1], (6, Decision::Random { stream: Str(0), bytes: [0; 5].into() }));
}

#[test]
fn a_record_cut_off_is_read_to_its_last_whole_frame() {
    let bytes = write(50);
    let whole = Trace::read(&bytes[..]).unwrap();
    let mut most = 0;
    for end in (40..bytes.len()).step_by(7) {
        let trace = Trace::read(&bytes[..end]).unwrap();
        assert!(!trace.complete);
        let records: usize = trace.agents.iter().map(|agent| agent.records.len()).sum();
        assert!(records >= most);
        most = records;
        for (cut, all) in trace.agents.iter().zip(&whole.agents) {
            assert_eq!(cut.records[..], all.records[..cut.records.len()]);
        }
    }
    assert!(most > 0);
    assert!(matches!(Trace::read(&bytes[..20]), Err(ReadError::NoRecord)));
    assert!(matches!(Trace::read(&b"#!/bin/sh"[..]), Err(ReadError::NoRecord)));
}

#[test]
fn a_broken_byte_ends_the_record_before_its_frame() {
    let bytes = write(50);
    for at in (45..bytes.len()).step_by(11) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x40;
        let trace = Trace::read(&broken[..]).unwrap();
        assert!(!trace.complete, "{at}");
    }
}

#[test]
fn dropped_frames_are_counted() {
    let mut buffer = AgentBuffer::new(0);
    let mut file = FileWriter::new(Vec::new(), &Header::default()).unwrap();
    for turn in 0..6 {
        buffer.event(Some(turn * 10), &Event::TurnBegin { turn });
        buffer.event(None, &Event::Checkpoint { ticks: 0, jobs: turn });
        for frame in buffer.take_frames() {
            if !(2..4).contains(&turn) {
                file.write(&frame).unwrap();
            }
        }
    }
    let trace = Trace::read(&file.finish().unwrap()[..]).unwrap();
    assert_eq!(trace.dropped(), 4);
    let seqs: Vec<_> = trace.agents[0].records.iter().map(|record| (record.seq, record.time)).collect();
    assert_eq!(seqs[4..6], [(8, 40), (9, 40)]);
}

#[test]
fn an_event_costs_a_few_bytes() {
    let mut buffer = AgentBuffer::new(0);
    let mut file = FileWriter::new(Vec::new(), &Header::default()).unwrap();
    let mut events = 0;
    for n in 0..100_000 {
        let (job, promise) = (Job(n), Promise(2 * n));
        for event in [
            Event::PromiseNew { promise, promise_kind: PromiseKind::Resolve, stack: None },
            Event::Await { activation: Activation(7), promise, result: Some(Promise(3)), stack: Some(Stack(9)) },
            Event::JobQueue {
                job,
                job_kind: JobKind::Resume,
                promise: Some(Promise(3)),
                activation: Some(Activation(7)),
                rejected: false,
            },
            Event::JobStart { job },
            Event::JobEnd { job, threw: false },
        ] {
            buffer.event((n % 16 == 0).then_some(n * 137), &event);
            events += 1;
        }
        if buffer.is_full() {
            buffer.take_frames().for_each(|frame| file.write(&frame).unwrap());
        }
    }
    let bytes = file.finish().unwrap().len();
    assert!(bytes < 5 * events, "{} bytes an event", bytes as f64 / events as f64);
}

/// What promises and jobs tell has short forms; written by them or one by one, the events come back the same.
#[test]
fn short_forms_come_back() {
    let mut buffer = AgentBuffer::new(0);
    let mut told: Vec<Event> = Vec::new();
    let kinds = [PromiseKind::Async, PromiseKind::Then, PromiseKind::Constructor];
    let states = [PromiseState::Fulfilled, PromiseState::Rejected];
    let (mut promise, mut queued, mut started) = (0, 0, 0);
    // Every mixture of settled and pending promises, near and far numbers, stacks, jobs in between.
    for n in 0_u64..2_000 {
        if n % 3 > 0 && started > 0 {
            buffer.job_next((n % 7 == 0).then_some(n), Job(started));
            told.push(Event::JobEnd { job: Job(started), threw: false });
        } else {
            buffer.event(None, &Event::JobStart { job: Job(started + 1) });
        }
        started += 1;
        told.push(Event::JobStart { job: Job(started) });
        promise += if n % 11 == 0 { 300 } else { 1 };
        let made = NewPromise {
            promise: Promise(promise),
            kind: kinds[n as usize % 3],
            stack: (n % 5 > 0).then_some(Stack(if n % 13 == 0 { 1 << 17 } else { n as u32 })),
            settled: (n % 4 > 0).then_some(states[usize::from(n % 8 == 1)]),
        };
        buffer.promise_new(made);
        told.push(Event::PromiseNew { promise: made.promise, promise_kind: made.kind, stack: made.stack });
        if let Some(state) = made.settled {
            told.push(Event::PromiseSettle { promise: made.promise, state, preview: None });
        } else if n % 16 == 0 {
            let of = Promise(promise / 2);
            buffer.promise_then(of, Some(made.promise), made.stack);
            told.push(Event::PromiseThen { promise: of, derived: Some(made.promise), stack: made.stack });
            continue;
        }
        queued += 1;
        let (job, rejected) = (Job(queued), n % 6 == 0);
        let awaits = NewAwait {
            activation: Activation(n / 3),
            promise: Promise(if n % 9 == 0 { promise / 3 } else { promise }),
            result: (n % 10 > 0).then_some(Promise(n / 40)),
            stack: made.stack,
            queued: (n % 17 > 0).then_some((job, rejected)),
        };
        buffer.awaits(&awaits);
        let NewAwait { activation, promise: awaited, result, stack, .. } = awaits;
        told.push(Event::Await { activation, promise: awaited, result, stack });
        let promise_of_job = result;
        if awaits.queued.is_none() {
            let state = states[usize::from(rejected)];
            buffer.promise_settle(awaited, state);
            told.push(Event::PromiseSettle { promise: awaited, state, preview: None });
            let job = QueuedJob { job, kind: JobKind::Resume, promise: result, activation: Some(activation), rejected };
            buffer.job_queue(job);
        }
        told.push(Event::JobQueue {
            job,
            job_kind: JobKind::Resume,
            promise: promise_of_job,
            activation: Some(activation),
            rejected,
        });
        if n % 100 == 0 {
            buffer.decision(&Decision::Unpark { arrival: true });
        }
    }
    let trace = read_back(FileWriter::new(Vec::new(), &Header::default()).unwrap(), &mut buffer, &told);
    let seqs: Vec<u64> = trace.agents[0].records.iter().map(|record| record.seq).collect();
    assert!(seqs.iter().copied().eq(0..told.len() as u64));
}

/// The same await again and again, in two loops by turns, over several frames.
#[test]
fn usual_awaits_come_back() {
    let mut buffer = AgentBuffer::new(0);
    let mut file = FileWriter::new(Vec::new(), &Header::default()).unwrap();
    let mut told: Vec<Event> = vec![Event::JobStart { job: Job(1) }];
    buffer.event(None, &told[0]);
    for n in 1_u64..5_000 {
        // Runs of one loop, and stretches in which each has its turn.
        let which = if n % 1_000 < 600 { n / 100 % 2 } else { n % 2 };
        let (promise, stack) = (Promise(n + 10), Some(Stack(which as u32)));
        buffer.job_next((n % 64 == 0).then_some(n), Job(n));
        let settled = Some(PromiseState::Fulfilled);
        buffer.promise_new(NewPromise { promise, kind: PromiseKind::Async, stack, settled });
        let (activation, result, job) = (Activation(which + 1), Some(Promise(which + 1)), Job(n + 1));
        buffer.awaits(&NewAwait { activation, promise, result, stack, queued: Some((job, false)) });
        told.extend([
            Event::JobEnd { job: Job(n), threw: false },
            Event::JobStart { job: Job(n + 1) },
            Event::PromiseNew { promise, promise_kind: PromiseKind::Async, stack },
            Event::PromiseSettle { promise, state: PromiseState::Fulfilled, preview: None },
            Event::Await { activation, promise, result, stack },
            Event::JobQueue {
                job,
                job_kind: JobKind::Resume,
                promise: result,
                activation: Some(activation),
                rejected: false,
            },
        ]);
        if n % 777 == 0 {
            buffer.take_frames().for_each(|frame| file.write(&frame).unwrap());
        }
    }
    let trace = read_back(file, &mut buffer, &told);
    assert_eq!(trace.dropped(), 0);
}

/// The events of rounds that were counted by somebody else come back, also where the last one is not whole.
#[test]
fn counted_rounds_come_back() {
    let stack = Some(Stack(3));
    let (activation, result) = (Activation(2), Some(Promise(1)));
    let mut buffer = AgentBuffer::new(0);
    let mut told: Vec<Event> = Vec::new();
    let job_next = |job: u64| [Event::JobEnd { job: Job(job), threw: false }, Event::JobStart { job: Job(job + 1) }];
    let made = |promise: u64| {
        let promise = Promise(promise);
        let settled = Event::PromiseSettle { promise, state: PromiseState::Fulfilled, preview: None };
        [Event::PromiseNew { promise, promise_kind: PromiseKind::Resolve, stack }, settled]
    };
    let awaited = |promise: u64, job: u64| {
        let queued = QueuedJob {
            job: Job(job),
            kind: JobKind::Resume,
            promise: result,
            activation: Some(activation),
            rejected: false,
        };
        let QueuedJob { job, kind, promise: of, activation: resumed, rejected } = queued;
        [
            Event::Await { activation, promise: Promise(promise), result, stack },
            Event::JobQueue { job, job_kind: kind, promise: of, activation: resumed, rejected },
        ]
    };
    let (mut job, mut promise) = (1_u64, 10_u64);
    buffer.event(None, &Event::JobStart { job: Job(1) });
    told.push(Event::JobStart { job: Job(1) });
    for n in 0_u32..400 {
        buffer.job_next(None, Job(job));
        let settled = Some(PromiseState::Fulfilled);
        buffer.promise_new(NewPromise { promise: Promise(promise), kind: PromiseKind::Resolve, stack, settled });
        let queued = Some((Job(job + 1), false));
        let usual = buffer.awaits(&NewAwait { activation, promise: Promise(promise), result, stack, queued });
        told.extend(job_next(job).into_iter().chain(made(promise)).chain(awaited(promise, job + 1)));
        (job, promise) = (job + 1, promise + 1);
        if !usual {
            continue;
        }
        let (times, part) = (n % 5, n % 3);
        buffer.came_again(times, part > 0, part > 1);
        for _ in 0..times {
            told.extend(job_next(job).into_iter().chain(made(promise)).chain(awaited(promise, job + 1)));
            (job, promise) = (job + 1, promise + 1);
        }
        if part > 0 {
            told.extend(job_next(job));
            job += 1;
        }
        if part > 1 {
            told.extend(made(promise));
            promise += 1;
        }
        if part > 0 || n % 7 == 0 {
            let other = Event::ChannelNew { a: Port(u64::from(n)), b: Port(1) };
            buffer.event(None, &other);
            told.push(other);
        }
        assert_eq!(buffer.events(), told.len() as u64);
    }
    read_back(FileWriter::new(Vec::new(), &Header::default()).unwrap(), &mut buffer, &told);
}

#[test]
fn every_json_line_is_json() {
    let trace = Trace::read(&write(3)[..]).unwrap();
    let mut out = Vec::new();
    jenny_trace::json::write(&trace, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["kind"], "Header");
    let started = lines.iter().find(|line| line["kind"] == "OperationStart").unwrap();
    assert_eq!(
        (started["due"].as_u64(), started["stack"].as_u64(), started["t"].as_u64()),
        (Some(5_000_000), Some(1), Some(5))
    );
    let at = |kind: &str| lines.iter().position(|line| line["kind"] == kind).unwrap();
    assert!(at("OperationStart") < at("Clock") && at("Clock") < at("TaskQueue"));
}

/// The rows of a table in `docs/trace.md`.
fn rows(shapes: &[Shape]) -> String {
    let mut text = String::from("| number | event | fields | what it says |\n|---|---|---|---|\n");
    for shape in shapes {
        let fields: Vec<String> = shape.fields.iter().map(|(name, shape)| format!("`{name}`: {shape}")).collect();
        let doc: Vec<&str> = shape.doc.iter().map(|line| line.trim()).collect();
        text.push_str(&format!(
            "| {} | `{}` | {} | {} |\n",
            shape.number,
            shape.name,
            fields.join(", "),
            doc.join(" ")
        ));
    }
    text
}

fn choices() -> String {
    let mut text = String::from("| shape | its members |\n|---|---|\n");
    for (shape, members) in CHOICES {
        let members: Vec<String> = members.iter().map(|(number, word)| format!("{number} {word}")).collect();
        text.push_str(&format!("| {shape} | {} |\n", members.join(", ")));
    }
    text
}

/// `BLESS=1` writes the page's tables anew.
#[test]
#[expect(clippy::disallowed_methods, reason = "reads and writes a page of the documentation")]
fn the_page_says_what_the_table_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/trace.md");
    let mut page = std::fs::read_to_string(path).unwrap();
    let before = page.clone();
    for (name, table) in [("events", rows(EVENTS)), ("decisions", rows(DECISIONS)), ("choices", choices())] {
        let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->"));
        let from = page.find(&begin).expect("the table's beginning") + begin.len();
        let to = page.find(&end).expect("the table's end");
        page.replace_range(from..to, &table);
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &page).unwrap();
    } else {
        assert!(page == before, "docs/trace.md is stale: BLESS=1 cargo test -p jenny_trace");
    }
    assert_eq!(Stream::Structure as u8, 1);
}
