// The same work in sequence and in parallel: parallel takes the time of the slowest.
const work = (ms) => new Promise((resolve) => setTimeout(resolve, ms, ms));
const timed = async (f) => { const start = performance.now(); const result = await f(); return [result, performance.now() - start]; };
const [one, sequence] = await timed(async () => [await work(60), await work(50), await work(40)]);
const [two, parallel] = await timed(() => Promise.all([work(60), work(50), work(40)]));
console.log(one.join(), two.join(), sequence >= 149, parallel >= 59 && parallel < 120);
const callbacks = (done) => { const out = []; let left = 3; for (const ms of [30, 20, 10]) setTimeout(() => { out.push(ms); if (--left === 0) done(out); }, ms); };
callbacks((out) => console.log(out.join()));
