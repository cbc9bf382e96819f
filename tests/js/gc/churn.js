// gc-stress-every: 29
// Much garbage beside a structure that lives on; what lives stays intact.
const live = new Map();
for (let i = 0; i < 2_000; i++) live.set(`key${i}`, { i, list: [i, `${i}`], self: null });
for (const v of live.values()) v.self = v;
let sum = 0;
for (let round = 0; round < 20; round++) {
  const rubbish = [];
  for (let i = 0; i < 2_000; i++) rubbish.push({ round, text: 'x'.repeat(i % 50) + i, f: () => i });
  sum += rubbish.reduce((a, r) => a + r.f() + r.text.length, 0);
}
console.log(sum, [...live.values()].every((v, i) => v.i === i && v.list[1] === `${i}` && v.self === v));
let list = null;
for (let i = 0; i < 50_000; i++) list = { next: list, i };
let length = 0;
for (let node = list; node; node = node.next) length++;
console.log(length);
