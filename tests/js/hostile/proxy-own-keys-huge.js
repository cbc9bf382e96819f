// An ownKeys trap that answers with a length of 2 ** 31.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const started = Date.now();
try { Reflect.ownKeys(new Proxy({}, { ownKeys: () => ({ length: 2 ** 31 }) })); } catch (error) { console.log(error.name); }
console.log(Date.now() - started < 5000);
