// Digits and radixes out of range.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

for (const [name, f] of Object.entries({ fixed: () => (1).toFixed(101), exponential: () => (1).toExponential(101), precision: () => (1).toPrecision(0), radix: () => (1).toString(37), bigint: () => 1n.toString(1) })) attempt(name, f);
console.log((1e21).toFixed(2), (Number.MAX_VALUE).toString(2).length, (5e-324).toString(2).length, (0.1).toFixed(100).length);
