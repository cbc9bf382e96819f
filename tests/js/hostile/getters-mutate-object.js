// Getters that change the object being enumerated, copied or printed.
const object = { get a() { delete this.b; this.c = 1; return 1; }, b: 2 };
console.log(Object.entries(object), Object.keys(object));
const spread = { ...{ get a() { delete this.b; return 1; }, b: 2 } };
console.log(spread);
console.log(JSON.stringify({ get a() { delete this.b; this.c = 3; return 1; }, b: 2 }));
const seen = [];
const target = { a: 1, b: 2, c: 3 };
for (const key in target) { seen.push(key); delete target.b; target.d = 4; }
console.log(seen);
console.log(Object.assign({}, { get a() { delete this.b; return 1; }, b: 2 }));
