function destructuring([a, b], { c, d: { e = 5 } = {}, ...rest }, f = a) {
  let [x, , y = 2, ...z] = b;
  [a, b] = [b, a];
  ({ a, ['k' + b]: c[0], ...rest.all } = e);
  var { v } = f;
  return [x, y, z, v];
}
