// Hand-made runs that follow docs/trace.md, and an encoder of records for the tests of the decoder.

import { crc32, emptyAgent } from '../src/decode.js';
import { CHOICES, EVENTS, VERSION } from '../src/vocabulary.js';

/** An agent of `[kind, fields]`, a microsecond apart. */
export function agentOf(events, tables = {}) {
  const listed = events.map(([kind, fields], seq) => ({ kind, seq, t: seq * 1000, ...fields }));
  return { ...emptyAgent(0), ...tables, events: listed };
}

const none = { stack: null };

/** `setTimeout(f, 5); (async () => { await p; })(); nextTick(g)`, by hand. */
export const TIMER_AND_AWAIT = [
  ['TurnBegin', { turn: 0 }],
  ['TaskQueue', { task: 0, source: 'script', channel: 0, trigger: null }],
  ['TaskStart', { task: 0 }],
  ['OperationStart', { operation: 0, operation_kind: 'timer', due: 5_000_000, repeats: false, name: null, stack: 0 }],
  ['PromiseNew', { promise: 1, promise_kind: 'resolve', ...none }],
  ['PromiseSettle', { promise: 1, state: 'fulfilled', preview: null }],
  ['PromiseNew', { promise: 2, promise_kind: 'async function', stack: 1 }],
  ['Await', { activation: 1, promise: 1, result: 2, stack: 1 }],
  ['JobQueue', { job: 0, job_kind: 'resume', promise: 2, activation: 1, rejected: false }],
  ['TickQueue', { tick: 0, stack: 0 }],
  ['TaskEnd', { task: 0, broke: false }],
  ['TickStart', { tick: 0 }],
  ['TickEnd', { tick: 0 }],
  ['JobStart', { job: 0 }],
  ['PromiseSettle', { promise: 2, state: 'fulfilled', preview: null }],
  ['JobEnd', { job: 0, threw: false }],
  ['Checkpoint', { ticks: 1, jobs: 1 }],
  // One timer, number 0: its hash is mix(1), the first number of SplitMix64's finalizer.
  ['TurnEnd', { turn: 0, timers: 1, immediates: 0, operations: 0, tasks: 0, closing: 0, jobs: 0, hash: '5692161d100b05e5' }],
  ['TurnBegin', { turn: 1 }],
  ['TaskQueue', { task: 1, source: 'timer', channel: 0, trigger: 0 }],
  ['OperationEnd', { operation: 0 }],
  ['TaskStart', { task: 1 }],
  ['Output', { output: 'stdout', text: 'done\n', left_out: 0, stack: 1 }],
  ['TaskEnd', { task: 1, broke: false }],
  ['TurnEnd', { turn: 1, timers: 0, immediates: 0, operations: 0, tasks: 0, closing: 0, jobs: 0, hash: '0000000000000000' }],
  ['AgentExit', { code: 0 }],
];

export const TABLES = {
  strings: ['', 'work'],
  scripts: [{ name: 'file:///a.js', text: 'one\ntwo\nthree\n' }],
  sites: [{ script: 0, line: 1, column: 1, function: 0 }, { script: 0, line: 2, column: 3, function: 1 }],
  stacks: [{ site: 0, caller: null }, { site: 1, caller: 0 }],
};

const CLASSES = ['task', 'operation', 'job', 'tick', 'promise', 'activation', 'target', 'port', 'time', 'clock'];

