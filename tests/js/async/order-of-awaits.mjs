// await of a native promise takes one turn of the queue, a foreign thenable three, return await as many as return.
const log = [];
const turn = (name, n) => { let p = Promise.resolve(); for (let i = 1; i <= n; i++) p = p.then(() => log.push(`${name}${i}`)); return p; };
const a = (async () => { await 1; log.push('value'); })();
const b = (async () => { await Promise.resolve(); log.push('promise'); })();
const c = (async () => { await { then(f) { f(); } }; log.push('thenable'); })();
const d = (async () => Promise.resolve())().then(() => log.push('returned promise'));
const e = (async () => await Promise.resolve())().then(() => log.push('returned await'));
const f = new Promise((r) => r(Promise.resolve())).then(() => log.push('resolved with promise'));
await Promise.all([a, b, c, d, e, f, turn('t', 5)]);
console.log(log.join('\n'));
