// Promise.all and allSettled of promises that nobody has meddled with need no element functions: what they do is the same.
const log = [];
const later = (value, ticks) => {
  let promise = Promise.resolve(value);
  for (let i = 0; i < ticks; i++) promise = promise.then((x) => x);
  return promise;
};
const failing = (reason, ticks) => later(0, ticks).then(() => { throw reason; });

// Values keep their places, whatever the order in which they come.
log.push(['all', await Promise.all([later('a', 5), later('b', 1), 'c', Promise.resolve('d')])]);
// The first rejection counts; those that follow are handled.
log.push(['rejected', await Promise.all([later(1, 2), failing('second', 4), failing('first', 1)]).catch((e) => e)]);
log.push(['settled', await Promise.allSettled([later(1, 3), failing('no', 1), Promise.reject('at once')])]);
// One promise in several places, and one with other listeners around.
const shared = later('s', 2);
const order = [];
shared.then(() => order.push('before'));
const twice = Promise.all([shared, shared]).then((v) => order.push(v.join()));
shared.then(() => order.push('after'));
await twice;
log.push(['shared', order]);
// The order of jobs is that of `then`s.
const ticks = [];
const gate = Promise.withResolvers();
const all = Promise.all([gate.promise]).then(() => ticks.push('all'));
gate.promise.then(() => ticks.push(1)).then(() => ticks.push(2)).then(() => ticks.push(3));
gate.resolve();
await all;
log.push(['ticks', ticks]);
// A result that is a thenable resolves the promise before later rejections could.
Array.prototype.then = function (resolve) { delete Array.prototype.then; resolve('then of the array: ' + this.length); };
log.push(['thenable', await Promise.all([later(1, 1), later(2, 2)])]);
// Meddling brings the functions back.
const own = Promise.resolve(7);
let got;
own.then = function (f, r) { got = [typeof f, typeof r, f.length, f.name]; return Promise.prototype.then.call(this, f, r); };
log.push(['own then', await Promise.all([own]), got]);
// A stack trace tells who waits through the combinator.
async function inner() { await later(0, 3); throw new Error('traced'); }
async function outer() { await Promise.all([later(1, 1), inner()]); }
const stack = await outer().catch((e) => e.stack);
log.push(['stack', /at async inner|at inner/.test(stack), /at async outer/.test(stack)]);
for (const line of log) console.log(JSON.stringify(line));
