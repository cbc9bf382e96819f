// Keys that weak collections cannot hold.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

for (const key of [1, 'a', null, undefined, true, 1n, Symbol.for('registered')]) {
  try { new WeakMap().set(key, 1); console.log(String(key), 'held'); } catch (error) { console.log(String(key), error.name); }
  try { new WeakRef(key); console.log('held'); } catch (error) { console.log(error.name); }
}
attempt('registry', () => { const o = {}; new FinalizationRegistry(() => {}).register(o, o); });
