// gc-stress-every: 503
// flat(Infinity) of a deep array.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

let deep = [];
for (let i = 0; i < 1e5; i++) deep = [deep];
attempt('flat', () => deep.flat(Infinity).length);
const cyclic = [];
cyclic.push(cyclic);
attempt('cyclic', () => cyclic.flat(Infinity));
