// The twenty programs of examples/learn as the page shows them: learn.mjs FOLDER. For each line of output, what runs then, as the call
// stack's panel says it to a reader of the screen, must be what learn.json says, which was written by hand from the standards' rules.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { closeBrowser, open } from './_browser.mjs';
import { check, finish, same } from './_check.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2]);

/** What the innermost running thing is called: "task 3 (timer)" gives its source, a job or a tick its kind. */
function kindOf(name) {
  const task = /^task \d+ \(([^)]*)\)/i.exec(name);
  return task ? task[1] : /^(job|tick) /i.exec(name)?.[1].toLowerCase() ?? 'nothing';
}

for (const [name, expected] of Object.entries(JSON.parse(readFileSync(join(here, 'learn.json'), 'utf8')))) {
  await check(name, async () => {
    const file = join(folder, `${name}.html`);
    same(existsSync(file), true, 'its page is made');
    const view = await open(pathToFileURL(file).href);
    // From the first event on, by the key for the next event, filtered to output: each stop is a line that is printed.
    await view.key('/');
    for (const letter of 'prints:') await view.key(letter);
    await view.evaluate('document.activeElement?.blur()');
    await view.key('Home');
    const found = [];
    for (let n = 0; n < expected.length + 5; n += 1) {
      const before = await view.position();
      await view.key('ArrowRight');
      if ((await view.position()) === before) break;
      const said = /^Prints: ([^]*)$/.exec(await view.now());
      if (!said) continue;
      const { items } = await view.tree();
      const running = items('Frames, innermost first').filter((item) => /^(task|job|tick) \d/i.test(item));
      found.push([running.length ? kindOf(running[0]) : 'nothing', said[1]]);
    }
    same(found, expected, 'what runs as each line is printed');
    const printed = (await view.tree()).items('Output').map((line) => line.replace(/ stderr$/, ''));
    same(printed.slice(-expected.length), expected.map(([, text]) => text), 'the console');
    same(view.errors, [], 'errors of the page');
    await view.close();
  });
}

await closeBrowser();
finish();