class Writer {
  bytes = [];
  last = {};
  varint(value) {
    for (; value >= 128; value = Math.floor(value / 128)) this.bytes.push((value % 128) | 128);
    this.bytes.push(value);
  }
  text(text) {
    const bytes = new TextEncoder().encode(text);
    this.varint(bytes.length);
    this.bytes.push(...bytes);
  }
  zigzag(value) {
    return value < 0 ? -value * 2 - 1 : value * 2;
  }
  field(shape, value) {
    const optional = shape.endsWith('?');
    const plain = shape.replace('?', '');
    if (CLASSES.includes(plain) || ['string', 'site', 'stack'].includes(plain)) {
      if (optional && value === null) return this.varint(0);
      let told = value;
      if (CLASSES.includes(plain)) {
        told = this.zigzag(value - (this.last[plain] ?? 0));
        this.last[plain] = value;
      }
      return this.varint(told + (optional ? 1 : 0));
    }
    if (plain === 'number') return this.varint(value);
    if (plain === 'signed') return this.varint(this.zigzag(value));
    if (plain === 'bool') return this.bytes.push(value ? 1 : 0);
    if (plain === 'text') return this.text(value);
    if (plain === 'hash') return this.bytes.push(...value.match(/../g).reverse().map((digits) => Number.parseInt(digits, 16)));
    return this.bytes.push(CHOICES[plain].indexOf(value));
  }
}

function number(bytes, at, width, value) {
  for (let n = 0; n < width; n += 1) bytes[at + n] = Math.floor(value / 256 ** n) % 256;
}

function frame(agent, stream, records, first, body) {
  const bytes = new Uint8Array(32 + body.length);
  bytes.set([0x4a, 0x46, 0x52, 0x4d]);
  number(bytes, 4, 2, agent);
  bytes[6] = stream;
  number(bytes, 8, 4, records);
  number(bytes, 12, 8, first);
  number(bytes, 20, 4, body.length);
  number(bytes, 24, 4, body.length);
  bytes.set(body, 32);
  number(bytes, 28, 4, crc32(bytes.subarray(0, 28), bytes.subarray(32)));
  return [...bytes];
}

/** A record of one agent in one frame a stream, uncompressed. `skip` leaves events out before the last, as dropped. */
export function encodeRecord(agent, header, { ended = true } = {}) {
  const head = [...new TextEncoder().encode(JSON.stringify(header))];
  const begin = new Uint8Array(16);
  begin.set([0x4a, 0x54, 0x52, 0x41, 0x43, 0x45, 0x1a, 0x0a]);
  number(begin, 8, 2, VERSION);
  number(begin, 12, 4, head.length);
  const sum = new Uint8Array(4);
  number(sum, 0, 4, crc32(Uint8Array.from(head)));
  const tables = new Writer();
  let rows = 0;
  const row = (table) => { rows += 1; tables.bytes.push(table); };
  for (const text of agent.strings) { row(1); tables.text(text); }
  for (const script of agent.scripts) { row(2); tables.text(script.name); tables.text(script.text); }
  for (const site of agent.sites) { row(3); Object.values(site).forEach((value) => tables.varint(value)); }
  for (const { site, caller } of agent.stacks) { row(4); tables.varint(site); tables.varint(caller === null ? 0 : caller + 1); }
  const frames = [frame(0, 0, rows, 0, tables.bytes)];
  // A frame ends where the numbers have a gap.
  for (let from = 0; from < agent.events.length;) {
    let to = from + 1;
    while (to < agent.events.length && agent.events[to].seq === agent.events[to - 1].seq + 1) to += 1;
    const writer = new Writer();
    let t = agent.events[from].t;
    writer.varint(t);
    for (const event of agent.events.slice(from, to)) {
      const [code, , shapes] = EVENTS.find(([, kind]) => kind === event.kind);
      writer.bytes.push(event.t > t ? code | 128 : code);
      if (event.t > t) writer.varint(event.t - t);
      t = event.t;
      for (const field of shapes.split(' ').filter(Boolean)) {
        const [name, shape] = field.split(':');
        writer.field(shape, event[name]);
      }
    }
    frames.push(frame(0, 1, to - from, agent.events[from].seq, writer.bytes));
    from = to;
  }
  if (ended) frames.push(frame(0, 3, 0, 0, []));
  return Uint8Array.from([...begin, ...head, ...sum, ...frames.flat()]);
}
