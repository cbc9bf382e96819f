// all, allSettled, any, race: results, order, empty input, errors.
const later = (v, ms) => new Promise((r) => setTimeout(r, ms, v));
const fail = (v, ms) => new Promise((_, r) => setTimeout(r, ms, new Error(v)));
console.log(await Promise.all([later('slow', 20), 'plain', later('fast', 1)]));
console.log(await Promise.all([fail('x', 5), fail('y', 1)]).catch((e) => e.message));
console.log(await Promise.allSettled([1, Promise.reject(2)]));
console.log(await Promise.any([fail('a', 1), later('won', 5)]));
console.log(await Promise.any([fail('a', 2), fail('b', 1)]).catch((e) => [e.name, e.message, e.errors.map((x) => x.message)]));
console.log(await Promise.race([later('slow', 20), later('quick', 1)]));
console.log(await Promise.all([]), await Promise.any([]).catch((e) => e.errors.length));
const { promise, resolve } = Promise.withResolvers();
setTimeout(resolve, 1, 'with resolvers');
console.log(await promise, await Promise.try((x) => x * 2, 4), await Promise.try(() => { throw 'thrown'; }).catch((x) => x));
console.log(await Promise.resolve(1).finally(() => 2), await Promise.reject(1).finally(() => {}).catch((x) => x));
