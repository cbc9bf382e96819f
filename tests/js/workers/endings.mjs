// timeout: 60
// gc-stress-every: 5000
// Workers end when told to, whatever they are at, and at the limits that they have.
import { Worker } from 'node:worker_threads';
import { once } from 'node:events';

const stuck = {
  loop: 'for (;;);',
  caught: 'for (;;) { try { for (;;); } catch {} finally { continue; } }',
  recursion: 'function f() { try { f(); } catch {} try { f(); } catch {} } for (;;) f();',
  wait: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
  regexp: 'const text = "ab".repeat(30); for (;;) /^(?:(a|b|ab)*?\\1)*$/.test(text + "c");',
  sort: 'const list = new Float64Array(2e6).map((_, i) => (i * 7919) % 2000003); for (;;) { list.sort(); list.reverse(); }',
  json: 'const text = "[" + "[1,2],".repeat(3e5) + "1]"; for (;;) JSON.parse(text);',
  bigint: 'const n = (1n << 20000000n) - 1n; for (;;) n * n;',
  digits: '((1n << 50000000n) - 1n).toString();',
  parse: 'BigInt("9".repeat(2e7));',
  promises: '(function again() { Promise.resolve().then(again); })();',
  awaits: '(async () => { for (;;) await 0; })();',
  ticks: '(function again() { process.nextTick(again); })();',
  files: 'const fs = require("fs"); for (;;) fs.statSync("/");',
  child: 'require("child_process").spawnSync("sleep", ["100"]);',
  clone: 'const list = Array.from({ length: 3e5 }, (_, i) => ({ i })); for (;;) structuredClone(list);',
  dispose: '{ using end = { [Symbol.dispose]() { for (;;); } }; }',
  idle: 'require("worker_threads").parentPort.on("message", () => {});',
  nested: 'const { Worker } = require("worker_threads"); new Worker("for (;;);", { eval: true }); for (;;);',
};
for (const [name, code] of Object.entries(stuck)) {
  const worker = new Worker(code, { eval: true });
  worker.on('error', (error) => console.log(name, error.message));
  await once(worker, 'online');
  await new Promise((resolve) => setTimeout(resolve, 60));
  console.log(name, worker.threadId !== -1, await worker.terminate());
}

// At every possible moment.
let codes = 0;
const all = [];
for (let i = 0; i < 200; i++) {
  const worker = new Worker(['for (;;);', 'setInterval(() => {}, 1);', 'require("fs").readFileSync("/proc/self/stat");', 'require("worker_threads").parentPort.postMessage([1]);'][i % 4], { eval: true });
  worker.on('error', () => {});
  all.push(new Promise((resolve) => setTimeout(resolve, Math.random() * 8)).then(() => worker.terminate()).then(() => codes++));
  if (i % 10 === 0) await Promise.all(all);
}
await Promise.all(all);
console.log(codes);

// Limits: the owner is told, and nothing else is hurt.
const ended = async (code, resourceLimits) => {
  const worker = new Worker(code, { eval: true, resourceLimits });
  let error;
  worker.on('error', (it) => { error = it; });
  const exit = await new Promise((resolve) => worker.on('exit', resolve));
  console.log(exit, error.name, error.code, error.message);
};
await ended('const list = []; for (;;) list.push(new Array(1000).fill(1));', { maxOldGenerationSizeMb: 20 });
await ended('(function deep() { deep(); })();', { stackSizeMb: 1 });
await ended('for (;;);', { cpuTimeMs: 40 });
await ended('setTimeout(() => { for (;;); }, 5);', { cpuTimeMs: 40 });
