// Programs that delete or replace the intrinsics go on.
const log = console.log;
log('start');
const lines = [];
const iterator = Array.prototype[Symbol.iterator], push = Array.prototype.push, map = globalThis.Map;
delete Array.prototype[Symbol.iterator];
try { [...[1]]; } catch (error) { lines[0] = error.name; }
Array.prototype.push = () => { throw new Error('push'); };
Object.prototype.toString = null;
delete globalThis.Map;
lines[1] = JSON.stringify({ a: [1] });
lines[2] = 'abc'.replace('b', 'x') + [3, 1, 2].sort() + 'a,b'.split(',').length + Object.keys({ a: 1 }).length;
const [...rest] = { *[Symbol.iterator]() { yield 1; } };
lines[3] = String(rest);
Array.prototype[Symbol.iterator] = iterator;
Array.prototype.push = push;
globalThis.Map = map;
log(lines.join('\n'));
