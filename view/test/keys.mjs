// The page by keys alone, and what axe-core says of it: keys.mjs FOLDER [AXE]. AXE is axe.min.js; without it only the keys are tried.
//
// The script goes through every command of the page's own list; a command that is not tried here fails the test.

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AgentRun } from '../src/run.js';
import { sentence } from '../src/words.js';
import { closeBrowser, open, recordOf } from './_browser.mjs';
import { check, finish, same } from './_check.mjs';

const [folder, axe] = [resolve(process.argv[2]), process.argv[3]];
const page = join(folder, 'tour.html');
const url = pathToFileURL(page).href;

await check('every command by its key', async () => {
  const record = await recordOf(page);
  const runs = record.agents.map((agent) => new AgentRun(agent));
  const [run] = runs;
  const view = await open(url);
  const tried = new Set();
  const press = async (key, words = key) => {
    tried.add(words);
    await view.key(key);
  };
  const heard = async (place, what) => same(await view.now(), place > 0 ? sentence(run, run.events[place - 1]) : 'Before the first event.', what);
  await view.evaluate('document.activeElement?.blur()');

  await press('Home');
  await heard(0, 'Home');
  await press('End');
  await heard(run.length, 'End');
  let place = run.length;
  const steps = [['←', 'ArrowLeft', 'event', -1], ['→', 'ArrowRight', 'event', 1], ['Shift m', 'M', 'microtask', -1], ['m', 'm', 'microtask', 1],
    ['Shift t', 'T', 'task', -1], ['t', 't', 'task', 1], ['Shift r', 'R', 'turn', -1], ['r', 'r', 'turn', 1]];
  for (const [words, key, unit, direction] of steps) {
    for (let n = 0; n < 2; n += 1) {
      await press(key, words);
      place = run.step(place, unit, direction);
      await heard(place, `${words} once more`);
    }
  }
  // A record without calls and statements has none to step by: nothing moves.
  for (const [words, key] of [['c', 'c'], ['Shift c', 'C'], ['s', 's'], ['Shift s', 'S']]) {
    await press(key, words);
    await heard(place, words);
  }

  // From the middle: to the cause and back to other moments of the same thing.
  const timer = [...run.tasks.values()].find((task) => task.source === 'timer' && task.startAt >= 0);
  await view.seek(run.events[timer.startAt].seq);
  place = timer.startAt + 1;
  const why = run.why({ type: 'task', number: timer.task });
  await press('0');
  await heard(why.find(({ at }) => at + 1 < place).at + 1, 'to the cause');
  await view.seek(run.events[timer.startAt].seq);
  for (const [key, at] of [['1', timer.queuedAt], ['2', timer.startAt], ['3', timer.endAt]]) {
    await press(key);
    await heard(at + 1, `jump ${key}`);
    await view.seek(run.events[timer.startAt].seq);
  }
  const operation = [...run.operations.values()].find(({ kind, readyAt, endAt }) => kind === 'file' && readyAt >= 0 && endAt >= 0);
  await view.seek(run.events[operation.startAt].seq);
  await view.evaluate(`document.querySelector('button[data-thing="operation ${operation.operation}"]').click()`);
  await view.evaluate('document.activeElement.blur()');
  await press('4');
  await view.evaluate('document.getElementById("unselect")?.click(); document.activeElement.blur()');
  await heard(operation.endAt + 1, 'jump 4: the end of an operation');

  // Marks are in the address, so that it can be given to somebody.
  await view.seek(run.events[10].seq);
  await press('b');
  await view.seek(run.events[20].seq);
  await press('b');
  await press('[');
  await heard(11, 'previous bookmark');
  await press(']');
  await heard(21, 'next bookmark');
  await new Promise((done) => setTimeout(done, 400));
  same(new URLSearchParams((await view.evaluate('location.hash')).slice(1)).get('marks'), `${run.events[10].seq},${run.events[20].seq}`, 'marks in the address');
  await press('b');
  same((await view.tree()).nodes.filter((node) => /^★/.test(node.name?.value ?? '') && node.role?.value === 'button').length, 1, 'bookmarks after one was taken away');

  // Play, faster and slower, and stop.
  const speed = () => view.evaluate("document.getElementById('speed').value");
  const first = await speed();
  await press('+');
  same((await speed()) !== first, true, 'faster');
  await press('-');
  same(await speed(), first, 'slower');
  const before = await view.position();
  await press(' ', 'Space');
  await new Promise((done) => setTimeout(done, 900));
  await press(' ', 'Space');
  const stopped = await view.position();
  same(stopped !== before, true, 'playing moves');
  await new Promise((done) => setTimeout(done, 500));
  same(await view.position(), stopped, 'and stops');

  // The question, and its answer by keys.
  await press('Home');
  await press('n');
  const next = run.nextToRun(0);
  same((await view.tree()).items('Answers').at(-1), 'Nothing more runs', 'the question is asked');
  await view.evaluate(`document.querySelector('[data-answer="${next.context.type} ${next.context.number}"]').focus()`);
  await view.key('Enter');
  same(await view.evaluate('document.querySelector(".verdict").textContent.startsWith("Right.")'), true, 'the verdict');
  await view.evaluate('document.activeElement.blur()');
  await press('n');

  // Focus: Why, the filter; dialogs; selection.
  await view.seek(run.events[timer.startAt].seq);
  await press('w');
  same(await view.evaluate('document.activeElement.closest("#why") !== null'), true, 'the focus is in Why');
  await press('/');
  same(await view.evaluate('document.activeElement.id'), 'filter', 'the focus is in the filter');
  for (const letter of 'timer') await view.key(letter);
  const shown = (await view.tree()).items('Events around this place');
  same(shown.length > 0 && shown.every((words) => /timer/i.test(words)), true, 'only events of timers are shown');
  await view.evaluate("{ const it = document.getElementById('filter'); it.value = ''; it.dispatchEvent(new Event('input')); it.blur(); }");
  await view.evaluate('document.querySelector("[data-thing]").click()');
  await view.evaluate('document.activeElement.blur()');
  await press('Escape', 'Esc');
  same(await view.evaluate('document.getElementById("unselect") === null'), true, 'nothing is selected');
  await press('?');
  const commands = await view.evaluate("[...document.querySelectorAll('#keylist kbd')].map((key) => key.textContent)");
  same(await view.evaluate("document.getElementById('keys').open"), true, 'the list of keys is open');
  await view.key('Escape');
  same(await view.evaluate("document.getElementById('keys').open"), false, 'and closed');

  // Theme and agents; what belongs to watching does nothing in a record.
  const theme = () => view.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await theme();
  await press('d');
  same((await theme()) !== light, true, 'the theme changes');
  await press('d');
  for (const key of ['p', 'l']) {
    const at = await view.position();
    await press(key);
    same(await view.position(), at, `${key} in a record`);
  }
  await press('a');
  same(await view.evaluate("document.querySelector('#agents [aria-pressed=true]').textContent"), 'worker 1', 'the next agent');
  same(commands.filter((key) => !tried.has(key)), [], 'commands that were not tried');
  same(view.errors, [], 'errors of the page');
  await view.close();
});

