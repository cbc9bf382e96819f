class Keeper { constructor(n) { this.held = new Array(n).fill(0).map((_, at) => ({ at })); } }
globalThis.kept = new Keeper(50);
function busy(ms) {
  const end = performance.now() + ms;
  let n = 0;
  while (performance.now() < end) n += Math.sqrt(n + 1);
  return n;
}
async function waits() {
  await new Promise((done) => setTimeout(done, 10));
  busy(30);
  return 1;
}
setTimeout(() => console.log('timer'), 5);
console.log(await waits() + await Promise.all([waits(), waits()]).then(([a, b]) => a + b));
