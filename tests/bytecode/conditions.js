function conditions(a, b, c) {
  if (a < b && !(b === c) || c == null) return a ? b : c;
  const t = !(a > 1) , u = a && b || c, v = a ?? b;
  a ||= b; a.x ??= c; b[a] += 2;
  switch (a) { case 1: return t; case 'x': { let u; } default: return v; case u: }
  return typeof q === 'undefined' || a === undefined || -5 * 2;
}
