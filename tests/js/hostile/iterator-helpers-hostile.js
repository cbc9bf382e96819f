// gc-stress-every: 503
// Iterator helpers over endless and lying iterators.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

function* endless() { for (let i = 0; ; i++) yield i; }
console.log(endless().filter((x) => x % 2).map((x) => x * 2).drop(3).take(2).toArray());
attempt('limit', () => endless().take(-1));
attempt('nan', () => endless().drop(NaN));
attempt('flat string', () => [1].values().flatMap(() => 'ab').toArray());
attempt('flat none', () => [1].values().flatMap(() => 1).toArray());
attempt('reduce', () => [].values().reduce((a) => a));
let deep = [1].values();
for (let i = 0; i < 1e5; i++) deep = deep.map((x) => x);
attempt('deep', () => deep.next().value);
attempt('reenter', () => { const it = Iterator.from({ next() { return it.next(); } }).map((x) => x); return it.next(); });
attempt('zip', () => Iterator.zip([[1], { [Symbol.iterator]() { throw new Error('open'); } }]).next());
attempt('concat', () => Iterator.concat([1], 1));
