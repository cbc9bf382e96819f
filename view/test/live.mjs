// `jenny watch` with a real page: live.mjs FOLDER JENNY. A click on the page reaches the program's listener, is recorded, and a replay
// without any page gives the same output and the same hashes. The page stops, steps and follows, and keeps what it has at the end.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeBrowser, open } from './_browser.mjs';
import { check, finish, same } from './_check.mjs';

const jenny = process.argv[3];
const folder = mkdtempSync(join(tmpdir(), 'jenny-live-'));

const STAGE = `
const button = new EventTarget();
let clicks = 0;
button.addEventListener('click', async (event) => {
  clicks += 1;
  console.log('click', clicks, event.type, event.isTrusted, typeof event.clientX);
  await null;
  console.log('after await', clicks);
});
button.addEventListener('keydown', (event) => console.log('key', event.key));
const field = new EventTarget();
let moves = 0;
field.addEventListener('scroll', (event) => { moves += event.coalesced; console.log('scrolled', event.scrollTop > 0); });
console.log('ready');
`;

/** A watched program, and its page. */
async function watch(name, source, flags = []) {
  const program = join(folder, `${name}.mjs`);
  const record = join(folder, `${name}.jtrace`);
  writeFileSync(program, source);
  const child = spawn(jenny, ['watch', '--no-open', ...flags, '-o', record, program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
  child.stderr.setEncoding('utf8').on('data', (text) => { err += text; });
  const ended = new Promise((done) => child.on('exit', done));
  await until(() => /watch at (\S+)/.test(err), 'the address');
  const address = /watch at (\S+)/.exec(err)[1];
  return { address, record, ended, child, output: () => out };
}

async function until(holds, what, most = 8000) {
  const end = Date.now() + most;
  for (let held = await holds(); !held; held = await holds()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

const replay = (record) => spawnSync(jenny, ['replay', record], { encoding: 'utf8' });
const state = (view) => view.evaluate('document.getElementById("live-state").textContent');
/** A real click of the mouse in the middle of an element. */
async function click(view, selector) {
  const { x, y } = await view.evaluate(`(() => { const it = document.querySelector(${JSON.stringify(selector)}); it.scrollIntoView({ block: 'center' }); const box = it.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()`);
  for (const type of ['mouseMoved', 'mousePressed', 'mouseReleased']) await view.tell('Input.dispatchMouseEvent', { type, x, y, button: type === 'mouseMoved' ? 'none' : 'left', clickCount: type === 'mouseMoved' ? 0 : 1 });
}

await check('clicks, keys and scrolls reach the program, and a replay needs no page', async () => {
  const program = await watch('stage', STAGE);
  const view = await open(program.address);
  same(await view.evaluate('location.search'), '', 'the token is gone from the address');
  await until(() => view.evaluate('document.querySelector("[data-face]") !== null'), 'the stage');
  await click(view, '[data-face]');
  await until(() => program.output().includes('after await 1'), 'the first click');
  // By the keyboard: the face is a button.
  await view.evaluate('document.querySelector("[data-face]").focus()');
  await view.key('x');
  await until(() => program.output().includes('key x'), 'the key');
  await view.evaluate('document.querySelector("[data-face]").click()');
  await until(() => program.output().includes('after await 2'), 'the second click');
  await view.evaluate('document.querySelector(".scroller").scrollTop = 100');
  await until(() => program.output().includes('scrolled true'), 'the scroll');
  await until(async () => (await view.tree()).items('Output').some((line) => line.startsWith('scrolled true')), 'the console of the page');
  await view.evaluate('document.getElementById("close-stage").click()');
  same(await program.ended, 0, 'the exit code');
  await until(async () => /ended with code 0/.test(await state(view)), 'the end on the page');
  // The page keeps what it has.
  await view.evaluate('document.activeElement?.blur()');
  await view.key('Home');
  same(await view.now(), 'Before the first event.', 'steps after the end');
  same(/^(\d+) of \1 turns agree/.test(await view.evaluate('document.getElementById("truth").textContent')), true, 'turns that agree');
  same(view.errors, [], 'errors of the page');
  same(view.requests.filter((url) => !url.startsWith(new URL(program.address).origin)), [], 'requests elsewhere');
  await view.close();
  const again = replay(program.record);
  same([again.status, again.stdout], [0, program.output()], 'the replay');
  same(spawnSync(jenny, ['trace', '--check', program.record], { encoding: 'utf8' }).status, 0, 'the record agrees with itself');
});

await check('stops, steps by every unit, goes on', async () => {
  const program = await watch('steps', `
    function inner(n) { return n + 1; }
    setTimeout(() => { let n = inner(1); n = inner(n); Promise.resolve().then(() => console.log('job', n)); }, 1);
    setTimeout(() => console.log('second'), 2);
    console.log('text');
  `, ['--paused']);
  const view = await open(program.address);
  await until(async () => /stands before a task/.test(await state(view)), 'the stop before the first task');
  same(program.output(), '', 'nothing has run');
  await view.evaluate('document.activeElement?.blur()');
  const steps = async (key, words) => {
    await view.key(key);
    await until(async () => new RegExp(`stands before a ${words}`).test(await state(view)), `${key}: ${words}`);
  };
  await view.key('t');
  await until(() => program.output().includes('text'), 'the text');
  await until(async () => /stands before a task/.test(await state(view)) && /timer/.test(await view.now()), 'the first timer');
  await steps('c', 'call');
  const frames = (await view.tree()).items('Frames, innermost first');
  same(/steps\.mjs:3/.test(frames.join(' ')), true, `the place of the call: ${frames}`);
  await steps('c', 'call');
  const bindings = await view.evaluate("[...document.querySelectorAll('#heap > .bindings > dt')].map((name) => `${name.textContent} ${name.nextElementSibling.textContent}`).join()");
  same(/(^|,)n 1(,|$)/.test(bindings), true, `what the call gets: ${bindings}`);
  await steps('m', 'microtask');
  same(program.output().includes('job'), false, 'the job has not run');
  await steps('t', 'task');
  same(program.output().includes('job 3'), true, 'the job has run');
  // Back in what was recorded while the program stands, and forward again.
  await view.key('T');
  same(await view.evaluate('document.getElementById("live-follow").hidden'), false, 'no longer following');
  await view.key('l');
  await view.key('p');
  same(await program.ended, 0, 'the exit code');
  same(program.output().includes('second'), true, 'all has run');
  same(replay(program.record).stdout, program.output(), 'the replay');
  await view.close();
});

await check('a loop without end is stopped, and goes on when the page closes', async () => {
  const program = await watch('loop', `let n = 0; const end = Date.now() + 6000; console.log('begins'); while (Date.now() < end) n += 1; console.log('done');`);
  const view = await open(program.address);
  await until(async () => /runs/.test(await state(view)), 'the program runs');
  await view.evaluate('document.getElementById("live-unit").value = "call"');
  await view.evaluate('document.getElementById("live-pause").click()');
  await until(async () => /stands before a call/.test(await state(view)), 'the stop in the loop');
  await view.close();
  same(await program.ended, 0, 'the exit code');
  same(program.output().endsWith('done\n'), true, 'the program has gone on');
});

await check('the page never holds the program up, and says how far it is behind', async () => {
  const program = await watch('busy', `let n = 0; const again = () => { n += 1; if (n < 30000) Promise.resolve(n).then(() => setImmediate(again)); else console.log('done'); }; again();`);
  const view = await open(program.address);
  same(await program.ended, 0, 'the exit code');
  await until(async () => /^ended with code 0$/.test(await state(view)), 'the end, with nothing behind', 30_000);
  same(/^(\d+) of \1 turns agree/.test(await view.evaluate('document.getElementById("truth").textContent')), true, 'turns that agree');
  await view.close();
});

await check('who has no key gets nothing', async () => {
  const program = await watch('guard', 'setTimeout(() => {}, 60000);');
  const { origin, searchParams } = new URL(program.address);
  const status = async (path, init = {}) => (await fetch(origin + path, init)).status;
  same(await status('/'), 200, 'the page itself');
  same(await status('/stream'), 403, 'the stream without a key');
  same(await status('/command', { method: 'POST', body: '{}' }), 403, 'a command without a key');
  same(await status('/session', { method: 'POST', body: 'guess' }), 403, 'a guessed token');
  same(await status('/session', { method: 'POST', body: searchParams.get('token'), headers: { origin: 'http://example.com' } }), 403, 'another origin');
  const key = await (await fetch(`${origin}/session`, { method: 'POST', body: searchParams.get('token') })).text();
  same(await status('/session', { method: 'POST', body: searchParams.get('token') }), 403, 'a spent token');
  same(await status('/command', { method: 'POST', body: '{"do":"rm"}', headers: { 'x-jenny-key': key } }), 400, 'an unknown command');
  const policy = (await fetch(origin)).headers.get('content-security-policy');
  same(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; .*connect-src 'self'; frame-ancestors 'none'$/.test(policy), true, policy);
  program.child.kill();
  await program.ended;
});

await closeBrowser();
rmSync(folder, { recursive: true, force: true });
finish();
