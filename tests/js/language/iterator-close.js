// An iterator that is left early is closed, one that is exhausted is not; the first error wins.
const make = (label) => ({
  [Symbol.iterator]() {
    let n = 0;
    return {
      next: () => ({ value: ++n, done: n > 3 }),
      return() { console.log(label, 'closed'); return {}; },
    };
  },
});
for (const x of make('break')) break;
for (const x of make('end')) ;
const [one] = make('pattern');
const [a, b, c, d] = make('pattern to the end');
try { for (const x of make('throw')) throw new Error('body'); } catch (e) { console.log(e.message); }
(() => { for (const x of make('return')) return; })();
outer: for (const x of make('outer')) for (const y of make('inner')) continue outer;
try {
  for (const x of { [Symbol.iterator]: () => ({ next: () => ({}), return() { throw new Error('close'); } }) }) throw new Error('body');
} catch (e) { console.log(e.message); }
console.log(Math.max(...make('spread')));
