// Arrays at the limits of length.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('constructor', () => new Array(-1));
attempt('set length', () => { [].length = 2 ** 32; });
attempt('push past', () => { const a = []; a.length = 2 ** 32 - 1; a.push(1); });
attempt('define', () => Object.defineProperty([], 'length', { value: 1.5 }));
const sparse = [];
sparse[2 ** 32 - 2] = 1;
sparse.length = 0;
console.log(sparse.length, Object.keys(sparse).length);
