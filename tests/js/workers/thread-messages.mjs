// What node:worker_threads adds: standard input, messages between threads, times of event loops, what is transferred and what is not.
import { once } from 'node:events';
import {
  Worker, MessageChannel, isMarkedAsUntransferable, markAsUntransferable, moveMessagePortToContext, postMessageToThread, threadId,
} from 'node:worker_threads';
import { createRequire } from 'node:module';

// Standard input.
const reader = new Worker('process.stdin.setEncoding("utf8"); let all = ""; process.stdin.on("data", (it) => { all += it; }).on("end", () => require("worker_threads").parentPort.postMessage(all));', { eval: true, stdin: true });
reader.stdin.write('grüße, ');
reader.stdin.end('world');
console.log((await once(reader, 'message'))[0], (await once(reader, 'exit'))[0]);
const without = new Worker('process.stdin.on("end", () => console.log("no input")).resume();', { eval: true });
console.log(without.stdin, (await once(without, 'exit'))[0]);

// From thread to thread.
const hearing = new Worker(`
  const { parentPort, postMessageToThread, threadId } = require('worker_threads');
  process.on('workerMessage', (value, source) => {
    if (value === 'throw') throw new Error('no');
    if (value === 'stuck') for (;;);
    if (value.port) return value.port.postMessage('through a port');
    parentPort.postMessage([value, source, threadId > 0]);
  });
  parentPort.on('message', (to) => postMessageToThread(to, 'from a Worker').then(() => parentPort.postMessage('heard')));
  parentPort.postMessage('ready');
`, { eval: true });
await once(hearing, 'message');
const told = once(hearing, 'message');
await postMessageToThread(hearing.threadId, { some: 'thing' });
console.log((await told)[0]);
const { port1, port2 } = new MessageChannel();
const through = once(port1, 'message');
await postMessageToThread(hearing.threadId, { port: port2 }, [port2]);
console.log((await through)[0]);
port1.close();
const heard = once(process, 'workerMessage');
const answered = once(hearing, 'message');
hearing.postMessage(threadId);
console.log((await heard)[0], (await heard)[1] === hearing.threadId, (await answered)[0]);
for (const [to, value, ...rest] of [[hearing.threadId, 'throw'], [123456, 1], [threadId, 1], [hearing.threadId, 'stuck', [], 30]]) {
  console.log(await postMessageToThread(to, value, ...rest).catch((error) => error.code));
}
await hearing.terminate();

// Times of event loops.
const idle = new Worker('const { parentPort } = require("worker_threads"); parentPort.on("message", () => parentPort.postMessage("here"));', { eval: true });
// What has answered waits.
idle.postMessage('there?');
await once(idle, 'message');
await new Promise((resolve) => setTimeout(resolve, 120));
const since = idle.performance.eventLoopUtilization();
await new Promise((resolve) => setTimeout(resolve, 60));
const { idle: waited, utilization } = idle.performance.eventLoopUtilization(since);
console.log(since.idle > 0, waited > 30, utilization < 0.5);
await idle.terminate();
console.log(idle.performance.eventLoopUtilization());
const mine = performance.eventLoopUtilization?.() ?? (await import('node:perf_hooks')).performance.eventLoopUtilization();
console.log(mine.idle > 100, mine.active > 0);

// Streams change hands.
const pump = new Worker(`
  const { parentPort } = require('worker_threads');
  parentPort.on('message', async ({ readable, writable, transform }) => {
    await readable.pipeThrough(transform).pipeTo(writable);
    parentPort.close();
  });
`, { eval: true });
const readable = new ReadableStream({ start(c) { c.enqueue('a'); c.enqueue({ b: [1n] }); c.close(); } });
const got = [];
let finished;
const ended = new Promise((resolve) => { finished = resolve; });
const writable = new WritableStream({ write(chunk) { got.push(chunk); }, close() { finished(); } });
const transform = new TransformStream({ transform(chunk, c) { c.enqueue([chunk]); } });
pump.postMessage({ readable, writable, transform }, [readable, writable, transform]);
console.log(readable.locked, writable.locked, transform.readable.locked);
await ended;
console.log(got);

// What stays.
const kept = new ArrayBuffer(4);
markAsUntransferable(kept);
console.log(isMarkedAsUntransferable(kept), isMarkedAsUntransferable(new ArrayBuffer(1)));
const pair = new MessageChannel();
try { pair.port1.postMessage(kept, [kept]); } catch (error) { console.log(error.name, kept.byteLength); }
try { moveMessagePortToContext(pair.port1, {}); } catch (error) { console.log(error.code); }
pair.port1.close();

// Our own modules have a scheme of their own.
const require = createRequire(import.meta.url);
for (const name of ['jenny:parallel', 'node:jenny:parallel']) {
  try { console.log(name, typeof require(name).Pool); } catch (error) { console.log(error.code); }
}
process.exit(0);
