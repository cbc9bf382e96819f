// join counts its separators before it makes anything.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('join', () => new Array(2 ** 29).join('ab'));
attempt('join long', () => Array(3).fill('a'.repeat(2 ** 28)).join());
attempt('toString', () => String(new Array(2 ** 30)));
