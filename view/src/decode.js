/** The bytes of a record (`docs/trace.md`, "The file") to agents with tables and events. */

import { CHOICES, EVENTS, VERSION } from './vocabulary.js';

/**
 * @typedef {Record<string, any> & { kind: string, seq: number, t: number }} TraceEvent
 * @typedef {{ name: string, text: string }} Script
 * @typedef {{ script: number, line: number, column: number, function: number }} Site
 * @typedef {{ site: number, caller: number | null }} StackRow
 * @typedef {{ agent: number, strings: string[], scripts: Script[], sites: Site[], stacks: StackRow[],
 *   events: TraceEvent[], gaps: { seq: number, dropped: number }[] }} AgentRecord
 * @typedef {{ header: any, complete: boolean, agents: AgentRecord[] }} RunRecord
 */

const MAGIC = [0x4a, 0x54, 0x52, 0x41, 0x43, 0x45, 0x1a, 0x0a];
const FRAME_HEAD = 32;

/** Numbers told as a difference from the last of their class. */
const DIFFERENCES = ['task', 'operation', 'job', 'tick', 'promise', 'activation', 'target', 'port', 'time', 'clock'];
const ROWS = ['string', 'site', 'stack'];
/** Places of numbers in `FrameBytes.last`; the last three are those of short forms. */
const JOB = DIFFERENCES.indexOf('job');
const PROMISE = DIFFERENCES.indexOf('promise');
const ACTIVATION = DIFFERENCES.indexOf('activation');
const NEW_PROMISE = DIFFERENCES.length;
const QUEUED_JOB = NEW_PROMISE + 1;
const RESULT = NEW_PROMISE + 2;

