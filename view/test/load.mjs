// A large record: load.mjs FOLDER. A million events open, any place of them is shown, and the page stays under 500 MB. How long that took is
// printed: the processor time of the page's thread until the picture has been drawn, which other programs on the machine do not add to, and
// beside it the time on the clock until the page is laid out.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { closeBrowser, open } from './_browser.mjs';
import { check, finish, same } from './_check.mjs';

const page = join(resolve(process.argv[2]), 'large.html');

await check('a million events', async () => {
  same(existsSync(page), true, 'the page is made');
  const view = await open(pathToFileURL(page).href, (tell) => tell('Performance.enable', { timeDomain: 'threadTicks' }));
  // Its tree is kept for nobody here: keeping it costs a third of a seek.
  await view.tell('Accessibility.disable');
  /** Milliseconds of processor time that the page's thread has spent. */
  const spent = async () => {
    const { metrics } = await view.tell('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  const opened = await spent();
  const clock = await view.evaluate("performance.getEntriesByName('jenny-ready')[0].startTime");
  const events = await view.evaluate('Number(document.getElementById("scrubber").max)');
  same(events >= 1_000_000, true, `events: ${events}`);
  const [times, clocks] = [[], []];
  let random = 99;
  for (let n = 0; n < 100; n += 1) {
    random = (random * 1103515245 + 12345) % 2147483648;
    const place = Math.floor((random / 2147483648) * events);
    await view.evaluate('new Promise((done) => setTimeout(done, 100))');
    const before = await spent();
    clocks.push(await view.evaluate(`new Promise((done) => {
      history.replaceState(null, '', '#seq=${place}');
      const from = performance.now();
      dispatchEvent(new HashChangeEvent('hashchange'));
      document.body.offsetHeight;
      const laidOut = performance.now() - from;
      requestAnimationFrame(() => setTimeout(() => done(laidOut), 0));
    })`));
    times.push((await spent()) - before);
    // An event is shown as it has happened.
    same(await view.evaluate('Number(document.getElementById("scrubber").value)'), place + 1, 'the place that is shown');
  }
  const sorted = (list) => [...list].sort((a, b) => a - b);
  await view.tell('HeapProfiler.collectGarbage');
  const { metrics } = await view.tell('Performance.getMetrics');
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize').value;
  const [median, worst] = [sorted(times)[50], sorted(times)[99]];
  console.log(`${events} events: open ${opened.toFixed(0)} ms (${clock.toFixed(0)} on the clock), seek ${median.toFixed(1)} ms, worst of 100 ${worst.toFixed(1)} ms (${sorted(clocks)[50].toFixed(1)} and ${sorted(clocks)[99].toFixed(1)} on the clock), heap ${(heap / 1e6).toFixed(0)} MB`);
  same(heap < 500e6, true, `heap ${heap}`);
  same([opened < 3000, median < 50], [true, true], `processor time: open ${opened}, seek ${median}`);
  same(view.errors, [], 'errors of the page');
  await view.close();
});

await closeBrowser();
finish();
