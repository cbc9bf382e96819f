// Dates at and past the ends of time.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('iso', () => new Date(8.64e15 + 1).toISOString());
console.log(new Date(8.64e15).toISOString(), new Date(-8.64e15).toISOString(), String(new Date(NaN)));
console.log(new Date(2 ** 53, 2 ** 53).getTime(), Date.UTC(1e300), new Date(0).setMonth(Infinity), Date.parse('9'.repeat(1e5)));
console.log(new Date(0).setFullYear(275760, 8, 13), new Date(0).setFullYear(275760, 8, 14));
