// Symbols where text or numbers are expected.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const s = Symbol('s');
for (const [name, f] of Object.entries({ plus: () => s + '', template: () => `${s}`, number: () => +s, math: () => Math.max(s), index: () => 'abc'.charAt(s), join: () => [s].join(), sort: () => [s, s].sort(), json: () => JSON.stringify(s), date: () => new Date(s), bigint: () => BigInt(s), regexp: () => new RegExp(s), error: () => new Error(s) })) attempt(name, f);
