// Iteration over what the body makes longer stops when the body stops.
const list = [1];
let steps = 0;
for (const item of list) { if (++steps < 1000) list.push(item); }
console.log(steps, list.length);
let calls = 0;
[1, 2, 3].forEach((_, i, all) => { calls++; all.push(i); });
console.log(calls);
const map = new Map([[1, 1]]);
let turns = 0;
for (const [key] of map) { map.delete(key); if (++turns < 1000) map.set(key + 1, 1); }
console.log(turns, map.size);
const set = new Set([1]);
let rounds = 0;
set.forEach((value) => { set.delete(value); if (++rounds < 1000) set.add(value); });
console.log(rounds, set.size);
