// Disposers that throw, and using in loops that are left early.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('chain', () => { using a = { [Symbol.dispose]() { throw new Error('a'); } }, b = { [Symbol.dispose]() { throw new Error('b'); } }; throw new Error('body'); });
attempt('not disposable', () => { using a = {}; });
attempt('getter', () => { using a = { get [Symbol.dispose]() { throw new Error('getter'); } }; });
const stack = new DisposableStack();
for (let i = 0; i < 1000; i++) stack.defer(() => { throw new Error(String(i)); });
try { stack.dispose(); } catch (error) {
  let depth = 0;
  for (let e = error; e instanceof SuppressedError; e = e.suppressed) depth++;
  console.log(depth);
}
attempt('again', () => stack.use({ [Symbol.dispose]() {} }));
