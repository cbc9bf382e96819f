// Runs of holes join to what stands between them, at once; prototypes and accessors are still asked.
console.log(JSON.stringify([, , 1, , 2, ,].join()), JSON.stringify([, , ,].join("--")), JSON.stringify(new Array(5).join("")));
const sparse = [];
sparse[3] = "c"; sparse[100000000] = "end"; sparse[7] = [1, , 2];
const text = sparse.join("");
console.log(text, sparse.join().length);
console.log(new Array(100000001).join("ab").length, new Array(3000).join("\u{1F600}").length);
try { new Array(4294967295).join() } catch (error) { console.log(`${error.name}: ${error.message}`) }
// As many separators as there are units in what is appended at once, one fewer and one more.
for (const n of [4095, 4096, 4097, 8192, 8193]) console.log(n, new Array(n + 1).join("x") === "x".repeat(n), new Array(n + 1).join("xyz") === "xyz".repeat(n));
// An element that appears while its neighbour is read.
const growing = [{ toString() { growing[3] = "late"; return "first" } }, , , ,];
console.log(growing.join());
Array.prototype[1] = "inherited";
console.log([0, , 2].join(), [, , ,].join());
delete Array.prototype[1];
const asked = [];
const proxied = Object.setPrototypeOf([0, , 2], new Proxy({}, { get(_, key) { asked.push(String(key)); return key === "join" ? Array.prototype.join : undefined } }));
console.log(proxied.join(), asked.join());
Object.defineProperty(sparse, 5, { get: () => "got" });
sparse.length = 8;
console.log(sparse.join());
