// import() of what is no module, in numbers.
const results = [];
const settle = async (name, f) => {
  try { await f(); results.push(name + ' fulfilled'); } catch (error) { results.push(name + ' ' + (error instanceof Error ? 'rejected' : typeof error)); }
};
await settle('symbol', () => import(Symbol()));
await settle('throws', () => import({ toString() { throw 1; } }));
await settle('missing', () => import('./no-such-file.mjs'));
await settle('options', () => import('x', { get with() { throw new EvalError(); } }));
await settle('attributes', () => import('x', { with: { type: 1 } }));
await settle('long', () => import('./' + 'a'.repeat(100000)));
await settle('nul', () => import('./a\0b.mjs'));
await settle('data', () => import('data:text/javascript,export default 1'));
await settle('syntax', () => import('data:text/javascript,export default ('));
const many = await Promise.allSettled(Array.from({ length: 500 }, (_, i) => import('./none-' + (i % 7) + '.mjs')));
console.log(results.join('\n'));
console.log(many.filter((r) => r.status === 'rejected').length);
