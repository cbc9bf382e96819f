// A million events: awaits, timers, immediates and microtasks in many functions at once.
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
async function worker(number) {
  for (let round = 0; round < 900; round += 1) {
    for (let n = 0; n < 5; n += 1) await null;
    await new Promise((done) => setImmediate(done));
    if (round % 150 === 0) await wait(number % 4);
    queueMicrotask(() => {});
  }
}
await Promise.all(Array.from({ length: 30 }, (_, number) => worker(number)));
console.log('done');
