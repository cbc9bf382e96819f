// module
import def, { a as b, 'string name' as s } from './x.js' with { type: 'json' };
import * as ns from './y.js';
import defer * as lazy from './z.js';
export * from './star.js';
export * as all from './star.js';
export { b, q as 'quoted' } ;
export { r } from './r.js';
export default function () { return b; }
export let q = await def;
let local = 1; var v = local;
export class C {}
console.log(import.meta, ns.x, import('x'));
