// Sources with more cases, labels, variables and branches than anybody writes.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
const many = (n, f) => Array.from({ length: n }, (_, i) => f(i)).join('');
attempt('cases', () => Function('x', 'switch (x) {' + many(20000, (i) => 'case ' + i + ': return ' + i + ';') + '}')(19999));
attempt('ifs', () => Function('x', many(20000, (i) => 'if (x === ' + i + ') return ' + i + ';'))(19999));
attempt('variables', () => Function(many(20000, (i) => 'var v' + i + ' = ' + i + ';') + 'return v19999')());
attempt('captured', () => Function(many(5000, (i) => 'let v' + i + ' = ' + i + ';') + 'return () => v4999')()());
attempt('labels', () => Function(many(2000, (i) => 'l' + i + ':') + '{ break l0; } return 1')());
attempt('functions', () => Function(many(5000, (i) => 'function f' + i + '() { return ' + i + '; }') + 'return f4999()')());
attempt('constants', () => Function('return ' + many(20000, (i) => '"s' + i + '" + ') + '""')().length);
attempt('commas', () => Function('return (' + many(50000, (i) => i + ',') + '7)')());
attempt('loops', () => Function('let n = 0;' + many(200, () => 'for (let i = 0; i < 1; i++) {') + 'n++;' + '}'.repeat(200) + 'return n')());
attempt('tries', () => Function(many(500, () => 'try {') + 'throw new RangeError();' + '} finally { }'.repeat(500))());
attempt('finally returns', () => Function(many(12, (i) => 'try { if (Math.random() < 2) return ' + i + '; } finally {') + '}'.repeat(12))());
attempt('ternaries', () => Function('x', 'return ' + many(5000, (i) => 'x === ' + i + ' ? ' + i + ' : ') + '-1')(4999));
