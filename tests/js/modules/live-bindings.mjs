// Bindings are live and read-only from outside; cycles see what is there; namespaces are sorted.
import def, { count, up, default as again, renamed } from './fixtures/counter.mjs';
import * as ns from './fixtures/counter.mjs';
import { seen } from './fixtures/cycle-a.mjs';
import data from './fixtures/data.json' with { type: 'json' };
up(); up();
console.log(count, ns.count, def(), again === def, renamed, Object.keys(ns).join());
try { ns.count = 5; } catch (e) { console.log(e.name); }
console.log(ns[Symbol.toStringTag], Object.isSealed(ns), 'nope' in ns, ns.nope, seen.join());
console.log(data.list[1], typeof import.meta.url, import.meta.url.endsWith('live-bindings.mjs'));
const self = await import('./fixtures/stars.mjs');
console.log(self.star, self.count, this);
