// await inside expressions keeps what was evaluated before it.
const v = (x) => Promise.resolve(x);
let n = 1;
console.log(n + (await v((n = 5))), [await v(1), await v(2)], { a: await v(3), [await v('k')]: 4 });
console.log(((x, y) => x + y)(await v('a'), await v('b')), `${await v('t')}-${await v('u')}`, (await v({ p: { q: 1 } })).p.q);
const o = { f(x) { return [this === o, x]; } };
console.log(o.f(await v(1)), new (class { constructor(x) { this.x = x; } })(await v(2)).x, (await v(null))?.x, (await v(0)) || 'or');
for (let i = await v(0); i < (await v(2)); i += await v(1)) console.log('loop', i);
switch (await v(1)) { case await v(1): console.log('case'); }
try { await Promise.reject(new Error('thrown')); } catch ({ message }) { console.log(message); } finally { console.log(await v('finally')); }
const f = async (x = 1, { y } = {}) => (await v(x)) + y;
console.log(await f(undefined, { y: 2 }), await (async () => { label: { await null; break label; } return 'label'; })());
console.log(await (async function () { return arguments.length + (await v(0)) + arguments[1]; })(1, 5));
