//! Prints 300 random values from a fixed seed with random options.
// env: NODE_NO_WARNINGS=1
'use strict';
const util = require('node:util');
let seed=2026; const rnd=()=>{seed=(seed+0x6D2B79F5)|0;let t=Math.imul(seed^(seed>>>15),1|seed);t=(t+Math.imul(t^(t>>>7),61|t))^t;return((t^(t>>>14))>>>0)/4294967296}; const ri=n=>Math.floor(rnd()*n); const pick=a=>a[ri(a.length)];
const words=['a','foo','some longer words','it\'s','"q"','line1\nline2 is here and longer','é中','','x'.repeat(30),'\u{1F600}','tab\t','k-v','Zed'];
class A{constructor(){this.x=1}} class B extends A{get g(){return 1}} class M extends Map{} class L extends Array{} class E1 extends Error{}
const prim=()=>pick([()=>ri(10),()=>ri(100000),()=>rnd()*100,()=>-ri(50),()=>pick(words),()=>pick(words)+ri(99),()=>true,()=>null,()=>undefined,()=>BigInt(ri(9999)),()=>Symbol(pick(words)),()=>NaN,()=>-0,()=>pick(words).repeat(ri(8))])();
const all=[];
function val(d){ if(d<=0||rnd()<.4) return prim(); const v=pick([obj,obj,obj,arr,arr,arr,map,set,misc,inst,circ])(d); return v}
const key=()=>pick(['a','b','c','name','value','k-1','longPropertyName','0','12',Symbol('s'),'x y']);
function obj(d){const o={};all.push(o);for(let n=ri(6);n--;)o[key()]=val(d-1);return o}
function arr(d){const t=ri(5);let a=[];all.push(a);const n=pick([0,1,2,3,5,7,8,10,20,30,110]); for(let i=0;i<n;i++)a.push(t==0?ri(1000):t==1?pick(words):t==2?ri(10):val(n>10?0:d-1)); if(rnd()<.1)delete a[ri(n)]; if(rnd()<.1)a.length+=ri(5); if(rnd()<.1)a.extra=val(d-1);return a}
function map(d){const m=rnd()<.2?new M:new Map;all.push(m);for(let n=ri(5);n--;)m.set(val(d-1),val(d-1));return m}
function set(d){const m=new Set;all.push(m);for(let n=ri(5);n--;)m.add(val(d-1));return m}
function inst(d){const o=pick([()=>new A,()=>new B,()=>Object.create(null),()=>new L(),()=>Object.create({}),()=>(function(){return arguments})(1,2)])();if(!Array.isArray(o))o[key()]=val(d-1);return o}
function circ(){return all.length?pick(all):{}}
function misc(d){return pick([()=>new Date(ri(1e9)*1000),()=>/ab+c/g,()=>function foo(){},()=>class Q{},()=>new Uint8Array(ri(20)),()=>new Float64Array([rnd(),1,2]),()=>Promise.resolve(val(d-1)),()=>new Map([[1,val(d-1)]]).entries(),()=>{const e=new E1('m');Object.defineProperty(e,'stack',{value:'Error: m\n    at x (y:1:2)\n    at z',writable:true,configurable:true});if(rnd()<.5)e.code=val(d-1);return e},()=>new Proxy(obj(d-1),{}),()=>Object(prim()??1),()=>({get a(){return 1},set b(x){}}),()=>Object.defineProperty({},'hid',{value:val(d-1)}),()=>new ArrayBuffer(ri(8)),()=>new Set([1,2]).values(),()=>Object.assign(()=>{},{p:val(d-1)}),()=>new WeakMap, ()=>new Error('x',{cause:1}).cause])()}
for (let i = 0; i < 300; i++) {
  all.length = 0;
  const v = val(4);
  const o = { depth: pick([0, 1, 2, 2, 2, 3, 5, null, Infinity]), colors: rnd() < .15, compact: pick([3, 3, 3, 1, 0, false, true, 2, 5]), breakLength: pick([80, 80, 80, 60, 120, Infinity, 40]), showHidden: rnd() < .1, sorted: rnd() < .1, getters: rnd() < .2, maxArrayLength: pick([100, 100, 3, 0, null]), maxStringLength: pick([10000, 10, null]), showProxy: rnd() < .2, numericSeparator: rnd() < .2 };
  console.log(`${i} ${util.inspect(v, o)}`);
}
