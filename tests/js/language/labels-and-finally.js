// finally runs on every way out and may replace it.
const ways = [
  () => { try { return 'try'; } finally { console.log('f1'); } },
  () => { try { throw 1; } catch { return 'catch'; } finally { return 'finally'; } },
  () => { for (;;) { try { break; } finally { console.log('f2'); } } return 'after'; },
  () => { a: { try { break a; } finally { console.log('f3'); } } return 'label'; },
  () => { let i = 0; for (; i < 3; i++) { try { continue; } finally { if (i === 1) break; } } return i; },
  () => { try { try { throw new Error('inner'); } finally { throw new Error('outer'); } } catch (e) { return e.message; } },
  () => { let x = 1; try { return x; } finally { x = 2; } },
];
for (const way of ways) console.log(way());
outer: for (let i = 0; ; i++) { for (let j = 0; ; j++) { if (j === 2) continue outer; if (i === 2) break outer; console.log(i, j); } }
switch (3) { case 1: console.log('one'); default: console.log('default'); case 2: console.log('falls'); break; case 4: console.log('no'); }