await check('the focus goes to every control by Tab, and is never caught', async () => {
  const view = await open(url);
  const count = await view.evaluate(`[...document.querySelectorAll('button, select, input, summary, [tabindex="0"]')].filter((it) => it.checkVisibility() && !it.disabled).length`);
  const seen = new Set();
  for (let n = 0; n < count + 40; n += 1) {
    await view.key('Tab');
    seen.add(await view.evaluate(`[...document.querySelectorAll('*')].indexOf(document.activeElement)`));
  }
  same(seen.size >= count, true, `controls reached: ${seen.size} of ${count}`);
  await view.close();
});

if (axe) {
  const source = readFileSync(axe, 'utf8');
  const states = {
    'at the beginning': async (view) => view.key('Home'),
    'in the middle': async (view) => { await view.key('End'); for (let n = 0; n < 6; n += 1) await view.key('T'); await view.key('b'); },
    'with a question': async (view) => view.key('n'),
    'with the list of keys': async (view) => view.key('?'),
  };
  const looks = {
    light: [{ name: 'prefers-color-scheme', value: 'light' }],
    dark: [{ name: 'prefers-color-scheme', value: 'dark' }],
    'forced colours': [{ name: 'forced-colors', value: 'active' }],
  };
  for (const [look, features] of Object.entries(looks)) {
    for (const [state, reach] of Object.entries(states)) {
      await check(`axe-core, ${look}, ${state}`, async () => {
        const view = await open(url);
        await view.tell('Emulation.setEmulatedMedia', { features: [...features, { name: 'prefers-reduced-motion', value: 'reduce' }] });
        await view.evaluate('document.activeElement?.blur()');
        await reach(view);
        // Colours that fade would be measured half-way.
        await new Promise((done) => setTimeout(done, 300));
        await view.evaluate(source);
        const violations = await view.evaluate('axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} [${node.failureSummary.slice(0, 200)}]`).join(" | ")}`))');
        same(violations, [], 'violations');
        await view.close();
      });
    }
  }
}

await closeBrowser();
finish();
