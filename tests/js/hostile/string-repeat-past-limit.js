// A string longer than the limit is a RangeError wherever it would arise.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('repeat', () => 'a'.repeat(2 ** 29));
attempt('repeat infinity', () => 'a'.repeat(Infinity));
attempt('padStart', () => ''.padStart(2 ** 30));
attempt('padEnd', () => ''.padEnd(2 ** 30, 'ab'));
