// Text that is put together, split, searched, padded and replaced.
const start = performance.now();
let check = 0;
for (let round = 0; round < 4; round++) {
  let text = '';
  for (let i = 0; i < 40_000; i++) text += `${i};`;
  const parts = text.split(';').map((part) => part.padStart(7, '0').slice(1, 6).toUpperCase());
  check += parts.join('').length + text.indexOf('39999') + text.replace(/1/g, 'one').length + text.match(/\d{5}/g).length;
}
console.log(JSON.stringify({ ms: performance.now() - start, check }));
