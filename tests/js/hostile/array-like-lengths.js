// Array methods on objects with the longest length end or throw where the standard lets them.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const huge = { length: 2 ** 53 - 1 };
attempt('push', () => Array.prototype.push.call({ ...huge }, 1));
attempt('concat', () => [1].concat({ ...huge, [Symbol.isConcatSpreadable]: true }));
attempt('splice', () => Array.prototype.splice.call({ ...huge }, 0, 0, 1));
attempt('unshift', () => Array.prototype.unshift.call({ ...huge }, 1));
attempt('at', () => Array.prototype.at.call({ ...huge }, -1));
attempt('toSpliced', () => Array.prototype.toSpliced.call({ ...huge }, 0, 0));
attempt('toReversed', () => Array.prototype.toReversed.call({ ...huge }));
attempt('with', () => Array.prototype.with.call({ ...huge }, 0, 0));
attempt('from', () => Array.from({ length: 2 ** 53 }));
attempt('slice', () => Array.prototype.slice.call({ ...huge }, 0, 2 ** 40));
