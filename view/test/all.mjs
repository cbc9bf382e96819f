// Decoder and reducer: hand-made runs, and, of a folder of recordings that the command line names, every turn's digest.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeRecord } from '../src/decode.js';
import { inflatePayload } from '../src/payload.js';
import { AgentRun, stateText } from '../src/run.js';
import { applyEvent, compareDigest, emptyState, mix } from '../src/state.js';
import { CHOICES, EVENTS } from '../src/vocabulary.js';
import { TABLES, TIMER_AND_AWAIT, agentOf, encodeRecord } from './_runs.mjs';
import { check, finish, same } from './_check.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

await check('the words are those of docs/trace.md', () => {
  const page = readFileSync(join(root, 'docs/trace.md'), 'utf8');
  const part = (name) => page.split(`<!-- ${name} -->`)[1].split('<!-- end')[0];
  const events = [...part('events').matchAll(/^\| (\d+) \| `(\w+)` \| (.*?) \|/gm)].map(([, number, name, fields]) =>
    [Number(number), name, [...fields.matchAll(/`(\w+)`: ([^,]+)/g)].map(([, field, shape]) => `${field}:${shape.trim().replace(' ', '_')}`).join(' ')]);
  same(EVENTS, events, 'events');
  const choices = [...part('choices').matchAll(/^\| ([a-z ]+) \| (0 .*?) \|/gm)].map(([, shape, members]) =>
    [shape.replace(' ', '_'), members.split(', ').map((member) => member.replace(/^\d+ /, ''))]);
  same(Object.entries(CHOICES), choices, 'choices');
});

await check('a record comes back from its bytes', () => {
  const agent = agentOf(TIMER_AND_AWAIT, TABLES);
  const { header, complete, agents } = decodeRecord(encodeRecord(agent, { jenny: '1' }));
  same([header, complete], [{ jenny: '1' }, true]);
  same(agents, [agent]);
});

await check('a record that was cut off is read up to its last whole frame', () => {
  const bytes = encodeRecord(agentOf(TIMER_AND_AWAIT, TABLES), {}, { ended: false });
  same(decodeRecord(bytes).complete, false);
  const cut = decodeRecord(bytes.subarray(0, bytes.length - 1));
  same([cut.complete, cut.agents[0].events.length, cut.agents[0].stacks.length], [false, 0, 2]);
  bytes[bytes.length - 1] ^= 1;
  same(decodeRecord(bytes).agents[0].events.length, 0, 'events of a damaged frame');
});

await check('what was dropped is counted', () => {
  const agent = agentOf(TIMER_AND_AWAIT, TABLES);
  for (const event of agent.events.slice(20)) event.seq += 7;
  const [found] = decodeRecord(encodeRecord(agent, {})).agents;
  same(found.gaps, [{ seq: 27, dropped: 7 }]);
  same(found.events.at(-1).seq, agent.events.length + 6);
});

await check('what is no record is refused', () => {
  let said = '';
  try {
    decodeRecord(new Uint8Array(40));
  } catch (error) {
    said = error.message;
  }
  same(said, "this is no record of jenny's");
});

await check('the mixing function', () => same(mix(1n).toString(16), '5692161d100b05e5'));

await check('states of a hand-made run', () => {
  const run = new AgentRun(agentOf(TIMER_AND_AWAIT, TABLES));
  same(run.disagreements, []);
  const asleep = run.stateAt(10);
  same([[...asleep.operations.keys()], [...asleep.jobs.keys()], [...asleep.ticks.keys()], [...asleep.awaits.keys()]], [[0], [0], [0], [1]]);
  same(asleep.running, [{ type: 'task', number: 0 }]);
  const resumed = run.stateAt(14);
  same([resumed.running, resumed.jobs.size, resumed.awaits.size], [[{ type: 'job', number: 0 }], 0, 0]);
  same(run.nextToRun(10), { context: { type: 'tick', number: 0 }, at: 11 });
  same(run.nextToRun(17), { context: { type: 'task', number: 1 }, at: 21 });
  same(run.frames(1).map((frame) => `${frame.function}:${frame.line}`), ['work:2', ':1']);
});

await check('a state that is not the loop\'s is found', () => {
  const events = TIMER_AND_AWAIT.filter(([kind]) => kind !== 'OperationEnd');
  same(new AgentRun(agentOf(events, TABLES)).disagreements.map(({ turn }) => turn), [1]);
});

