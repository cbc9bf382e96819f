// Copies and lists of objects that nobody can observe take a short way; what they give is what the long way gives.
const show = (...values) => console.log(...values.map((value) => JSON.stringify(value)));

// Spread: order, overwriting, what stands before and after, sources that are not plain.
const base = { b: 1, a: 2, c: 3 };
show({ ...base }, { z: 0, ...base, a: 9 }, { a: 0, ...base, ...{ c: 7, d: 8 } });
show({ ...base, 1: "one", ...{ 0: "zero", y: 1 } }, { ..."hi" }, { ...[1, , 3] }, { ...null, ...undefined });
const symbol = Symbol("s");
const mixed = { x: 1, [symbol]: 2, get g() { return this.x + 10 } };
Object.defineProperty(mixed, "hidden", { value: 3 });
const copy = { ...mixed };
show(Object.keys(copy), copy[symbol], copy.g, "hidden" in copy, Object.getOwnPropertyDescriptor(copy, "g"));
console.log(Object.keys({ get a() { return 1 }, ...{ a: 2 } }), { get a() { return 1 }, ...{ a: 2 } }.a);

// Rest: names left out, computed ones too, many properties, an object that grew and shrank.
const { b, ...others } = base;
const { ["a" + ""]: taken, ...left } = base;
show(b, others, taken, left);
const many = {};
for (let i = 0; i < 200; i++) many["k" + i] = i;
const { k3, ...rest } = many;
show(k3, Object.keys(rest).length, rest.k199, Object.keys({ ...many }).join() === Object.keys(many).join());
for (let i = 0; i < 190; i++) delete many["k" + i];
show({ ...many }, Object.keys(many), Object.entries(many).length);
const { ...nothing } = {};
show(nothing, Object.getPrototypeOf({ ...Object.create({ far: 1 }, {}) }) === Object.prototype);
class Point { x = 1; #hidden = 2; static has(o) { return #hidden in o } }
show({ ...new Point() }, Point.has({ ...new Point() }));

// Lists.
show(Object.keys(base), Object.values(base), Object.entries(base), Object.keys({}), Object.entries(mixed));
show(Object.fromEntries(Object.entries(base)), Object.keys({ 2: 0, b: 0, 1: 0, a: 0 }));

// Object.assign: setters of the target see each value in turn and may change the source.
const source = { first: 1, second: 2, third: 3, fourth: 4 };
const seen = [];
const target = {
  set first(value) { seen.push("first", value); source.third = 30; source.fifth = 5 },
  set second(value) { seen.push("second", value); delete source.third; Object.defineProperty(source, "fourth", { get: () => 40 }) },
};
Object.assign(target, source);
show(seen, Object.keys(target), target.third, target.fourth, target.fifth);
show(Object.assign({}, base, null, "ab", mixed), Object.assign([1, 2, 3], { 1: "x" }));
const frozen = Object.freeze({ a: 1 });
try { Object.assign(frozen, { a: 2 }) } catch (error) { console.log(error.name) }
show(Object.assign(base, base));

// The rest of an array.
const [one, ...tail] = [1, 2, 3];
const [, , , ...none] = [1, 2];
const [...holes] = [1, , 3];
show(one, tail, none, holes, 1 in holes);
const queue = [1, 2, 3, 4];
queue.shift();
const [head, ...waiting] = queue;
waiting.push(5);
show(head, waiting, queue);
