// A proxy can make a cycle of prototypes; lookups then overflow the stack, catchably.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const cycle = {};
const proxy = new Proxy(cycle, {});
Object.setPrototypeOf(cycle, proxy);
attempt('get', () => cycle.missing);
attempt('has', () => 'missing' in cycle);
attempt('set', () => { cycle.missing = 1; });
