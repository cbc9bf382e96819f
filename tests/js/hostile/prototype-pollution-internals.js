// Setters and getters on Object.prototype are not seen by internal objects.
console.log('start');
const lines = [];
for (const key of ['value', 'done', 'get', 'set', 'then']) Object.defineProperty(Object.prototype, key, { get: new Function('return undefined'), set() { lines.push('set ' + key); }, configurable: true, __proto__: null });
function* g() { yield 1; }
const result = g().next();
lines.push(Object.keys(result).join(), String(result.value), [...[1, 2]].length, JSON.stringify({ a: 1 }));
lines.push(Object.keys(Object.getOwnPropertyDescriptor({ a: 1 }, 'a')).join(), Object.entries({ a: 1 }).join(), 'a-b'.split('-').join());
for (const key of ['value', 'done', 'get', 'set', 'then']) delete Object.prototype[key];
console.log(lines.join('\n'));
