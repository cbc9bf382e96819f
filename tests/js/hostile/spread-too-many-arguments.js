// timeout: 60
// gc-stress-every: 29
// Calls with more arguments than a call may have.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const many = new Array(1e7);
attempt('spread', () => Math.max(...many));
attempt('apply', () => Math.max.apply(null, many));
attempt('apply length', () => Math.max.apply(null, { length: 2 ** 32 }));
attempt('reflect', () => Reflect.apply(Math.max, null, { length: 2 ** 31 }));
attempt('construct', () => Reflect.construct(Array, { length: 2 ** 40 }));
attempt('fromCharCode', () => String.fromCharCode(...many));
attempt('push', () => [].push(...many));
attempt('array spread', () => [...many].length === 1e7);
