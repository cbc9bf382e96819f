// Integer keys first and ascending, then strings and symbols in the order of creation.
const o = { b: 1, 2: 1, a: 1, 1: 1, [Symbol('s')]: 1, '-1': 1, '01': 1, 4294967294: 1, 4294967295: 1 };
console.log(Object.keys(o).join(), Reflect.ownKeys(o).length);
delete o.b; o.b = 2;
console.log(JSON.stringify(o));
const seen = [];
for (const k in Object.create({ inherited: 1, a: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 1 }, a: { value: 1 } })) seen.push(k);
console.log(seen.join());
const walked = [];
const live = { x: 1, y: 2, z: 3 };
for (const k in live) { walked.push(k); delete live.y; live.w = 1; }
console.log(walked.join());
