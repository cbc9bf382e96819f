// Destructuring of nothing, of endless iterators and of deep patterns.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('null', () => { const {} = null; });
attempt('undefined', () => { const [] = undefined; });
attempt('primitive', () => { const [] = 1; });
attempt('default', () => { const { a = (() => { throw new Error('default'); })() } = {}; });
function* endless() { for (let i = 0; ; i++) yield i; }
const [a, b, , c] = endless();
console.log(a, b, c);
const depth = 500;
attempt('deep', () => new Function('x', `const ${'{a:'.repeat(depth)}y${'}'.repeat(depth)} = x; return y;`)(Array(depth).fill().reduce((value) => ({ a: value }), 7)));
attempt('deep arrays', () => new Function('x', `const ${'['.repeat(depth)}y${']'.repeat(depth)} = x; return y;`)(Array(depth).fill().reduce((value) => [value], 7)));
