function loops(n, list, object) {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += i;
  while (n > 0) { n--; if (n === 3) continue; if (n == null) break; }
  do { sum = sum - 1; } while (sum >= 0 && n !== 2);
  for (const x of list) { if (x) break; }
  for (const key in object) sum += key.length;
  outer: for (;;) { for (;;) { continue outer; } }
}