await check('causes: trigger, creator, resume', () => {
  const run = new AgentRun(agentOf(TIMER_AND_AWAIT, TABLES));
  const chain = (thing) => run.why(thing).map(({ relation, thing: of }) => `${of.type} ${of.number} ${relation}`);
  same(chain({ type: 'task', number: 1 }), ['task 1 queued', 'operation 0 started', 'task 0 queued']);
  same(chain({ type: 'job', number: 0 }), ['job 0 queued', 'activation 1 goes on after await', 'promise 1 was fulfilled', 'task 0 queued']);
});

await check('steps forward and back', () => {
  const run = new AgentRun(agentOf(TIMER_AND_AWAIT, TABLES));
  const walk = (unit, from, direction) => {
    const places = [];
    for (let place = from; ;) {
      const next = run.step(place, unit, direction);
      if (next === place) return places;
      places.push((place = next));
    }
  };
  same(walk('microtask', 0, 1), [12, 14, 26]);
  same(walk('microtask', 26, -1), [14, 12, 0]);
  same(walk('task', 0, 1), [3, 22, 26]);
  same(walk('turn', 26, -1), [19, 1, 0]);
  same(walk('event', 23, 1), [24, 25, 26]);
});

/** Every digest forward, at random places and stepping back. */
function verify(record) {
  const run = new AgentRun(record);
  same(run.disagreements, [], 'turns that disagree');
  const plain = emptyState();
  const texts = new Map();
  const every = Math.max(1, Math.floor(run.length / 400));
  for (let at = 0; at <= run.length; at += 1) {
    if (at % every === 0) texts.set(at, stateText(plain));
    if (at < run.length) applyEvent(plain, run.events[at]);
  }
  let random = 12345;
  const places = [...texts.keys()];
  for (let n = 0; n < 300; n += 1) {
    random = (random * 1103515245 + 12345) % 2147483648;
    const place = places[random % places.length];
    if (stateText(run.stateAt(place)) !== texts.get(place)) throw new Error(`the state at ${place} differs after a seek`);
  }
  for (const place of places.reverse()) {
    if (stateText(run.stateAt(place)) !== texts.get(place)) throw new Error(`the state at ${place} differs going back`);
  }
  for (const at of run.turnEnds.slice(-400).reverse()) {
    if (compareDigest(run.stateAt(at), run.events[at])) throw new Error(`turn ${run.events[at].turn} differs going back`);
  }
  return run;
}

await check('hand-made run, in every direction', () => verify(agentOf(TIMER_AND_AWAIT, TABLES)));

// `jenny view` made NAME.html and `jenny trace --json` NAME.json of the same record.
const folder = process.argv[2];
const pagesIn = (/** @type {string} */ of) => (existsSync(of) ? readdirSync(of).filter((name) => name.endsWith('.html')).map((name) => join(of, name)).sort() : []);
const pages = folder ? [...pagesIn(folder), ...pagesIn(join(folder, 'records'))].filter((name) => !name.endsWith('large.html')) : [];
if (folder) await check('there are at least a hundred records', () => same(pages.length >= 100, true, `records: ${pages.length}`));
for (const file of pages) {
  await check(file, async () => {
    const html = readFileSync(file, 'utf8');
    const payload = /<script type="application\/octet-stream" id="record">([^<]*)</.exec(html);
    const record = decodeRecord(await inflatePayload(payload[1]));
    for (const agent of record.agents) verify(agent);
    const json = file.replace('.html', '.json');
    if (!existsSync(json)) return;
    const rows = readFileSync(json, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    const kinds = new Set(EVENTS.map(([, kind]) => kind));
    for (const { agent, events, strings, stacks } of record.agents) {
      // A decision of the same name has no time.
      const expected = rows.filter((row) => row.agent === agent && kinds.has(row.kind) && 't' in row);
      same(events.length, expected.length, 'number of events');
      const sorted = (row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'agent').sort(([a], [b]) => (a < b ? -1 : 1)));
      events.forEach((event, n) => same(sorted(event), sorted(expected[n]), `event ${n} of agent ${agent}`));
      same(strings, rows.filter((row) => row.agent === agent && row.kind === 'String').map((row) => row.text));
      same(stacks.length, rows.filter((row) => row.agent === agent && row.kind === 'Stack').length);
    }
  });
}

finish();
