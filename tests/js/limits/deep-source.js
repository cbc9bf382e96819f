// Source nested beyond reason is refused with an error that a program can catch.
const deep = (open, close, n) => open.repeat(n) + close.repeat(n);
for (const [name, text] of [['parens', deep('(', ')', 100_000)], ['arrays', deep('[', ']', 100_000)], ['blocks', deep('{', '}', 100_000)], ['unary', '!'.repeat(1_000_000) + '1'], ['calls', 'f' + '()'.repeat(10)]]) {
  try { new Function(text); console.log(name, 'compiled'); } catch (e) { console.log(name, e instanceof RangeError || e instanceof SyntaxError); }
}
console.log('still here');
