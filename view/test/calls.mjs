// Calls and statements that a replay tells, and what they hold, as the page shows them: calls.mjs FOLDER JENNY. A record without calls is replayed with them;
// then the page steps by call, and the bindings of the selected call and the objects that they reach are read from the accessibility tree.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { closeBrowser, open } from './_browser.mjs';
import { check, finish, same } from './_check.mjs';

const [folder, jenny] = process.argv.slice(2, 4).map((path) => resolve(path));
const at = (name) => join(folder, name);
/** Lines of calls/statements.mjs in the order in which they run, by hand; 0 where nothing runs. A `for` is told whole, then each test and step. */
const STATEMENTS = [5, 6, 6, 7, 8, 3, 6, 6, 7, 8, 3, 6, 6, 10, 11, 0];
/** What `sum` holds before them; `double` does not see it. */
const SUMS = ['not initialised yet', '0', undefined, '2', undefined, '6'];
const run = (...words) => execFileSync(jenny, words, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });

await check('a replay tells the calls, and the page steps by them', async () => {
  const printed = run('trace', '-o', at('calls.jtrace'), join(import.meta.dirname, 'calls/program.mjs'));
  same(run('replay', '--calls', '-o', at('calls.detail.jtrace'), at('calls.jtrace')), printed, 'what the replay prints');
  run('trace', '--check', at('calls.detail.jtrace'));
  run('view', at('calls.detail.jtrace'), '-o', at('calls.detail.html'));
  const view = await open(pathToFileURL(at('calls.detail.html')).href);
  await view.evaluate('document.activeElement?.blur()');
  await view.key('Home');
  const frames = [];
  for (let n = 0; n < 40; n += 1) {
    const before = await view.position();
    await view.key('c');
    if ((await view.position()) === before) break;
    const { items } = await view.tree();
    frames.push(items('Frames, innermost first').filter((item) => !/^(task|job|tick) \d/i.test(item)).map((item) => item.replace(/\s.*$/, '')));
  }
  const innermost = frames.map(([first]) => first).filter(Boolean);
  same(innermost.filter((name, n) => name !== innermost[n - 1]), ['(top', 'Account', '(top', 'add', 'total', 'report', 'total', 'add', '(top', 'fail', '(top'], 'what is innermost at each step');

  // Where `report` is called: three calls stand around it.
  await view.key('Home');
  for (let n = 0; n < 40; n += 1) {
    await view.key('c');
    if ((await view.tree()).items('Frames, innermost first')[0]?.startsWith('report')) break;
  }
  const members = (selector) => view.evaluate(`Object.fromEntries([...document.querySelectorAll(${JSON.stringify(selector)})].map((name) => [name.textContent, name.nextElementSibling.textContent]))`);
  const select = async (n) => {
    await view.evaluate(`document.querySelector('[data-call="${n}"]').click()`);
    return members('#heap > .bindings > dt');
  };
  same(await select(0), { sum: '5' }, 'what report got');
  const inTotal = await select(1);
  same([inTotal.sum, inTotal.account], ['5', '→ Account'], 'what total holds');
  const accountOf = () => view.evaluate(`[...document.querySelectorAll('#heap > .bindings > dt')].find((name) => name.textContent === 'account').nextElementSibling.querySelector('[data-object]').dataset.object`);
  const account = await accountOf();
  const inAdd = await select(2);
  same([inAdd.amount, inAdd.account, inAdd.entry], ['5', '→ Account', '→ Object'], 'what add holds');
  same(await accountOf(), account, 'both hold the same object');
  same(await members(`#object-${account} dt`), { owner: '"Ada"', log: '→ Array' }, 'the object');
  const objects = (await view.tree()).items('Objects');
  same(objects.some((item) => /^Account #/.test(item)) && objects.some((item) => /amount/.test(item)), true, `objects as they are heard: ${objects}`);
  same(view.errors, [], 'errors of the page');
  await view.close();
});

await check('turns can be chosen, and what was thrown is told', async () => {
  const kinds = (record) => run('trace', '--json', record).trim().split('\n').map((line) => JSON.parse(line)).filter(({ kind, seq }) => /^Call(Enter|Exit)$/.test(kind) && seq !== undefined);
  const all = kinds(at('calls.detail.jtrace'));
  same(all.filter(({ kind }) => kind === 'CallEnter').length, all.filter(({ kind }) => kind === 'CallExit').length, 'each call ends');
  same(all.filter(({ threw }) => threw).length, 1, 'one call throws');
  run('replay', '--calls=5-9', '-o', at('calls.none.jtrace'), at('calls.jtrace'));
  same(kinds(at('calls.none.jtrace')), [], 'no turn of these has calls');
  let refused = 0;
  try {
    run('replay', at('calls.detail.jtrace'));
  } catch (error) {
    refused = error.status;
  }
  same(refused, 1, 'a record without decisions is not replayed');
});

await check('a replay tells the statements, and the current line moves by them', async () => {
  const program = join(import.meta.dirname, 'calls/statements.mjs');
  const printed = run('trace', '-o', at('statements.jtrace'), program);
  same(run('replay', '--statements', '-o', at('statements.detail.jtrace'), at('statements.jtrace')), printed, 'what the replay prints');
  run('trace', '--check', at('statements.detail.jtrace'));
  run('view', at('statements.detail.jtrace'), '-o', at('statements.detail.html'));
  const view = await open(pathToFileURL(at('statements.detail.html')).href);
  await view.evaluate('document.activeElement?.blur()');
  await view.key('Home');
  // The line that a reader of the screen is told to be the current one.
  const current = () => view.evaluate(`Number(document.querySelector('#source li[aria-current="true"]')?.value ?? 0)`);
  const walk = async (key) => {
    const lines = [];
    for (let n = 0; n < 60; n += 1) {
      const before = await view.position();
      await view.key(key);
      if ((await view.position()) === before) break;
      lines.push(await current());
    }
    return lines;
  };
  const forward = await walk('s');
  // The last step goes to the end of the run, where nothing runs.
  same(forward, STATEMENTS, 'lines forward');
  same((await walk('S')).slice(0, -1), [...STATEMENTS.slice(0, -1)].reverse(), 'lines back');
  // The button does the same, and what the line changes is seen at the next one.
  const sums = [];
  for (let n = 0; n < 12; n += 1) {
    await view.evaluate(`document.querySelector('[aria-label="Next statement"]').click()`);
    const bindings = await view.evaluate(`Object.fromEntries([...document.querySelectorAll('#heap > .bindings > dt')].map((name) => [name.textContent, name.nextElementSibling.textContent]))`);
    sums.push(bindings.sum);
  }
  same(sums.filter((sum, n) => sum !== sums[n - 1]), SUMS, 'a variable, statement by statement');
  // A reader of the screen hears where the step led, and the stack there.
  same(await view.now(), 'The top level goes on at line 6.', 'what is said');
  const { items, nodes } = await view.tree();
  same(items('Frames, innermost first')[0], '(top level) statements.mjs:6', 'the stack');
  same(nodes.filter((node) => !node.ignored && node.name?.value === 'Next statement').length, 1, 'the button');
  same(view.errors, [], 'errors of the page');
  await view.close();
});

await check('the heap is looked at where a replay stands', async () => {
  const program = at('heap.mjs');
  writeFileSync(program, "let kept = [];\nfor (let n = 0; n < 2000; n += 1) kept.push({ n, text: `x${n}` });\nconsole.log(kept.length);\n");
  run('trace', '-o', at('heap.jtrace'), program);
  run('replay', '--statements', '-o', at('heap.detail.jtrace'), at('heap.jtrace'));
  const used = (record) => run('trace', '--json', record).trim().split('\n').map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'HeapStats' || kind === 'Gc').map((event) => event.used);
  // The run itself had one turn, so it told of none in the middle of its loop.
  const [before, detail] = [used(at('heap.jtrace')), used(at('heap.detail.jtrace'))];
  same([detail.length > before.length + 2, detail.at(-1) > detail[0]], [true, true], `bytes in use: ${before} and ${detail}`);
  run('view', at('heap.detail.jtrace'), '-o', at('heap.detail.html'));
  const view = await open(pathToFileURL(at('heap.detail.html')).href);
  await view.evaluate('document.activeElement?.blur()');
  await view.key('End');
  await view.key('S');
  const heading = (await view.tree()).nodes.find((node) => !node.ignored && node.role?.value === 'heading' && /^Heap/.test(node.name?.value ?? ''));
  same(/^Heap [\d.]+ [kM]B$/.test(heading?.name.value ?? ''), true, `the heading of the heap: ${heading?.name.value}`);
  same(view.errors, [], 'errors of the page');
  await view.close();
});

await closeBrowser();
finish();
