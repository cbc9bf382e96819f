// In strict code the number of arguments needs no arguments object, and is the same as with one.
'use strict';
const shown = [];
const counts = {
  plain() { return arguments.length + 0; },
  parameters(a, b = 1, ...rest) { return arguments.length * 1; },
  assigned(a) { a = 5; const before = arguments.length === 1; a = 6; return [before, arguments.length - 0]; },
  both() { return [arguments.length + 0, arguments[0]]; },
  changed() { arguments.length = 7; return arguments.length + 0; },
  arrow() { return (() => arguments.length + 0)(1, 2, 3, 4); },
  arrowToo() { return [arguments.length + 0, (() => arguments.length + 0)(1, 2, 3, 4)]; },
  evaluated() { return arguments.length + eval('arguments.length = 9'); },
  evaluatedAfter() { eval('arguments.length = 9'); return arguments.length + 0; },
  inner() { function inner() { return arguments.length + 0; } return [inner(1, 2, 3), arguments.length + 0]; },
  given(n = arguments.length + 10) { return n; },
  block() { { let x = 1; { return arguments.length + x; } } },
  get getter() { return arguments.length + 0; },
  set setter(value) { shown.push(arguments.length + 0); },
};
for (const [name, count] of Object.entries(counts)) {
  if (typeof count !== 'function') continue;
  console.log(name, count(), count('a'), count('a', 'b', 'c'), count.apply(null, new Array(50)), Reflect.apply(count, null, [undefined]));
}
console.log(counts.getter, (counts.setter = 3), shown);
function* generator() { yield arguments.length + 0; yield arguments.length + 1; }
console.log([...generator(1, 2)], [...generator()]);
async function asynchronous() { const before = arguments.length + 0; await 0; return [before, arguments.length + 0]; }
asynchronous(1, 2, 3).then((list) => console.log(list));
class Base { constructor() { this.count = arguments.length + 0; } }
class Derived extends Base {}
class Other extends Base { constructor() { super(1, 2); this.own = arguments.length + 0; } }
console.log(new Base(1).count, new Derived(1, 2, 3).count, new Other(1, 2, 3, 4, 5), Reflect.construct(Derived, [1, 2]).count);
console.log([1, 2].map(function () { return arguments.length + 0; }), [3, 1].sort(function (a, b) { shown.push(arguments.length + 0); return a - b; }), shown.at(-1));
const bound = counts.plain.bind(null, 1, 2);
console.log(bound(3), counts.plain.call(), counts.plain.call(1, 2), counts.plain(...[1, 2, 3, 4]));
const sloppy = Function('a', 'arguments = { length: "own" }; return arguments.length + 0;');
console.log(sloppy(1), Function('arguments', 'return arguments.length + 0')('four'), Function('var arguments; return arguments.length + 0')(1, 2));
console.log(Function('{ let arguments = "block"; return arguments.length + 0; }')());
console.log(Function('"use strict"; const f = (...list) => list.length; return f(arguments.length == 2, arguments.length)')(1, 2));
