import { readFile } from 'node:fs/promises';

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

async function work(name, ms) {
  await wait(ms);
  console.log(name);
  return name;
}

process.nextTick(() => console.log('tick'));
setImmediate(() => console.log('immediate'));
queueMicrotask(() => console.log('microtask'));
const never = setTimeout(() => console.log('never'), 60);
const all = Promise.all([work('slow', 12), work('quick', 4)]).then((names) => names.join(' and '));
const text = await readFile(new URL(import.meta.url), 'utf8');
console.log(text.includes('readFile'));
console.log(await all);
clearTimeout(never);
await Promise.reject(new Error('caught')).catch((error) => console.log(error.message));
let rounds = 0;
const interval = setInterval(() => {
  rounds += 1;
  if (rounds === 3) clearInterval(interval);
}, 3);
