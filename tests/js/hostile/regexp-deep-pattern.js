// Patterns nested or long past any stack.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('groups', () => new RegExp('('.repeat(1e5) + ')'.repeat(1e5)).test(''));
attempt('noncapturing', () => new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5)).test(''));
attempt('lookahead', () => new RegExp('(?='.repeat(1e5) + ')'.repeat(1e5)).test(''));
attempt('classes', () => new RegExp('['.repeat(1e5) + ']'.repeat(1e5), 'v').test(''));
attempt('alternatives', () => new RegExp(Array(1e5).fill('a').join('|')).test('b'));
attempt('long', () => new RegExp('a'.repeat(1e6)).test('a'));
attempt('quantifier', () => new RegExp('(?:a{1000}){1000}').test('a'.repeat(10)));
attempt('nested quantifiers', () => new RegExp('((((((a{99}){99}){99}){99}){99}){99}){99}').test('a'));
attempt('huge bound', () => new RegExp('a{99999999999999999999}').test('a'));
attempt('backreference', () => new RegExp('\\99999999999').test('a'));
attempt('unclosed', () => new RegExp('('.repeat(1e5)));
