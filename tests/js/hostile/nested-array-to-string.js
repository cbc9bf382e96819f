// timeout: 60
// gc-stress-every: 503
// Exponentially many elements behind few arrays: toString ends in an error, not in a full memory.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

let nested = ['x'.repeat(2 ** 22)];
for (let i = 0; i < 30; i++) nested = [nested, nested];
attempt('toString', () => nested.toString());
attempt('concat', () => nested + '');
