// Opens pages in Chromium and reads what is shown through the accessibility tree: page.mjs FOLDER. Says "not run" without Chromium.
//
// The numbers of operations, tasks and jobs that a reader of the screen hears are counted and hashed as docs/trace.md says, and must be what
// the loop itself wrote at the end of the turn: forward, at random turns, and stepping back.

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AgentRun } from '../src/run.js';
import { sentence } from '../src/words.js';
import { closeBrowser, open, recordOf, shownDigest } from './_browser.mjs';
import { check, finish, same } from './_check.mjs';

async function shownTurn(view, run, at) {
  const event = run.events[at];
  const shown = await shownDigest(view);
  if (/^0+$/.test(event.hash)) shown.hash = event.hash;
  same(shown, Object.fromEntries(Object.keys(shown).map((name) => [name, event[name]])), `what is shown at turn ${event.turn}`);
}

const folder = resolve(process.argv[2]);
const files = readdirSync(folder).filter((name) => name.endsWith('.html') && name !== 'large.html').sort();

for (const file of files) {
  await check(`${file} shows the truth`, async () => {
    const record = await recordOf(join(folder, file));
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
    const run = new AgentRun((await recordOf(join(folder, files[0]))).agents[0]);
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

await closeBrowser();
finish();
