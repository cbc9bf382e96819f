// Character classes within character classes, and disjunctions past all measure.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('nested classes', () => new RegExp('['.repeat(50000) + 'a' + ']'.repeat(50000), 'v').test('a') !== undefined);
attempt('open classes', () => new RegExp('['.repeat(50000), 'v'));
attempt('strings', () => new RegExp('[\\q{' + 'ab|'.repeat(20000) + 'c}]', 'v').test('ab'));
attempt('subtract', () => new RegExp('[a-z' + '--[b]'.repeat(2000) + ']', 'v').test('b'));
attempt('alternatives', () => new RegExp('a|'.repeat(50000) + 'b').test('b'));
attempt('many groups', () => new RegExp('(a)'.repeat(20000)).exec('a'.repeat(20000)).length);
attempt('named', () => new RegExp(Array.from({ length: 5000 }, (_, i) => '(?<n' + i + '>a)').join('')).exec('a'.repeat(5000)).groups.n4999);
attempt('same names', () => new RegExp('(?<n>a)(?<n>b)'));
attempt('quantifiers', () => new RegExp('a{99999999999999999999}').test('a'));
attempt('nested quantifiers', () => new RegExp('(?:'.repeat(500) + 'a' + '){2}'.repeat(500)).test('a'));
