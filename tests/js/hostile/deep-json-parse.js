// gc-stress-every: 10007
// JSON text nested deeper than any stack.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('arrays', () => JSON.parse('['.repeat(1e6) + ']'.repeat(1e6)));
attempt('objects', () => JSON.parse('{"a":'.repeat(3e5) + '1' + '}'.repeat(3e5)));
attempt('unclosed', () => JSON.parse('['.repeat(1e6)).length);
attempt('reviver', () => JSON.parse('['.repeat(2e4) + ']'.repeat(2e4), (key, value) => value));
