// Errors whose parts throw or recurse when they are printed.
const evil = new Error('x');
Object.defineProperty(evil, 'message', { get() { throw new Error('message getter'); } });
try { String(evil); } catch (error) { console.log(error.message); }
const cyclic = new Error('cycle');
cyclic.cause = cyclic;
console.log(String(cyclic), cyclic.cause === cyclic);
Error.prepareStackTrace = () => { throw new Error('prepare'); };
try { new Error('y').stack; console.log('read'); } catch (error) { console.log(typeof error); }
Error.prepareStackTrace = undefined;
Error.stackTraceLimit = Infinity;
console.log(typeof new Error('z').stack);
Error.stackTraceLimit = { valueOf() { throw 1; } };
console.log(new Error('limit').message);
Object.defineProperty(Error, 'stackTraceLimit', { get() { throw new Error('limit getter'); } });
try { console.log(new Error('w').message); } catch (error) { console.log(error.message); }
