// A Worker that calls itself for ever, without a loop, ends when it is told to.
import { Worker } from 'node:worker_threads';

const programs = {
  functions: 'function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } fib(70);',
  constructors: 'class A { constructor(n) { if (n) { new A(n - 1); new A(n - 1); } } } new A(70);',
  getters: 'let n = 70; const o = { get x() { if (!n) return 0; n--; const a = o.x + o.x; n++; return a; } }; o.x;',
  callbacks: 'function each(n) { if (n) [1, 2].forEach(() => each(n - 1)); } each(70);',
  generators: 'function* g(n) { if (n) { yield* g(n - 1); yield* g(n - 1); } } g(70).next();',
  patterns: "/^(a+)+\\1$/.test('a'.repeat(40) + 'b');",
  jobs: 'const next = () => { queueMicrotask(next); }; next();',
};

for (const [name, program] of Object.entries(programs)) {
  const worker = new Worker(program, { eval: true });
  await new Promise((resolve) => worker.once('online', resolve));
  await new Promise((resolve) => setTimeout(resolve, 30));
  console.log(name, await worker.terminate());
}
