// Dates from texts and numbers that are no dates.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('long', () => Date.parse('2020-01-01' + ' '.repeat(100000)));
attempt('digits', () => Date.parse('1'.repeat(100000)));
attempt('comments', () => Date.parse('('.repeat(100000)));
attempt('nested comments', () => Date.parse('Jan 1 2020 ' + '('.repeat(50000) + ')'.repeat(50000)) !== 0);
attempt('huge', () => new Date(8.64e15 + 1).getTime());
attempt('setters', () => new Date(0).setFullYear(1e20));
attempt('throws', () => new Date({ [Symbol.toPrimitive]() { throw new EvalError(); } }));
attempt('hint', () => new Date(0)[Symbol.toPrimitive]('x'));
attempt('iso', () => new Date(NaN).toISOString());
attempt('json', () => new Date(NaN).toJSON());
attempt('changes itself', () => { const d = new Date(0); d.setHours({ valueOf() { d.setTime(NaN); return 1; } }); return d.getTime(); });
attempt('utc', () => Date.UTC(2 ** 53, 2 ** 53, 2 ** 53));
