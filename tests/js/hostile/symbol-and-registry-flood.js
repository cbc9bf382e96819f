// A flood of symbols, atoms and short-lived keys is collected.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('for', () => { for (let i = 0; i < 200000; i++) Symbol.for('k' + i); return Symbol.keyFor(Symbol.for('k7')); });
attempt('keys', () => { const o = {}; for (let i = 0; i < 200000; i++) { o['k' + i] = 1; delete o['k' + i]; } return Object.keys(o).length; });
attempt('symbols', () => { const o = {}; for (let i = 0; i < 20000; i++) o[Symbol(i)] = 1; return Object.getOwnPropertySymbols(o).length; });
attempt('long keys', () => { const o = {}; o['x'.repeat(1 << 20)] = 1; return Object.keys(o)[0].length; });
attempt('rope keys', () => { const o = {}; let k = ''; for (let i = 0; i < 2000; i++) { k += 'ab'; o[k] = i; } return Object.keys(o).length; });
attempt('description', () => Symbol('y'.repeat(1 << 20)).toString().length);
attempt('keyFor', () => Symbol.keyFor('x'));
