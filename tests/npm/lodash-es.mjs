// lodash as ES modules (640 files): collections, chains, templates, cloning, curried functions, debounce.
import _, { chain, cloneDeep, debounce, groupBy, isEqual, merge, sortBy, template, throttle } from 'lodash-es';

const users = [
  { name: 'barney', age: 36, active: true, tags: ['a', 'b'] }, { name: 'fred', age: 40, active: false, tags: ['b'] },
  { name: 'pebbles', age: 1, active: true, tags: [] }, { name: 'wilma', age: 36, active: false, tags: ['c', 'a'] },
];
console.log(groupBy(users, 'age'), sortBy(users, ['age', 'name']).map((user) => user.name));
console.log(_(users).filter('active').map('name').map(_.upperFirst).join(' & '), _.chain([3, 1, 2]).sort().reverse().value());
console.log(_.keyBy(users, 'name').fred, _.countBy(users, 'active'), _.partition(users, (user) => user.age > 30).map((part) => part.length));
console.log(_.flatMap(users, 'tags'), _.uniqBy(users, 'age').length, _.orderBy(users, ['active', 'age'], ['desc', 'asc']).map((user) => user.name));
const value = { date: new Date(0), set: new Set([1, { a: 2 }]), map: new Map([['k', [1, 2]]]), regexp: /x/gi, typed: new Uint8Array([1, 2]), symbol: { [Symbol.for('s')]: 1 }, nested: [[[]], { undefined: undefined, nan: NaN, zero: -0 }] };
value.self = value;
const copy = cloneDeep(value);
console.log(copy, copy !== value, copy.self === copy, isEqual(copy, value), isEqual(copy, { ...copy, date: new Date(1) }));
console.log(merge({ a: [{ b: 2 }, { d: 4 }] }, { a: [{ c: 3 }, { e: 5 }] }), _.defaultsDeep({ a: { b: 1 } }, { a: { b: 2, c: 3 } }), _.get(value, 'map.size'), _.set({}, 'a[0].b.c', 4));
console.log(template('<% _.each(users, u => { %><li class="${u.active ? "on" : "off"}"><%- u.name + "<" %></li>\n<% }) %>', { imports: { _ } })({ users }));
console.log(_.camelCase('--foo-bar__baz 12qux'), _.kebabCase('fooBarÉtage'), _.snakeCase('XMLHttpRequest'), _.startCase('--déjà-vu--'), _.deburr('Ærøskøbing'), _.truncate('a long sentence, that ends', { length: 15, separator: /,? +/ }), _.pad('abc', 8, '_-'), _.words('fred, barney, & pebbles 👨‍👩‍👧'), _.escape('<&"\'>'), _.parseInt('08'));
const curried = _.curry((a, b, c) => [a, b, c]);
console.log(curried(1)(_, 3)(2), _.flow([_.add, (n) => n * n])(1, 2), _.memoize((n) => n + 1)(1), _.partialRight(Math.pow, 2)(5), _.overEvery([Number.isFinite, _.isInteger])(3), _.times(4, _.identity), _.range(0, -4, -1), _.zipWith([1, 2], [10, 20], _.add));
console.log(_.chunk(_.range(7), 3), _.difference([2, 1], [2, 3]), _.xor([2, 1], [2, 3]), _.intersectionBy([2.1, 1.2], [2.3, 3.4], Math.floor), _.sortedIndex([30, 50], 40), _.sumBy(users, 'age'), _.meanBy(users, 'age'), _.maxBy(users, 'age').name, _.invertBy({ a: 1, b: 2, c: 1 }), _.transform([2, 3], (all, n) => { all.push(n * n); }, []));
console.log(_.isPlainObject(Object.create(null)), _.isArguments((function() { return arguments; })()), _.isError(new TypeError()), _.isMatch({ a: { b: 1, c: 2 } }, { a: { b: 1 } }), _.isNative(Array.prototype.push), _.isTypedArray(new Float32Array()), _.toPath('a[0]["b.c"].d'), _.toString([1, [-0, null]]), _.eq(NaN, NaN));
const calls = [];
const late = debounce((value) => calls.push(`late ${value}`), 10);
const both = throttle((value) => calls.push(`throttled ${value}`), 10);
for (const n of [1, 2, 3]) { late(n); both(n); }
_.defer((text) => calls.push(text), 'deferred');
await new Promise((resolve) => _.delay(resolve, 40));
console.log(calls, chain === _.chain, _.VERSION);
