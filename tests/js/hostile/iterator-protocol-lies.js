// Iterators that break the protocol.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const iterable = (next, extra = {}) => ({ [Symbol.iterator]: () => ({ next, ...extra }) });
attempt('no next', () => [...{ [Symbol.iterator]: () => ({}) }]);
attempt('primitive result', () => [...iterable(() => 1)]);
attempt('primitive iterator', () => [...{ [Symbol.iterator]: () => 1 }]);
attempt('done throws', () => [...iterable(() => ({ get done() { throw new Error('done'); } }))]);
attempt('value throws', () => [...iterable(() => ({ get value() { throw new Error('value'); } }))]);
attempt('return primitive', () => { const [a] = iterable(() => ({ value: 1 }), { return: () => 1 }); return a; });
attempt('return throws', () => { for (const x of iterable(() => ({}), { return() { throw new Error('return'); } })) break; });
attempt('both throw', () => { for (const x of iterable(() => ({}), { return() { throw new Error('return'); } })) throw new Error('body'); });
attempt('map', () => new Map(iterable(() => ({ value: 1 }))));
attempt('entries', () => Object.fromEntries(iterable(() => ({ value: 1 }))));
attempt('all', () => { Promise.all(iterable(() => { throw new Error('all'); })).catch((e) => console.log(e.message)); });
