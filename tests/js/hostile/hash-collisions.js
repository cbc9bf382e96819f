// gc-stress-every: 503
// Many keys with equal hashes do not make a Map quadratic.
const started = Date.now();
const map = new Map();
for (let i = 0; i < 2e5; i++) map.set(i * 2 ** 32, i);
for (let i = 0; i < 2e5; i++) map.set(i + 0.5, i);
for (let i = 0; i < 1e5; i++) map.set('k' + i * 65536, i);
console.log(map.size, map.get(2 ** 32 * 1000), Date.now() - started < 10000);
