// gc-stress-every: 100000
// A Worker inside one parse of a huge source cannot look up: told to end, it is at an end for its owner, and what it held is given back.
import { Worker as Thread } from 'node:worker_threads';

const parse = `const source = 'a = [1, b, "c"];\\n'.repeat(4e6); tell(); new Function(source);`;
const begin = performance.now();
const thread = new Thread(`
  const { parentPort } = require('node:worker_threads');
  const tell = () => parentPort.postMessage('begin');
  navigator.locks.request('mine', async () => { ${parse} });
`, { eval: true });
await new Promise((resolve) => thread.once('message', resolve));
const told = performance.now();
console.log(await thread.terminate(), performance.now() - told < 1500);
console.log(await navigator.locks.request('mine', { ifAvailable: true }, (lock) => lock?.name));

const limited = new Thread(`const tell = () => {}; ${parse}`, { eval: true, resourceLimits: { cpuTimeMs: 300 } });
const error = await new Promise((resolve) => limited.once('error', resolve));
console.log(error.code);
console.log(await new Promise((resolve) => limited.once('exit', resolve)));

const web = new Worker(`data:text/javascript,const tell = () => {}; ${encodeURIComponent(parse)}`, { limits: { cpuMs: 300 } });
console.log(await new Promise((resolve) => { web.onerror = (event) => { event.preventDefault(); resolve(event.message); }; }));
process.exit();
