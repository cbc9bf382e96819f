// String methods with hostile arguments.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('repeat', () => 'a'.repeat(-1));
attempt('repeat value', () => 'a'.repeat({ valueOf() { throw new Error('count'); } }));
attempt('normalize', () => 'a'.normalize('X'));
attempt('codePoint', () => String.fromCodePoint(1.5));
attempt('includes', () => 'a'.includes(/a/));
attempt('matchAll', () => 'a'.matchAll(/a/));
attempt('replaceAll', () => 'a'.replaceAll(/a/, ''));
attempt('split limit', () => 'a,b'.split(',', -1).length);
attempt('split many', () => 'a'.repeat(1e6).split('').length);
attempt('null this', () => String.prototype.trim.call(null));
attempt('isWellFormed', () => 'a\ud800'.repeat(1e5).isWellFormed());
attempt('localeCompare', () => 'a'.localeCompare('b', 'not a locale'));
attempt('at', () => 'abc'.at(-Infinity));
attempt('normalize long', () => '\u0344'.repeat(1e5).normalize('NFD').length);
