// gc-stress-every: 29
// Every method of every builtin prototype, called on everything, throws or answers.
const receivers = [undefined, null, 0, -1, NaN, 'text', Symbol('s'), 1n, {}, [], () => {}, new Map(), new Date(NaN), /x/, new Proxy({}, {}), Object.create(null), new Uint8Array(2), Promise.resolve()];
let calls = 0;
const skip = new Set(['Atomics']);
for (const name of ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'RegExp', 'Date', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Iterator', 'DisposableStack', 'Error', 'AggregateError', 'Uint8Array', 'BigInt64Array', 'Math', 'JSON', 'Reflect']) {
  const Builtin = globalThis[name];
  for (const home of [Builtin, Builtin.prototype].filter((o) => o && !skip.has(name))) {
    for (const key of Reflect.ownKeys(home)) {
      const descriptor = Object.getOwnPropertyDescriptor(home, key);
      for (const f of [descriptor.value, descriptor.get, descriptor.set]) {
        if (typeof f !== 'function') continue;
        for (const receiver of receivers) for (const args of [[], receivers.slice(0, 3), [receiver, receiver]]) {
          calls++;
          try { Promise.resolve(Reflect.apply(f, receiver, args)).catch(() => {}); } catch {}
        }
      }
    }
  }
}
console.log(calls > 10000);
process.exit(0);
