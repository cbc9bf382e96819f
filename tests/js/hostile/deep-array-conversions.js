// gc-stress-every: 503
// An array nested 1e5 deep in everything that walks it.
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
attempt('toString', () => String(deep));
attempt('join', () => deep.join());
attempt('stringify', () => JSON.stringify(deep));
attempt('number', () => +deep);
attempt('locale', () => deep.toLocaleString());
