// Chromium over its debugging pipe, for the tests of the page. Without Chromium it says "not run" and ends.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeRecord } from '../src/decode.js';
import { inflatePayload } from '../src/payload.js';
import { digestHash } from '../src/state.js';

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
export async function open(url, before = async () => {}) {
  const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await call('Target.attachToTarget', { targetId, flatten: true });
  const tell = (method, params) => call(method, params, sessionId);
  const requests = [];
  const errors = [];
  listeners.push((message) => {
    if (message.sessionId !== sessionId) return;
    if (message.method === 'Network.requestWillBeSent') requests.push(message.params.request.url);
    // What the page's policy forbids is told here.
    if (message.method === 'Log.entryAdded' && message.params.entry.level === 'error') errors.push(message.params.entry.text);
    if (message.method === 'Runtime.exceptionThrown') errors.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
  });
  for (const domain of ['Network', 'Runtime', 'Page', 'Accessibility', 'Log']) await tell(`${domain}.enable`);
  await before(tell);
  await tell('Page.navigate', { url });
  const evaluate = async (expression) => {
    const { result, exceptionDetails } = await tell('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  for (let n = 0; n < 400 && !(await evaluate('document.body?.dataset.ready === "true"')); n += 1) await new Promise((done) => setTimeout(done, 25));
  /** The list of this name, as its items' names. */
  const tree = async () => {
    // The entries below those in sight come when the page has time.
    for (let n = 0; n < 200 && !(await evaluate('document.body.dataset.whole === "true" || !document.body.dataset.ready')); n += 1) await new Promise((done) => setTimeout(done, 5));
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
    const printed = name.length === 1 ? { text: name } : name === 'Enter' ? { text: '\r' } : {};
    const code = { Tab: 9, Enter: 13, Escape: 27, ' ': 32, End: 35, Home: 36, ArrowLeft: 37, ArrowRight: 39 }[name];
    if (code) Object.assign(printed, { windowsVirtualKeyCode: code, code: name === ' ' ? 'Space' : name });
    await tell('Input.dispatchKeyEvent', { type: 'keyDown', key: name, modifiers: shift ? 8 : 0, ...printed });
    await tell('Input.dispatchKeyEvent', { type: 'keyUp', key: name, ...(code ? { windowsVirtualKeyCode: code, code: printed.code } : {}) });
  };
  const now = () => evaluate('document.getElementById("now").textContent');
  const seek = (seq) => evaluate(`new Promise((done) => { addEventListener('hashchange', () => setTimeout(done, 0), { once: true }); location.hash = 'seq=${seq}&n=' + Math.random(); })`);
  const position = () => evaluate('document.getElementById("position").textContent');
  const close = () => call('Target.closeTarget', { targetId });
  return { tell, evaluate, tree, key, now, position, seek, close, requests, errors };
}

/** What the tree says that a `TurnEnd` says. */
export async function shownDigest(view) {
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

/** The record inside a page's file. */
export const recordOf = async (file) => decodeRecord(await inflatePayload(/id="record">([^<]*)</.exec(readFileSync(file, 'utf8'))[1]));

/** Ends the browser. */
export async function closeBrowser() {
  browser.kill();
  await new Promise((done) => browser.on('exit', done));
  // The browser's helpers may still write their last into the folder.
  rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
