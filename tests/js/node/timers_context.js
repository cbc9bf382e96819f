//! Timers, their promises, async context, diagnostics channels and histograms.
// env: NODE_NO_WARNINGS=1
const timers = require('node:timers');
const tp = require('node:timers/promises');
const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require('node:async_hooks');
const dc = require('node:diagnostics_channel');
const { createHistogram } = require('node:perf_hooks');
const util = require('node:util');

const t = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.code, e.message); } };
t(() => timers.setTimeout('x'));
t(() => timers.setImmediate());
t(() => Object.keys(timers).sort().join());
t(() => Object.keys(tp).sort().join());
const timer = timers.setTimeout(() => {}, 5);
t(() => [timer.hasRef(), timer.unref().hasRef(), timer.ref() === timer, typeof +timer, timer.constructor.name]);
timers.clearTimeout(timer);
const numbered = timers.setTimeout(() => console.log('never'), 1);
timers.clearTimeout(+numbered);
const im = timers.setImmediate(() => console.log('never'));
t(() => [im.hasRef(), im.constructor.name]);
timers.clearImmediate(im);
timers.clearTimeout(undefined);
timers.clearTimeout(null);
timers.clearTimeout({});

(async () => {
  console.log(await tp.setTimeout(1, 'v'), await tp.setImmediate('i'), await tp.setTimeout(1));
  console.log(await util.promisify(timers.setTimeout)(1, 'pv'));
  const ac = new AbortController();
  const p = tp.setTimeout(1000, null, { signal: ac.signal });
  ac.abort();
  await p.catch((e) => console.log(e.name, e.code, e.message));
  await tp.setTimeout('x').catch((e) => console.log(e.code, e.message));
  await tp.setTimeout(1, 2, { ref: 5 }).catch((e) => console.log(e.code, e.message));
  let n = 0;
  for await (const v of tp.setInterval(1, 'tick')) { console.log(v); if (++n === 3) break; }
  n = 0;
  await new Promise((resolve) => { const i = timers.setInterval((a) => { console.log('interval', a); if (++n === 2) { timers.clearInterval(i); resolve(); } }, 1, 'arg'); });
  const order = [];
  await new Promise((resolve) => {
    timers.setImmediate(() => order.push('immediate'));
    process.nextTick(() => order.push('tick'));
    Promise.resolve().then(() => order.push('micro'));
    queueMicrotask(() => order.push('micro2'));
    timers.setTimeout(() => { order.push('timeout'); resolve(); }, 5);
    order.push('sync');
  });
  console.log(order.join());

  const als = new AsyncLocalStorage();
  console.log(als.getStore(), als.run(1, () => als.getStore()), als.run(1, (a) => als.run(2, () => als.getStore() + a), 10), als.getStore());
  await als.run('ctx', async () => {
    await null;
    console.log('after await', als.getStore());
    await new Promise((r) => timers.setTimeout(() => { console.log('in timer', als.getStore()); r(); }, 1));
    await new Promise((r) => timers.setImmediate(() => { console.log('in immediate', als.getStore()); r(); }));
    await new Promise((r) => process.nextTick(() => { console.log('in tick', als.getStore()); r(); }));
    als.exit(() => console.log('exit', als.getStore()));
  });
  const snap = als.run('snap', () => AsyncLocalStorage.snapshot());
  console.log(snap(() => als.getStore()));
  const bound = als.run('bound', () => AsyncResource.bind(() => als.getStore()));
  console.log(bound(), bound.length);
  const res = als.run('res', () => new AsyncResource('R'));
  console.log(res.runInAsyncScope((a, b) => [als.getStore(), a, b], null, 1, 2), typeof res.asyncId(), typeof executionAsyncId());
  als.enterWith('entered');
  console.log(als.getStore());
  als.disable();
  console.log(als.getStore());
  try { als.run(1, () => { throw new Error('in run'); }); } catch (e) { console.log(e.message, als.getStore()); }
  t(() => new AsyncResource(5));

  const ch = dc.channel('c');
  console.log(ch.hasSubscribers, ch.name, dc.channel('c') === ch);
  const sub = (m, name) => console.log('msg', m, name);
  dc.subscribe('c', sub);
  ch.publish({ a: 1 });
  console.log(ch.hasSubscribers, dc.unsubscribe('c', sub), dc.unsubscribe('c', sub), dc.hasSubscribers('c'));
  const tc = dc.tracingChannel('t');
  tc.subscribe({ start: (m) => console.log('start', Object.keys(m).join()), end: (m) => console.log('end', Object.keys(m).join()), error: (m) => console.log('error', m.error.message), asyncStart: (m) => console.log('astart', m.result), asyncEnd: () => console.log('aend') });
  console.log(tc.traceSync((x) => x + 1, { id: 1 }, null, 4));
  try { tc.traceSync(() => { throw new Error('ts'); }, {}); } catch (e) { console.log(e.message); }
  console.log(await tc.tracePromise(async () => 7, {}));
  tc.traceCallback((cb) => cb(null, 'r'), 0, {}, null, (e, r) => console.log('cb', e, r));
  ch.bindStore(als, (d) => d.v);
  ch.runStores({ v: 'stored' }, () => console.log(als.getStore()));
  t(() => dc.channel(5));
  const h = createHistogram();
  for (let i = 1; i <= 100; i++) h.record(i);
  console.log(h.min, h.max, h.mean, h.percentile(50), h.count);
  t(() => h.record(0));
})();
