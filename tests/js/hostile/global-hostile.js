// flags: --script
// Hostile properties of the global object.
Object.defineProperty(globalThis, 'trap', { get() { throw new Error('trap'); }, configurable: true });
try { trap; } catch (error) { console.log(error.message); }
console.log(typeof undeclared);
try { undeclared; } catch (error) { console.log(error.name); }
try { undefined = 1; NaN = 2; console.log(undefined, NaN); } catch (error) { console.log(error.name); }
Object.setPrototypeOf(globalThis, new Proxy(Object.prototype, { has: (_, key) => key === 'ghost', get: (_, key) => key === 'ghost' ? 'boo' : undefined }));
console.log(ghost);
