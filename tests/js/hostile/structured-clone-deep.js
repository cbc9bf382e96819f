// structuredClone of graphs with cycles, depth and getters.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('cycle', () => { const o = {}; o.o = o; const c = structuredClone(o); return c.o === c; });
attempt('deep', () => { let o = null; for (let i = 0; i < 20000; i++) o = { o }; structuredClone(o); return 'fine'; });
attempt('wide', () => structuredClone(Array.from({ length: 100000 }, (_, i) => ({ i }))).length);
attempt('getter', () => structuredClone({ get a() { throw new EvalError(); } }));
attempt('grows', () => { const o = { get a() { o.b = 1; delete o.c; return 1; }, c: 2 }; return Object.keys(structuredClone(o)).join(); });
attempt('map changes', () => { const m = new Map([[1, { get a() { m.set(2, 2); return 1; } }]]); return structuredClone(m).size; });
attempt('function', () => structuredClone(() => {}));
attempt('symbol', () => structuredClone(Symbol()));
attempt('proxy', () => structuredClone(new Proxy({}, {})));
attempt('transfer twice', () => { const b = new ArrayBuffer(8); structuredClone(b, { transfer: [b, b] }); });
attempt('detached', () => { const b = new ArrayBuffer(8); b.transfer(); structuredClone(b); });
attempt('detaches in getter', () => { const b = new ArrayBuffer(8); structuredClone({ get a() { b.transfer(); return 1; }, b }, { transfer: [b] }); });
attempt('shared', () => structuredClone(new SharedArrayBuffer(8)).byteLength);
attempt('errors', () => structuredClone(new RangeError('m', { cause: new Error('c') })).name);
