//! StringDecoder in pieces, and punycode.
// env: NODE_NO_WARNINGS=1
const {StringDecoder}=require('node:string_decoder'); const B=Buffer;
for(const enc of ['utf8','utf16le','base64','base64url','latin1','hex','ascii','ucs2']){ const src=B.from('aé€😀\ud83dz\u0000bcd','utf8'); for(const step of [1,2,3,5,100]){const d=new StringDecoder(enc); let o=[]; for(let i=0;i<src.length;i+=step)o.push(d.write(src.subarray(i,i+step))); o.push(d.end()); console.log(enc,step,JSON.stringify(o));}}
const d=new StringDecoder('utf8'); console.log(JSON.stringify([d.write(B.from([0xe2,0x82])),d.end(),d.write(B.from([0xac])),d.end(B.from([0xf0,0x9f])),d.end()]));
const bad=[[0xff,0x41],[0xe2,0x41],[0xf0,0x9f,0x41],[0xc0,0x80],[0xed,0xa0,0x80],[0xf4,0x90,0x80,0x80],[0xe2,0x82,0xe2,0x82,0xac],[0x80,0x80],[0xf0,0x80,0x80,0x80],[0xe0,0x80]]; for(const b of bad){const x=new StringDecoder(); let o=[];for(const y of b)o.push(x.write(B.from([y])));o.push(x.end());console.log(JSON.stringify(o));const z=new StringDecoder();console.log(JSON.stringify([z.write(B.from(b)),z.end()]))}
try{new StringDecoder('nope')}catch(e){console.log(e.code,e.message)} try{new StringDecoder().write(5)}catch(e){console.log(e.code,e.message)} console.log(new StringDecoder().write('str'), new StringDecoder('UTF-16LE').encoding);
const pc=require('node:punycode'); for(const s of ['mañana','bücher','☃-⌘','他们为什么不说中文','-> $1.00 <-','','abc'])console.log(pc.encode(s),pc.decode(pc.encode(s)),pc.toASCII(s+'.com'),pc.toUnicode(pc.toASCII(s+'.com'))); console.log(pc.ucs2.decode('a😀'),pc.ucs2.encode([97,0x1f600]),pc.version);
