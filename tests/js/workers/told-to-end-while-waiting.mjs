// A Worker whose loop waits, with no task to come for a long time, ends when it is told to, when its owner ends, and at its limit.
import { Worker as Thread } from 'node:worker_threads';
import { once } from 'node:events';

const waits = 'setInterval(() => {}, 1e8);';
const thread = new Thread(waits, { eval: true });
await once(thread, 'online');
await new Promise((resolve) => setTimeout(resolve, 30));
console.log('terminated', await thread.terminate());

const owner = new Thread(`
  const { Worker, parentPort } = require('node:worker_threads');
  const inner = new Worker(\`
    require('node:worker_threads').parentPort.unref();
    new BroadcastChannel('alive').onmessage = (event) => event.target.postMessage('here');
    ${waits}
  \`, { eval: true });
  inner.on('online', () => setTimeout(() => parentPort.postMessage('begun'), 30));
`, { eval: true });
await once(owner, 'message');
console.log('owner', await owner.terminate());
const channel = new BroadcastChannel('alive');
channel.onmessage = () => console.log('the inner one lives on');
await new Promise((resolve) => setTimeout(resolve, 50));
channel.postMessage('?');
await new Promise((resolve) => setTimeout(resolve, 30));
channel.close();

// A Web Worker past its limit of time is an error event, and its end.
const web = new Worker('data:text/javascript,for(;;);', { limits: { cpuMs: 30 } });
const event = await new Promise((resolve) => { web.onerror = (event) => { event.preventDefault(); resolve(event); }; });
console.log(event.type, event.message, event.error instanceof Error);
await new Promise((resolve) => web.addEventListener('close', resolve));
console.log('closed');
