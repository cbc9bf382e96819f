let running = 0, most = 0;
async function work() {
  most = Math.max(most, ++running);
  await new Promise((done) => setTimeout(done, 5));
  running--;
}
for (let i = 0; i < 3; i++) await work();
console.log('one by one:', most);
most = 0;
await Promise.all([work(), work(), work()]);
console.log('together:', most);
