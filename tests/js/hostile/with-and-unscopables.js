// flags: --script
// with over proxies and hostile unscopables.
const log = [];
const scope = new Proxy({}, { has(_, key) { log.push(key); return key === 'x'; }, get(_, key) { return key === Symbol.unscopables ? undefined : 42; } });
with (scope) { var y = x; }
console.log(y, log);
try { with ({ get [Symbol.unscopables]() { throw new Error('unscopables'); }, x: 1 }) { x; } } catch (error) { console.log(error.message); }
try { with (null) {} } catch (error) { console.log(error.name); }
let deep = 'z';
for (let i = 0; i < 500; i++) deep = `with({}){${deep}}`;
try { new Function('z', deep)(1); console.log('ran'); } catch (error) { console.log(error.name); }
