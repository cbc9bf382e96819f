// Errors whose causes, names and stacks are chains, cycles and traps.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('cause cycle', () => { const e = new Error('a'); e.cause = e; return String(e); });
attempt('deep cause', () => { let e = new Error('0'); for (let i = 0; i < 1e5; i++) e = new Error('x', { cause: e }); return e.message; });
attempt('name getter', () => String(Object.defineProperty(new Error('m'), 'name', { get() { throw new SyntaxError(); } })));
attempt('message symbol', () => String(Object.assign(new Error(), { message: Symbol() })));
attempt('aggregate', () => new AggregateError({ [Symbol.iterator]: () => ({ next() { throw new EvalError(); } }) }));
attempt('aggregate many', () => new AggregateError(new Array(1e5).fill(0)).errors.length);
attempt('prepare', () => { Error.prepareStackTrace = () => { throw new RangeError('p'); }; try { return String(new Error('q').stack).length >= 0; } finally { delete Error.prepareStackTrace; } });
attempt('limit', () => { Error.stackTraceLimit = Infinity; try { const f = (n) => (n ? f(n - 1) : new Error('deep')); return f(500).stack.length > 0; } finally { Error.stackTraceLimit = 10; } });
attempt('capture', () => Error.captureStackTrace(1));
attempt('capture frozen', () => Error.captureStackTrace(Object.freeze({})));
attempt('suppressed', () => { let e = new Error('0'); for (let i = 0; i < 1e4; i++) e = new SuppressedError(e, e); return e.name; });
