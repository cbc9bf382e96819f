// Doubling a string ends in a RangeError, and the strings so far stay usable.
let text = 'x', doublings = 0;
try {
  for (;;) { text += text; doublings++; }
} catch (error) {
  console.log(error.name, doublings, text.length === 2 ** doublings, text[text.length - 1]);
}
