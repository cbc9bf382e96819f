// gc-stress-every: 29
//! Streams once more: order of events, back pressure, failures in every method, pairs and signals.
// env: NODE_NO_WARNINGS=1
const s=require('node:stream'), {once,on,EventEmitter}=require('node:events'), sp=require('node:stream/promises'); const fs=require('node:fs');
let k=0; const log=(...a)=>console.log(k,...a);
const T=[
async()=>{ const r=new s.Readable({read(){}}); r.on('end',()=>log('end')); r.on('close',()=>log('close')); r.push('a'); r.push(null); r.resume(); await sp.finished(r) },
async()=>{ const w=new s.Writable({write(c,e,cb){setImmediate(cb)}}); const ev=[]; for(const n of ['pipe','unpipe','drain','finish','close','error','prefinish'])w.on(n,()=>ev.push(n)); s.Readable.from(['a','b']).pipe(w); await sp.finished(w); log(ev) },
async()=>{ const d=new s.PassThrough({highWaterMark:2}); let n=0; while(d.write('x'))n++; log(n,d.writableLength,d.readableLength,d.writableNeedDrain); d.destroy(); await new Promise(r=>setImmediate(r)); log(d.destroyed,d.closed,d.writable,d.readable) },
async()=>{ const d=new s.Transform({objectMode:true,transform(c,e,cb){this.push(c);this.push(c+1);cb()},final(cb){log('final');cb()},flush(cb){log('flush');cb(null,99)}}); d.write(1); d.end(5); log(await d.toArray()) },
async()=>{ const d=new s.Transform({transform(c,e,cb){cb(null,c)}}); d.on('error',e=>log(e.message)); d.destroy(new Error('x')); d.write('a',e=>log('wcb',e.code)); await new Promise(r=>setImmediate(r)) },
async()=>{ const r=s.Readable.from(['x'.repeat(10)],{objectMode:false}); r.on('readable',()=>{let c;while(null!==(c=r.read(4)))log(c.toString())}); await sp.finished(r); },
async()=>{ const r=new s.Readable({objectMode:true,highWaterMark:2,read(){}}); log(r.push(1),r.push(2),r.push(3)); log(r.readableLength); r.push(null); const o=[]; for await(const x of r)o.push(x); log(o) },
async()=>{ const r=s.Readable.from([1,2,3,4]); const it=r[Symbol.asyncIterator](); log((await it.next()).value,(await it.return()).done,r.destroyed) },
async()=>{ const r=s.Readable.from([1,2,3]); for await(const x of r.iterator({destroyOnReturn:false})){log(x);break} log(r.destroyed); for await(const x of r)log(x) },
async()=>{ const a=new s.PassThrough(); a.end('q'); const b=new s.PassThrough(); const c=new s.PassThrough(); a.pipe(b); a.pipe(c); log((await b.toArray()).toString(),(await c.toArray()).toString()) },
async()=>{ const [x,y]=s.duplexPair(); x.write('to y'); y.end('to x'); y.on('data',d=>log('y',d.toString())); log('x',(await x.toArray()).toString()); x.end(); },
async()=>{ await sp.pipeline(s.Readable.from(['a','b']),async function*(src,{signal}){for await(const c of src)yield c+'1'},async src=>{for await(const c of src)log(c.toString())}) },
async()=>{ const ac=new AbortController(); const p=sp.pipeline(new s.Readable({read(){}}),new s.PassThrough(),{signal:ac.signal}); ac.abort(new Error('why')); await p.catch(e=>log(e.name,e.code,e.cause.message)) },
async()=>{ const e=new EventEmitter({captureRejections:true}); e.on('x',async()=>{throw new Error('r')}); e[Symbol.for('nodejs.rejection')]=(err,ev,...a)=>log(err.message,ev,a); e.emit('x',1,2); await new Promise(r=>setImmediate(r)) },
async()=>{ const w=new s.Writable({construct(cb){log('c');setImmediate(()=>cb(new Error('cerr')))},write(){}}); w.on('error',e=>log(e.message)); w.on('close',()=>log('closed')); w.write('x',e=>log('w',e.message)); await new Promise(r=>setTimeout(r,5)) },
async()=>{ const w=new s.Writable({write(c,e,cb){cb();cb()}}); w.on('error',e=>log(e.code)); w.write('a'); await new Promise(r=>setImmediate(r)) },
async()=>{ const w=new s.Writable({autoDestroy:false,write(c,e,cb){cb(new Error('nope'))}}); w.on('error',e=>log(e.message)); w.on('close',()=>log('never')); w.write('a'); await new Promise(r=>setImmediate(r)); log(w.destroyed,w.errored.message) },
async()=>{ const r=new s.Readable({encoding:'utf8',read(){}}); r.push(Buffer.from([0xe2,0x82])); r.push(Buffer.from([0xac])); r.push(null); log(await r.toArray()) },
async()=>{ const r=new s.Readable({read(){}}); r.push('abc'); r.once('data',d=>log('d',d.toString())); await new Promise(x=>setImmediate(x)); r.push('def'); log(r.readableFlowing,r.readableLength); r.on('data',d=>log('d2',d.toString())); await new Promise(x=>setImmediate(x)); r.destroy() },
async()=>{ const x=new s.PassThrough(); x.write('a'); x.end(); log((await new Response(s.Readable.toWeb(x)).text())) },
async()=>{ class W extends s.Writable{_write(c,e,cb){log('W',c.toString(),e);cb()} _final(cb){log('F');cb()}}; const w=new W({decodeStrings:false}); w.write('s','latin1'); w.end(); await sp.finished(w) },
async()=>{ const w=new s.Writable({highWaterMark:1,write(c,e,cb){process.nextTick(cb)}}); let n=0; w.on('drain',()=>n++); for(let i=0;i<5;i++){ if(!w.write('abc')) await once(w,'drain') } log(n); w.end(); await sp.finished(w); log(w.writableEnded,w.writableFinished) },
];
(async()=>{for(const t of T){k++;try{await Promise.race([t(),new Promise((_, j)=>setTimeout(()=>j(new Error('timeout')),1000))])}catch(e){log('FAIL',e.message)}}})();
