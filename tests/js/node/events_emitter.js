//! EventEmitter, once, on and their helpers.
// env: NODE_NO_WARNINGS=1
const E=require('node:events'); const {EventEmitter,once,on}=E;
console.log(Object.keys(E.prototype).join(), E.defaultMaxListeners, E.errorMonitor, E.captureRejectionSymbol);
const e=new E(); console.log(e); const l=[]; e.on('a',function f(x){l.push(['a',x,this===e])}); e.prependListener('a',()=>l.push('first')); e.once('a',()=>l.push('once')); console.log(e.emit('a',1),e.emit('a',2),e.emit('b')); console.log(l); console.log(e.listenerCount('a'),e.listeners('a'),e.rawListeners('a'),e.eventNames()); 
try{e.emit('error',new Error('boom'))}catch(x){console.log(x.message)} try{e.emit('error','str')}catch(x){console.log(x.message,x.code,x.context)} try{e.emit('error')}catch(x){console.log(x.message)} try{e.emit('error',{a:1})}catch(x){console.log(x.message)} try{e.on('x',5)}catch(x){console.log(x.code,x.message)} try{e.setMaxListeners(-1)}catch(x){console.log(x.code,x.message)}
e.on(E.errorMonitor,(x)=>console.log('mon',x.message)); e.on('error',x=>console.log('err',x.message)); e.emit('error',new Error('q'));
e.on('newListener',(t,f)=>console.log('new',t,typeof f)); e.on('removeListener',(t,f)=>console.log('rem',t,typeof f)); const g=()=>{}; e.on('z',g); e.off('z',g); e.once('z',g); e.removeListener('z',g); e.removeAllListeners('a'); e.removeAllListeners(); console.log(e.eventNames());
const s=Symbol('s'); e.on(s,()=>{}); console.log(e.eventNames(), E.listenerCount(e,s), E.getEventListeners(e,s).length);

class Sub extends E{constructor(){super({captureRejections:true});this.x=1}}; const sub=new Sub; console.log(sub); sub.on('ev',async()=>{throw new Error('async')}); sub.on('error',x=>console.log('captured',x.message)); sub.emit('ev'); sub[Symbol.for('nodejs.rejection')]; 
function Old(){E.call(this)} require('util').inherits(Old,E); const o=new Old; o.on('q',v=>console.log('old',v)); o.emit('q',3);
(async()=>{ setTimeout(()=>e.emit('later',1,2),1); console.log(await once(e,'later')); const ac=new AbortController; const p=once(e,'never',{signal:ac.signal}); ac.abort(); await p.catch(x=>console.log(x.name,x.code,x.message)); const em=new E; const pe=once(em,'x'); em.emit('error',new Error('rej')); await pe.catch(x=>console.log(x.message)); const et=new EventTarget; setTimeout(()=>et.dispatchEvent(new Event('foo')),1); const [evt]=await once(et,'foo'); console.log(evt.type);
 const it=on(em,'d'); em.emit('d',1); em.emit('d',2); setTimeout(()=>em.emit('d',3),1); let n=0; for await(const v of it){console.log(v); if(++n==3)break} console.log(em.listenerCount('d')); const it2=on(em,'d'); em.emit('error',new Error('iterr')); try{for await(const v of it2);}catch(x){console.log(x.message)} const it3=on(em,'d',{close:['end']}); em.emit('d','a'); em.emit('end'); for await(const v of it3)console.log('c',v); console.log('done');
 const d=E.addAbortListener(new AbortController().signal,()=>{}); console.log(typeof d[Symbol.dispose]);
 try{await once({}, 'x')}catch(x){console.log(x.code,x.message)}
})();
const r=new E; r.once('a',()=>{console.log('re'); r.emit('a')}); r.emit('a'); const self=new E; self.on('a',function h(){self.off('a',h); console.log('h')}); self.on('a',()=>console.log('second')); self.emit('a'); self.emit('a'); E.setMaxListeners(5); console.log(new E().getMaxListeners());
