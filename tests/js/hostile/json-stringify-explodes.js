// JSON text past the limit.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const text = 'x'.repeat(2 ** 26);
attempt('array', () => JSON.stringify(Array(12).fill(text)));
attempt('indent', () => { let deep = 1; for (let i = 0; i < 1000; i++) deep = [deep, deep.length]; return JSON.stringify(deep, null, 10).length; });
