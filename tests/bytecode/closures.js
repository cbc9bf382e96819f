function counter() {
  let count = 0;
  const step = 2;
  return { next: () => (count += step), get value() { return count; } };
}
function perIteration() {
  const list = [];
  for (let i = 0; i < 3; i++) list.push(() => i);
  { let late; list.push(() => late); late = early; }
  let early = 1;
  return list;
}
(function self(n) { return n ? self(n - 1) : arguments.length; })(3);
