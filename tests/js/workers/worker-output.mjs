// A Worker's output at its owner, variables that both share, and the path of what cannot be cloned.
import { Worker, SHARE_ENV } from 'node:worker_threads';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';

let worker = new Worker('console.log("out", 1); console.error("err"); process.stdout.write("more\\n");', { eval: true, stdout: true, stderr: true });
console.log(await Promise.all([text(worker.stdout), text(worker.stderr)]));
worker = new Worker('process.stdout.write("only this"); setTimeout(() => process.stdout.write(" and this"), 5);', { eval: true, stdout: true });
console.log(await text(worker.stdout));

process.env.SHARED_ONE = 'before';
worker = new Worker('process.env.SHARED_TWO = process.env.SHARED_ONE + " after"; delete process.env.SHARED_ONE;', { eval: true, env: SHARE_ENV });
await once(worker, 'exit');
console.log(process.env.SHARED_ONE, process.env.SHARED_TWO);
worker = new Worker('process.env.SHARED_TWO = "own";', { eval: true });
await once(worker, 'exit');
console.log(process.env.SHARED_TWO);

for (const value of [() => {}, { list: [1, { callback() {} }] }, new Map([['key', Symbol('x')]])]) {
  try {
    structuredClone(value);
  } catch (error) {
    console.log(error.name, error.message, error.path);
  }
}
