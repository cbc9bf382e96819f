// Short-lived trees beside a large one that lives on.
const tree = (depth) => (depth === 0 ? null : { left: tree(depth - 1), right: tree(depth - 1) });
const size = (t) => (t === null ? 1 : 1 + size(t.left) + size(t.right));
const start = performance.now();
const old = tree(18);
let check = 0;
for (let i = 0; i < 150; i++) check += size(tree(13));
check += size(old);
console.log(JSON.stringify({ ms: performance.now() - start, check }));
