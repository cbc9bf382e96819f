// lastIndex that runs code, is read-only or huge.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('frozen', () => Object.freeze(/a/g).exec('b'));
attempt('value', () => { const r = /a/g; r.lastIndex = { valueOf() { throw new Error('index'); } }; return r.exec('a'); });
attempt('huge', () => { const r = /a/g; r.lastIndex = 2 ** 53; return r.exec('a'); });
attempt('exec result', () => { const r = /a/; r.exec = () => 1; return r.test('a'); });
attempt('endless', () => { const r = /a/g; let n = 0; r.exec = () => (n++ < 1000 ? { 0: '', index: 0, length: 1 } : null); return 'a'.replace(r, 'b'); });
attempt('flags', () => { const r = /a/; Object.defineProperty(r, 'flags', { get() { throw new Error('flags'); } }); return 'a'.replace(r, ''); });