const CRC_TABLE = new Uint32Array(256).map((_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/** CRC-32 (IEEE) over the parts. @param {Uint8Array[]} parts */
export function crc32(...parts) {
  let sum = 0xffffffff;
  for (const part of parts) {
    for (let at = 0; at < part.length; at += 1) sum = CRC_TABLE[(sum ^ part[at]) & 0xff] ^ (sum >>> 8);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const utf8 = new TextDecoder();

class FrameBytes {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
    this.last = new Float64Array(RESULT + 1);
    /** The last usual await. @type {{ kind: number, madeAt: number | null, stack: number | null } | null} */
    this.cycle = null;
  }
  byte() {
    if (this.at >= this.bytes.length) throw new RangeError('the record is malformed');
    return this.bytes[this.at++];
  }
  /** Exact below 2^53, which times in nanoseconds and numbers of things never reach. */
  varint() {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 128;
    do {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      scale *= 128;
    } while (byte >= 0x80);
    return value;
  }
  signed() {
    return unzigzag(this.varint());
  }
  /** The next number of a class. @param {number} place */
  difference(place) {
    return (this.last[place] += unzigzag(this.varint()));
  }
  /** The same, or null. @param {number} place */
  optionalDifference(place) {
    const more = this.varint();
    return more === 0 ? null : (this.last[place] += unzigzag(more - 1));
  }
  /** A step of one signed byte from the last number of a class. @param {number} place */
  step(place) {
    return this.last[place] + ((this.byte() << 24) >> 24);
  }
  /** A row of the stacks in so many bytes, or null. @param {number} bytes */
  fixedRow(bytes) {
    let more = 0;
    for (let n = 0; n < bytes; n += 1) more += this.byte() * 256 ** n;
    return more === 0 ? null : more - 1;
  }
  row() {
    const more = this.varint();
    return more === 0 ? null : more - 1;
  }
  slice() {
    const length = this.varint();
    const end = this.at + length;
    if (end > this.bytes.length) throw new RangeError('the record is malformed');
    const part = this.bytes.subarray(this.at, end);
    this.at = end;
    return part;
  }
  text() {
    return utf8.decode(this.slice());
  }
  hash() {
    let text = '';
    for (let n = 0; n < 8; n += 1) text = this.byte().toString(16).padStart(2, '0') + text;
    return text;
  }
}

/** @param {number} value */
function unzigzag(value) {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** How a shape is read. @param {string} shape @returns {(from: FrameBytes) => any} */
function readerOf(shape) {
  const optional = shape.endsWith('?');
  const plain = optional ? shape.slice(0, -1) : shape;
  const place = DIFFERENCES.indexOf(plain);
  if (place >= 0 && optional) return (from) => from.optionalDifference(place);
  if (place >= 0) return (from) => from.difference(place);
  if (ROWS.includes(plain)) return optional ? (from) => from.row() : (from) => from.varint();
  if (plain === 'number') return (from) => from.varint();
  if (plain === 'signed') return (from) => from.signed();
  if (plain === 'bool') return (from) => from.byte() !== 0;
  if (plain === 'text') return (from) => from.text();
  if (plain === 'hash') return (from) => from.hash();
  const members = CHOICES[plain];
  if (!members) throw new RangeError(`no shape ${shape}`);
  return (from) => {
    const word = members[from.byte()];
    if (word === undefined) throw new RangeError('the record is malformed');
    return word;
  };
}

/** @type {({ kind: string, fields: string[], readers: ((from: FrameBytes) => any)[] } | undefined)[]} */
const EVENT_READERS = [];
for (const [number, kind, shapes] of EVENTS) {
  const fields = shapes ? shapes.split(' ').map((field) => field.split(':')) : [];
  EVENT_READERS[number] = { kind, fields: fields.map(([name]) => name), readers: fields.map(([, shape]) => readerOf(shape)) };
}

/** The member of a choice. @param {string} shape @param {number} number */
function member(shape, number) {
  const word = CHOICES[shape][number];
  if (word === undefined) throw new RangeError('the record is malformed');
  return word;
}

/** @typedef {{ kind: string } & Record<string, any>} Told an event without place and time */

/** Records that stand for one or two events (`docs/trace.md`, "Short forms"). @type {Record<number, (from: FrameBytes) => Told[]>} */
const SHORT = {
  110: (from) => newPromise(from, from.byte(), () => from.difference(NEW_PROMISE), () => from.row()),
  111: (from) => newPromise(from, from.byte(), () => (from.last[NEW_PROMISE] += 1), () => from.fixedRow(2)),
  112: (from) => {
    const [made] = newPromise(from, from.byte() & 0x3f, () => from.difference(NEW_PROMISE), () => from.row());
    return [made, { kind: 'PromiseThen', promise: from.difference(PROMISE), derived: made.promise, stack: made.stack }];
  },
  113: (from) => [waiting(from)],
  114: (from) => resuming(waiting(from), from.difference(QUEUED_JOB), from.byte() !== 0),
  115: (from) => {
    const rejected = from.byte() !== 0;
    const promise = (from.last[PROMISE] = from.step(NEW_PROMISE));
    const activation = (from.last[ACTIVATION] = from.step(ACTIVATION));
    const result = (from.last[RESULT] = from.step(RESULT));
    const stack = from.fixedRow(3);
    return resuming({ kind: 'Await', activation, promise, result, stack }, (from.last[QUEUED_JOB] += 1), rejected);
  },
  116: (from) => {
    const byte = from.byte();
    const promise = from.difference(PROMISE);
    return [
      { kind: 'PromiseSettle', promise, state: member('promise_state', byte & 0x40 ? 1 : 0), preview: null },
      {
        kind: 'JobQueue',
        job: from.difference(QUEUED_JOB),
        job_kind: member('job_kind', byte & 0x3f),
        promise: from.optionalDifference(RESULT),
        activation: from.optionalDifference(ACTIVATION),
        rejected: (byte & 0x80) !== 0,
      },
    ];
  },
  117: (from) => nextJob(from, from.difference(JOB)),
  118: (from) => nextJob(from, from.last[JOB]),
  119: (from) => {
    from.cycle = { kind: from.byte(), madeAt: from.fixedRow(2), stack: from.fixedRow(2) };
    from.last[ACTIVATION] = from.step(ACTIVATION);
    from.last[RESULT] = from.step(RESULT);
    return usualAwait(from);
  },
  120: (from) => {
    const told = [];
    for (let times = from.varint(); times > 0; times -= 1) told.push(...usualAwait(from));
    return told;
  },
};

/** @param {FrameBytes} from @param {number} byte @param {() => number} number @param {() => number | null} row @returns {Told[]} */
function newPromise(from, byte, number, row) {
  const promise = number();
  from.last[PROMISE] = promise;
  const made = { kind: 'PromiseNew', promise, promise_kind: member('promise_kind', byte & 0x3f), stack: row() };
  if ((byte & 0xc0) === 0) return [made];
  return [made, { kind: 'PromiseSettle', promise, state: member('promise_state', byte & 0x40 ? 0 : 1), preview: null }];
}

/** @param {FrameBytes} from @returns {Told} */
function waiting(from) {
  const activation = from.difference(ACTIVATION);
  const promise = from.difference(PROMISE);
  return { kind: 'Await', activation, promise, result: from.optionalDifference(RESULT), stack: from.row() };
}

/** The last usual await with the next numbers. @param {FrameBytes} from @returns {Told[]} */
function usualAwait(from) {
  if (!from.cycle) throw new RangeError('the record is malformed');
  const { kind, madeAt, stack } = from.cycle;
  const made = newPromise(from, kind | 0x40, () => (from.last[NEW_PROMISE] += 1), () => madeAt);
  const waits = { kind: 'Await', activation: from.last[ACTIVATION], promise: from.last[PROMISE], result: from.last[RESULT], stack };
  return [...nextJob(from, from.last[JOB]), ...made, ...resuming(waits, (from.last[QUEUED_JOB] += 1), false)];
}

/** @param {Told} awaits @param {number} job @param {boolean} rejected @returns {Told[]} */
function resuming(awaits, job, rejected) {
  const { result: promise, activation } = awaits;
  return [awaits, { kind: 'JobQueue', job, job_kind: 'resume', promise, activation, rejected }];
}

/** @param {FrameBytes} from @param {number} job @returns {Told[]} */
function nextJob(from, job) {
  from.last[JOB] = job + 1;
  return [
    { kind: 'JobEnd', job, threw: false },
    { kind: 'JobStart', job: job + 1 },
  ];
}

/** @param {AgentRecord} agent @param {FrameBytes} from @param {number} records @param {number} first */
function readStructure(agent, from, records, first) {
  const { events, gaps } = agent;
  const expected = events.length === 0 ? 0 : events[events.length - 1].seq + 1;
  if (first > expected) gaps.push({ seq: first, dropped: first - expected });
  let t = from.varint();
  const end = first + records;
  for (let seq = first; seq < end; ) {
    const byte = from.byte();
    if (byte & 0x80) t += from.varint();
    const short = SHORT[byte & 0x7f];
    if (short) {
      for (const { kind, ...fields } of short(from)) {
        events.push({ kind, seq, t, ...fields });
        seq += 1;
      }
      continue;
    }
    const reader = EVENT_READERS[byte & 0x7f];
    if (!reader) throw new RangeError('the record is malformed');
    /** @type {TraceEvent} */
    const event = { kind: reader.kind, seq, t };
    const { fields, readers } = reader;
    for (let f = 0; f < fields.length; f += 1) event[fields[f]] = readers[f](from);
    events.push(event);
    seq += 1;
  }
}

/** @param {AgentRecord} agent @param {FrameBytes} from @param {number} records */
function readTables(agent, from, records) {
  for (let n = 0; n < records; n += 1) {
    const table = from.byte();
    if (table === 1) agent.strings.push(from.text());
    else if (table === 2) agent.scripts.push({ name: from.text(), text: from.text() });
    else if (table === 3) {
      agent.sites.push({ script: from.varint(), line: from.varint(), column: from.varint(), function: from.varint() });
    } else if (table === 4) {
      const site = from.varint();
      const more = from.varint();
      agent.stacks.push({ site, caller: more === 0 ? null : more - 1 });
    } else throw new RangeError('the record is malformed');
  }
}

/** @param {number} agent @returns {AgentRecord} */
export function emptyAgent(agent) {
  return { agent, strings: [], scripts: [], sites: [], stacks: [], events: [], gaps: [] };
}

/** What came behind what was left. @param {Uint8Array} rest @param {Uint8Array} bytes */
export function appended(rest, bytes) {
  if (rest.length === 0) return bytes;
  const joined = new Uint8Array(rest.length + bytes.length);
  joined.set(rest);
  joined.set(bytes, rest.length);
  return joined;
}

/** Reads a record as its bytes come. */
export class RecordReader {
  /** @param {(stored: Uint8Array, length: number) => Uint8Array} [zstd] what undoes codec 1; a page has its frames uncompressed */
  constructor(zstd) {
    this.zstd = zstd;
    /** @type {any} the head's JSON, once it is read */ this.header = null;
    /** The record was closed in order and read to its end. */ this.complete = false;
    /** @type {AgentRecord[]} */ this.agents = [];
    this.rest = new Uint8Array(0);
  }

  /** Takes bytes in; what is no whole frame yet waits for its rest. @param {Uint8Array} bytes */
  push(bytes) {
    bytes = appended(this.rest, bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = this.header === null ? this.readHead(bytes, view) : 0;
    while (!this.complete && at + FRAME_HEAD <= bytes.length && view.getUint32(at, true) === 0x4d52464a) {
      const end = at + FRAME_HEAD + view.getUint32(at + 24, true);
      if (end > bytes.length) break;
      const body = bytes.subarray(at + FRAME_HEAD, end);
      if (crc32(bytes.subarray(at, at + 28), body) !== view.getUint32(at + 28, true)) break;
      this.readFrame(view, at, body);
      at = end;
    }
    this.rest = bytes.slice(at);
  }

  /** The length of the head; 0 if it is not whole. @param {Uint8Array} bytes @param {DataView} view */
  readHead(bytes, view) {
    if (bytes.length < 20) return 0;
    if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw new RangeError("this is no record of jenny's");
    const version = view.getUint16(8, true);
    if (version !== VERSION) throw new RangeError(`this record is of version ${version}; this page reads version ${VERSION}`);
    const length = view.getUint32(12, true);
    if (16 + length + 4 > bytes.length) return 0;
    const head = bytes.subarray(16, 16 + length);
    if (crc32(head) !== view.getUint32(16 + length, true)) throw new RangeError('the head of the record is damaged');
    this.header = JSON.parse(utf8.decode(head));
    return 16 + length + 4;
  }

  /** @param {DataView} view @param {number} at @param {Uint8Array} body */
  readFrame(view, at, body) {
    const stream = view.getUint8(at + 6);
    if (stream === 3) {
      this.complete = true;
      return;
    }
    const number = view.getUint16(at + 4, true);
    let agent = this.agents.find((known) => known.agent === number);
    if (!agent) {
      this.agents.push((agent = emptyAgent(number)));
      this.agents.sort((a, b) => a.agent - b.agent);
    }
    // Decisions are for a replay; nothing that is shown comes from them.
    if (stream > 1) return;
    const compressed = view.getUint8(at + 7) === 1;
    if (compressed && !this.zstd) throw new RangeError('this record is compressed; make the page with `jenny view`');
    const raw = compressed && this.zstd ? this.zstd(body, view.getUint32(at + 20, true)) : body;
    const records = view.getUint32(at + 8, true);
    const from = new FrameBytes(raw);
    if (stream === 0) readTables(agent, from, records);
    else readStructure(agent, from, records, Number(view.getBigUint64(at + 12, true)));
  }
}

/**
 * Reads a record up to its last whole frame.
 * @param {Uint8Array} bytes
 * @param {(stored: Uint8Array, length: number) => Uint8Array} [zstd]
 * @returns {RunRecord}
 */
export function decodeRecord(bytes, zstd) {
  const reader = new RecordReader(zstd);
  reader.push(bytes);
  if (reader.header === null) throw new RangeError("this is no record of jenny's");
  return { header: reader.header, complete: reader.complete, agents: reader.agents };
}
