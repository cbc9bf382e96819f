// Short circuits skip everything to their right; ?? and its assignment look at null and undefined only.
const o = { a: { b: () => 'called', c: 0 } };
let n = 0;
console.log(o?.a?.b(), o.x?.y.z.w[n++], n, o.a.b?.(), o.nope?.(n++), n, delete o?.a.c, o.a.c);
console.log(null ?? 'd', 0 ?? 'd', '' || 'd', false && n++);
let x = null, y = 0, z = 1;
x ??= 'set'; y ||= 'or'; z &&= 'and';
console.log(x, y, z);
const lazy = { get v() { return 1; }, set v(_) { throw new Error('must not be set'); } };
lazy.v ??= 2; lazy.v ||= 3;
console.log(o?.['a']?.['b']?.name, (o?.a).b());
try { o.nope.b; } catch (e) { console.log(e.message); }
try { o.nope(); } catch (e) { console.log(e.message); }
try { null?.a; undefined.b; } catch (e) { console.log(e.message); }
