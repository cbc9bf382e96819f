function calls(a, b) {
  a(b); a.b(b, 1); a[b](2); new a(b); a(...b); new a(...b); a?.(b); a?.b.c(1); (a.b)(2); (a?.b)(3);
  a.b`x${b}y`; a.b.c().d().e();
  let x = 1;
  return x + (x = 2) + f(x++);
}
