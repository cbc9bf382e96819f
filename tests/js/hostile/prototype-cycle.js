// A cycle of prototypes cannot be made.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const a = {}, b = Object.create(a);
attempt('setPrototypeOf', () => Object.setPrototypeOf(a, b));
attempt('__proto__', () => { a.__proto__ = b; });
console.log(Reflect.setPrototypeOf(a, b));
