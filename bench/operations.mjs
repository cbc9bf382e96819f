// What everyday operations cost, in nanoseconds each: run it in two runtimes, one after the other, a few times, and compare the least of each line.
//
//   jenny bench/operations.mjs; node --jitless bench/operations.mjs
class A { #x = 1; static has(o) { return #x in o } }
class B extends A {}
const b = new B(), o = {};
const time = (name, f) => { f(1e4); const t = performance.now(); f(2e6); console.log(name, ((performance.now() - t) / 2e6 * 1e6).toFixed(1), 'ns'); };
time('instanceof', (n) => { let c = 0; for (let i = 0; i < n; i++) if (b instanceof A) c++; return c; });
time('instanceof no', (n) => { let c = 0; for (let i = 0; i < n; i++) if (o instanceof A) c++; return c; });
time('#x in', (n) => { let c = 0; for (let i = 0; i < n; i++) if (A.has(b)) c++; return c; });
time('typeof', (n) => { let c = 0; for (let i = 0; i < n; i++) if (typeof b === 'object') c++; return c; });
time('in', (n) => { let c = 0; for (let i = 0; i < n; i++) if ('x' in o) c++; return c; });
time('template', (n) => { let c = 0; for (let i = 0; i < n; i++) c += `a${i}b`.length; return c; });
time('try', (n) => { let c = 0; for (let i = 0; i < n; i++) { try { c++ } finally { c-- } } return c; });
time('closure', (n) => { let c = 0; for (let i = 0; i < n; i++) { const f = () => i; c += f(); } return c; });
time('array lit', (n) => { let c = 0; for (let i = 0; i < n; i++) { const f = [i, 1, 2]; c += f.length; } return c; });
time('obj lit', (n) => { let c = 0; for (let i = 0; i < n; i++) { const f = {i, a: 1, b: 2}; c += f.a; } return c; });
time('for of', (n) => { let c = 0; const a = [1,2,3,4]; for (let i = 0; i < n; i++) { for (const x of a) c += x } return c; });
time('for in', (n) => { let c = 0; const a = {a:1,b:2,c:3}; for (let i = 0; i < n; i++) { for (const x in a) c++ } return c; });
time('map get', (n) => { let c = 0; const m = new Map([[1,2],[3,4]]); for (let i = 0; i < n; i++) c += m.get(3); return c; });
time('str ===', (n) => { let c = 0; const s = ['ab','cd']; for (let i = 0; i < n; i++) if (s[i&1] === 'cd') c++; return c; });
time('switch str', (n) => { let c = 0; const s = ['ab','cd','ef','gh']; for (let i = 0; i < n; i++) switch (s[i&3]) { case 'ab': c+=1; break; case 'cd': c+=2; break; case 'ef': c+=3; break; case 'gh': c+=4; } return c; });
time('charCodeAt', (n) => { let c = 0; const s = 'hello world'; for (let i = 0; i < n; i++) c += s.charCodeAt(i % 11); return c; });
time('Math.max', (n) => { let c = 0; for (let i = 0; i < n; i++) c += Math.max(i, 5); return c; });
time('spread call', (n) => { let c = 0; const f = (a, b) => a + b, x = [1, 2]; for (let i = 0; i < n; i++) c += f(...x); return c; });
time('rest', (n) => { let c = 0; const f = (...a) => a.length; for (let i = 0; i < n; i++) c += f(1, 2); return c; });
time('default', (n) => { let c = 0; const f = (a, b = 3) => a + b; for (let i = 0; i < n; i++) c += f(1); return c; });
time('bind', (n) => { let c = 0; const f = function (a) { return a + this.x }.bind({x: 1}); for (let i = 0; i < n; i++) c += f(1); return c; });
time('call', (n) => { let c = 0; const f = function (a) { return a + this.x }, t = {x: 1}; for (let i = 0; i < n; i++) c += f.call(t, 1); return c; });
time('getter', (n) => { let c = 0; const t = { get x() { return 1 } }; for (let i = 0; i < n; i++) c += t.x; return c; });
time('optional', (n) => { let c = 0; const t = { a: { b: 1 } }; for (let i = 0; i < n; i++) c += t?.a?.b ?? 0; return c; });
time('arr.map', (n) => { let c = 0; const a = [1,2,3,4]; for (let i = 0; i < n; i++) c += a.map(x => x + 1).length; return c; });
time('JSON small', (n) => { let c = 0; for (let i = 0; i < n / 10; i++) c += JSON.parse('{"a":1,"b":[1,2]}').b.length; return c; });
time('bigint', (n) => { let c = 0n; for (let i = 0; i < n; i++) c += 3n; return c; });
time('arguments', (n) => { let c = 0; const f = function () { return arguments[0] + arguments.length }; for (let i = 0; i < n; i++) c += f(1, 2); return c; });
time('generator', (n) => { let c = 0; function* g() { for (let i = 0; i < n; i++) yield i } for (const x of g()) c += x; return c; });
time('delete', (n) => { let c = 0; for (let i = 0; i < n / 4; i++) { const o = {a: 1, b: 2}; delete o.a; c += o.b } return c; });
time('regexp test', (n) => { let c = 0; const r = /(\d+)-(\d+)/; for (let i = 0; i < n / 4; i++) if (r.test('foo 123-456')) c++; return c; });
time('try throw', (n) => { let c = 0; for (let i = 0; i < n / 20; i++) { try { throw new Error('x') } catch { c++ } } return c; });
time('Array push', (n) => { const a = []; for (let i = 0; i < n; i++) a.push(i); return a.length; });
time('str concat', (n) => { let s = ''; for (let i = 0; i < n; i++) s += 'x'; return s.length; });
time('split/join', (n) => { let c = 0; for (let i = 0; i < n / 20; i++) c += 'a,b,c,d,e'.split(',').join('-').length; return c; });
time('Object.keys', (n) => { let c = 0; const o = {a:1,b:2,c:3}; for (let i = 0; i < n; i++) c += Object.keys(o).length; return c; });
time('symbol iter', (n) => { let c = 0; const s = new Set([1,2,3]); for (let i = 0; i < n / 4; i++) for (const x of s) c += x; return c; });
time('string iter', (n) => { let c = 0; for (let i = 0; i < n / 10; i++) for (const x of 'hello') c++; return c; });
time('parseInt', (n) => { let c = 0; for (let i = 0; i < n; i++) c += parseInt('42', 10); return c; });
time('toFixed', (n) => { let c = 0; for (let i = 0; i < n/4; i++) c += (i * 1.1).toFixed(2).length; return c; });
time('Date', (n) => { let c = 0; for (let i = 0; i < n/4; i++) c += new Date(2020, 1, i % 28).getTime() % 7; return c; });
time('super call', (n) => { class P { m(x) { return x } } class Q extends P { m(x) { return super.m(x) + 1 } } const q = new Q(); let c = 0; for (let i = 0; i < n; i++) c += q.m(1); return c; });
time('new class', (n) => { class P { constructor(x) { this.x = x } } let c = 0; for (let i = 0; i < n; i++) c += new P(i).x; return c; });
time('new derived', (n) => { class P { constructor(x) { this.x = x } } class Q extends P { constructor(x) { super(x); this.y = 1 } } let c = 0; for (let i = 0; i < n; i++) c += new Q(i).x; return c; });
