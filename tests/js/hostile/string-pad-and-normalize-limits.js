// Strings that would be too long, from every method that takes a length.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
const max = 2 ** 30 - 25;
attempt('padStart', () => 'a'.padStart(2 ** 31));
attempt('padEnd', () => 'a'.padEnd(Infinity));
attempt('pad nothing', () => 'a'.padEnd(Infinity, ''));
attempt('repeat', () => 'ab'.repeat(max));
attempt('repeat negative', () => 'a'.repeat(-1));
attempt('replaceAll', () => 'a'.repeat(1e5).replaceAll('a', 'b'.repeat(1e5)));
attempt('replace function', () => 'a'.repeat(1e4).replace(/a/g, () => 'b'.repeat(1e6)));
attempt('join', () => new Array(1e6).join('x'.repeat(1e4)));
attempt('concat', () => { let s = 'a'; for (let i = 0; i < 40; i++) s = s.concat(s); return s; });
attempt('template', () => { let s = 'a'; for (let i = 0; i < 40; i++) s = `${s}${s}`; return s; });
attempt('raw', () => String.raw({ raw: { length: 2 ** 53 - 1, get 0() { throw new EvalError(); } } }));
attempt('escape', () => escape('\u1234'.repeat(1e5)).length);
attempt('split', () => 'a'.repeat(1e6).split('').length);
attempt('normalize', () => '\ufdfa'.repeat(1e5).normalize('NFKD').length);
attempt('upper', () => '\u0390'.repeat(1e5).toUpperCase().length);
