// Each iteration of a `let` loop has a binding of its own; `var` has one.
const lets = [], vars = [];
for (let i = 0; i < 3; i++) lets.push(() => i++);
for (var j = 0; j < 3; j++) vars.push(() => j);
console.log(lets.map((f) => f() + f()).join(), vars.map((f) => f()).join());
const counter = () => { let n = 0; return { up: () => ++n, get n() { return n; } }; };
const a = counter(), b = counter();
a.up(); a.up(); b.up();
console.log(a.n, b.n);
for (const key in { x: 1, y: 2 }) lets.push(() => key);
console.log(lets[3]() + lets[4]());
