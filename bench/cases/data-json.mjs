// JSON there and back, with nesting, numbers and text that needs escapes.
const rows = Array.from({ length: 20_000 }, (_, i) => ({ id: i, name: `row "${i}"\n`, tags: ['a', 'é', String(i * i)], at: { x: i / 3, y: -i } }));
const start = performance.now();
let check = 0;
for (let i = 0; i < 5; i++) {
  const text = JSON.stringify(rows);
  check += text.length + JSON.parse(text)[i].tags.length;
}
console.log(JSON.stringify({ ms: performance.now() - start, check }));
