// gc-stress-every: 29
// structuredClone of an object nested 1e5 deep.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

let deep = {};
for (let i = 0; i < 1e5; i++) deep = { deep };
attempt('clone', () => structuredClone(deep));
attempt('stringify', () => JSON.stringify(deep));
