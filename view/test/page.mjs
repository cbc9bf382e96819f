// Opens pages in Chromium and reads what is shown through the accessibility tree: page.mjs FOLDER. Says "not run" without Chromium.
//
// The numbers of operations, tasks and jobs that a reader of the screen hears are counted and hashed as docs/trace.md says, and must be what
// the loop itself wrote at the end of the turn: forward, at random turns, and stepping back.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeRecord } from '../src/decode.js';
import { inflatePayload } from '../src/payload.js';
import { AgentRun } from '../src/run.js';
import { digestHash } from '../src/state.js';
import { sentence } from '../src/words.js';
import { check, finish, same } from './_check.mjs';

const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : ['chromium', 'chromium-browser', 'google-chrome'];
const chromium = names.find((name) => spawnSync(name, ['--version']).status === 0);
if (!chromium) {
  console.log('not run: Chromium is not installed');
  process.exit(0);
}

const profile = mkdtempSync(join(tmpdir(), 'jenny-view-'));
const browser = spawn(chromium, ['--headless=new', '--no-sandbox', '--disable-gpu', '--remote-debugging-pipe', `--user-data-dir=${profile}`, '--window-size=1400,900', '--no-first-run', 'about:blank'],
  { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
let last = 0;
const waiting = new Map();
const listeners = [];
let text = '';
browser.stdio[4].setEncoding('utf8').on('data', (chunk) => {
  text += chunk;
  for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0')) {
    const message = JSON.parse(text.slice(0, end));
    text = text.slice(end + 1);
    if (message.id) {
      const { resolve: done, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) reject(new Error(message.error.message));
      else done(message.result);
    } else listeners.forEach((listener) => listener(message));
  }
});

function call(method, params = {}, sessionId = undefined) {
  last += 1;
  const id = last;
  browser.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((done, reject) => waiting.set(id, { resolve: done, reject }));
}

/** A page that is open. */
async function open(url) {
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const tell = (method, params) => call(method, params, sessionId);
  const requests = [];
  const errors = [];
  listeners.push((message) => {
    if (message.sessionId !== sessionId) return;
    if (message.method === 'Network.requestWillBeSent') requests.push(message.params.request.url);
    if (message.method === 'Runtime.exceptionThrown') errors.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
  });
  for (const domain of ['Network', 'Runtime', 'Page', 'Accessibility']) await tell(`${domain}.enable`);
  await tell('Page.navigate', { url });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await tell('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  for (let n = 0; n < 400 && !(await evaluate('document.body?.dataset.ready === "true"')); n += 1) await new Promise((done) => setTimeout(done, 25));
  /** The list of this name, as its items' names. */
  const tree = async () => {
    const { nodes } = await tell('Accessibility.getFullAXTree');
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const role = (node) => node.role?.value;
    const inner = (node) => (node.childIds ?? []).map((id) => byId.get(id)).filter(Boolean);
    const said = (node) => node.name?.value || inner(node).map(said).join(' ');
    const lists = nodes.filter((node) => role(node) === 'list' && !node.ignored);
    const items = (name) => lists.filter((node) => node.name?.value === name).flatMap((node) => inner(node).filter((child) => role(child) === 'listitem').map(said));
    return { nodes, lists, items, role, said };
  };
  const key = async (name) => {
    const shift = name.length === 1 && name !== name.toLowerCase();
    const printed = name.length === 1 ? { text: name } : {};
    await tell('Input.dispatchKeyEvent', { type: 'keyDown', key: name, modifiers: shift ? 8 : 0, ...printed });
    await tell('Input.dispatchKeyEvent', { type: 'keyUp', key: name });
  };
  const now = () => evaluate('document.getElementById("now").textContent');
  const seek = (seq) => evaluate(`new Promise((done) => { addEventListener('hashchange', () => setTimeout(done, 0), { once: true }); location.hash = 'seq=${seq}&n=' + Math.random(); })`);
  const close = () => call('Target.closeTarget', { targetId });
  return { tell, evaluate, tree, key, now, seek, close, requests, errors };
}

/** What the tree says that a `TurnEnd` says. */
async function shownDigest(view) {
  const { lists, items } = await view.tree();
  const numbers = (names, word) => names.map((name) => Number(new RegExp(`${word} (\\d+)`).exec(name)?.[1]));
  const operations = items('Pending operations');
  const kind = (word) => operations.filter((name) => name.startsWith(`${word} `)).length;
  const lanes = lists.map((node) => node.name?.value ?? '').filter((name) => name.startsWith('Queue: ') && name !== 'Queue: close');
  const tasks = numbers([...new Set(lanes)].flatMap((name) => items(name)), 'task');
  const closing = numbers(items('Queue: close'), 'task');
  return {
    timers: kind('timer'), immediates: kind('immediate'), operations: operations.length - kind('timer') - kind('immediate'), tasks: tasks.length, closing: closing.length,
    // Lanes lie side by side, so the order between sources is not shown; tasks are numbered in it.
    jobs: items('Jobs').length, hash: digestHash(numbers(operations, '^[a-z -]+'), tasks.sort((a, b) => a - b), closing),
  };
}

async function shownTurn(view, run, at) {
  const event = run.events[at];
  const shown = await shownDigest(view);
  if (/^0+$/.test(event.hash)) shown.hash = event.hash;
  same(shown, Object.fromEntries(Object.keys(shown).map((name) => [name, event[name]])), `what is shown at turn ${event.turn}`);
}

const folder = resolve(process.argv[2]);
const files = readdirSync(folder).filter((name) => name.endsWith('.html')).sort();
const recordOf = async (file) => decodeRecord(await inflatePayload(/id="record">([^<]*)</.exec(readFileSync(join(folder, file), 'utf8'))[1]));

for (const file of files) {
  await check(`${file} shows the truth`, async () => {
    const record = await recordOf(file);
    const run = new AgentRun(record.agents[0]);
    const view = await open(pathToFileURL(join(folder, file)).href);
    same(view.errors, [], 'errors of the page');
    const seqs = run.turnEnds.map((at) => run.events[at].seq - 1);
    const some = (list, most) => list.filter((_, n) => n % Math.ceil(list.length / most) === 0);
    const order = some(run.turnEnds.map((_, n) => n), 5);
    // Forward, back, and in a mixed order.
    for (const n of [...order, ...[...order].reverse(), ...order.map((__, i) => order[(i * 5 + 3) % order.length])]) {
      await view.seek(seqs[n]);
      await shownTurn(view, run, run.turnEnds[n]);
    }
    // By keys: to the end, then back by tasks, with what is said after each step.
    await view.evaluate('document.activeElement?.blur()');
    await view.key('End');
    same(await view.now(), sentence(run, run.events.at(-1)), 'the last event');
    // A name has its white space folded.
    const folded = (words) => words.replace(/\s+/g, ' ').trim();
    const output = run.outputs.map((at) => folded(`${run.events[at].text}${run.events[at].output === 'stderr' ? ' stderr' : ''}`));
    same((await view.tree()).items('Output').map(folded), output.slice(-120), 'console');
    let place = run.length;
    for (const [name, unit, direction] of [...Array(3).fill(['T', 'task', -1]), ...Array(2).fill(['m', 'microtask', 1]), ['R', 'turn', -1], ['ArrowRight', 'event', 1], ['ArrowLeft', 'event', -1]]) {
      await view.key(name);
      place = run.step(place, unit, direction);
      same(await view.now(), place > 0 ? sentence(run, run.events[place - 1]) : 'Before the first event.', `after ${name}`);
    }
    same(view.requests.filter((url) => !url.startsWith('file:') && !url.startsWith('data:')), [], 'requests');
    same(view.errors, [], 'errors of the page');
    await view.close();
  });
}

if (files.length > 0) {
  await check('every control has a name and can be reached', async () => {
    const view = await open(pathToFileURL(join(folder, files[0])).href);
    const { nodes, role, said } = await view.tree();
    const controls = nodes.filter((node) => !node.ignored && ['button', 'slider', 'combobox', 'searchbox', 'checkbox'].includes(role(node)));
    same(controls.filter((node) => !said(node)).length, 0, 'controls without a name');
    for (const landmark of ['banner', 'main', 'contentinfo']) same(nodes.filter((node) => role(node) === landmark).length, 1, landmark);
    same(nodes.filter((node) => role(node) === 'status' && !node.ignored).length >= 1, true, 'a live region');
    same(/turn \d+: ./.test(await view.evaluate('document.getElementById("scrubber").getAttribute("aria-valuetext")')), true, 'the words of the slider');
    await view.close();
  });
  await check('the question and its answer', async () => {
    const view = await open(pathToFileURL(join(folder, files[0])).href);
    await view.key('n');
    const run = new AgentRun((await recordOf(files[0])).agents[0]);
    const first = run.stops.task[0] + 1;
    const { context } = run.nextToRun(first);
    const answers = (await view.tree()).items('Answers');
    same(answers.at(-1), 'Nothing more runs');
    const trigger = run.tasks.get(context.number)?.trigger;
    const names = [`${context.type} ${context.number}`, ...(context.type === 'task' && trigger !== null ? [`operation ${trigger}`] : [])];
    await view.evaluate(`document.querySelector(${JSON.stringify(names.map((name) => `[data-answer="${name}"]`).join(','))}).click()`);
    same(await view.evaluate('document.querySelector(".verdict").textContent.startsWith("Right.")'), true, 'the verdict');
    await view.close();
  });
}

browser.kill();
await new Promise((done) => browser.on('exit', done));
// The browser's helpers may still write their last into the folder.
rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
finish();
