// Direct eval and with in scopes that already have the names.
// gc-stress-every: 20000
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('let', () => { let a = 1; eval('var a = 2'); });
attempt('function', () => { let a = 1; eval('function a() {}'); });
attempt('arguments', () => (function (a = eval('var arguments = 1')) { return typeof arguments; })());
attempt('catch', () => { try { throw 1; } catch (e) { eval('var e = 2'); return e; } });
attempt('many vars', () => { eval(Array.from({ length: 5000 }, (_, i) => 'var v' + i + '=' + i).join(';')); return eval('v4999'); });
attempt('nested', () => { let s = '1'; for (let i = 0; i < 12; i++) s = 'eval(' + JSON.stringify(s) + ')'; return eval(s); });
attempt('endless', () => { const f = () => eval('f()'); return f(); });
attempt('delete', () => { eval('var d = 1'); return eval('delete d') + typeof d; });
attempt('with proxy', () => { const p = new Proxy({}, { has() { throw new EvalError(); } }); return Function('p', 'with (p) return x')(p); });
attempt('with removes', () => Function('o', 'with (o) { x = (delete o.x, 5); return o.x; }')({ x: 1 }));
attempt('const', () => { const c = 1; eval('c = 2'); });
attempt('new.target', () => eval('new.target'));
attempt('super', () => eval('super.x'));
attempt('tdz', () => { eval('t'); let t = 1; });
