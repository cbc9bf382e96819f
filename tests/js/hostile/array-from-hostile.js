// Array.from, of and fromAsync with constructors and iterables that lie.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('constructor', () => Array.from.call(function () { throw new Error('made'); }, []));
attempt('frozen', () => Array.from.call(function () { return Object.freeze({}); }, [1]));
attempt('of', () => Array.of.call(function () { return Object.freeze({}); }, 1));
attempt('mapper', () => Array.from([1], 1));
attempt('iterator', () => Array.from({ [Symbol.iterator]: 1 }));
Array.fromAsync({ length: 3, get 1() { throw new Error('element'); } }).catch((error) => console.log(error.message));
Array.fromAsync({ [Symbol.asyncIterator]: () => ({ next: () => 1 }) }).catch((error) => console.log(error.name));
