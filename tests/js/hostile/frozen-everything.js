// Writes to frozen builtins and arrays throw in strict code.
'use strict';
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const list = Object.freeze([1, 2, 3]);
for (const method of ['push', 'pop', 'shift', 'reverse', 'sort']) attempt(method, () => list[method](1 && (() => 0)));
attempt('length', () => { list.length = 0; });
attempt('index', () => { list[0] = 5; });
attempt('copyWithin', () => list.copyWithin(0, 1));
attempt('fill', () => list.fill(0));
console.log(list.length, list[0]);
