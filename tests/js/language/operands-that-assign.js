// The value of an operand that assigns a variable stays, whatever the other operand assigns.
function f(o) {
  let a, b = 1;
  console.log((a = true) === (a = o), (a = 1) + (a = 2), (a = 5) - ++a, ++b + (b = 10), (0, a = 3) * (a = 4));
  console.log([(a = 1), (a = 2)], `${(a = 1)}${(a = 2)}`, (a = 1) < (a = 0), { x: (a = 1), y: (a = 2) });
  const g = (x, y) => [x, y];
  console.log(g((a = 1), (a = 2)), ((a = [7])[(a = 0)]), (a = 4) in ((a = { 4: 1 })), (a = 2) ** (a = 3));
}
f({});
