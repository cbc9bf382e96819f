// Getters, setters and conversions that call themselves.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const object = { get x() { return this.x; }, set y(value) { this.y = value; }, toString() { return `${this}`; }, valueOf() { return +this; } };
attempt('getter', () => object.x);
attempt('setter', () => { object.y = 1; });
attempt('toString', () => `${object}`);
attempt('valueOf', () => +object);
attempt('toPrimitive', () => { const o = { [Symbol.toPrimitive]() { return o + ''; } }; return o + ''; });
attempt('toJSON', () => { const o = { toJSON() { return JSON.stringify(o); } }; return JSON.stringify(o); });
attempt('iterator', () => { const o = { [Symbol.iterator]() { return [...o]; } }; return [...o]; });
attempt('hasInstance', () => { class A { static [Symbol.hasInstance](v) { return v instanceof A; } } return 1 instanceof A; });
