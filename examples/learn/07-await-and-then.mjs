(async () => {
  await null;
  console.log('await 1');
  await null;
  console.log('await 2');
})();
Promise.resolve().then(() => console.log('then 1')).then(() => console.log('then 2'));
console.log('text');
