//! The functions of path over many POSIX and Windows paths.
// env: NODE_NO_WARNINGS=1
const path=require('node:path');
const ins=['','/','//','///','/a','/a/','a','a/','./a','../a','a/../b','a/b/c.txt','/a//b///c/..','.bashrc','a.b.','..','.','a..','...','/..','/../a','a/./b/','C:\\','C:','C:a','C:\\a\\b.txt','c:/a/../b','\\\\server\\share\\file','\\\\server\\share','\\\\server\\share\\','//server/share/x','\\a\\b','a\\b\\..\\c','.\\C:a','/foo/bar.tar.gz','/a b/c d.e f','file:stream','a/b\\c','./','..//..','/a/b/.','.a.b','C:/','C:..','//','\\\\','\\\\a','D:\\x/y\\'];
for(const k of ['posix','win32']){const p=path[k];for(const i of ins)console.log(k,JSON.stringify(i),JSON.stringify([p.normalize(i),p.dirname(i),p.basename(i),p.extname(i),p.isAbsolute(i),p.parse(i),p.basename(i,'.txt')]));
 for(const a of ins)for(const b of ['x','/x','..','../..','C:\\q','C:q','\\\\s\\h\\q','','./y/','..\\z'])console.log(k,a,b,JSON.stringify([p.join(a,b), k=='posix'?p.resolve('/w',a,b):p.resolve('C:\\w',a,b), k=='posix'?p.relative(p.resolve('/w',a),p.resolve('/w',b)):p.relative(p.resolve('C:\\w',a),p.resolve('C:\\w',b))]));}
console.log(path.format({dir:'/a',base:'b.c'}),path.format({root:'/',name:'x',ext:'y'}),path.format({name:'q',ext:'.z'}),path.win32.format({dir:'C:\\a',base:'x'}));
for(const f of [()=>path.join(1),()=>path.resolve({}),()=>path.format(1),()=>path.basename('a',1),()=>path.parse(null)])try{f()}catch(e){console.log(e.code,e.message)}
console.log(path===path.posix,path.win32.sep,path.delimiter,Object.keys(path).join());
for(const [a,b] of [['a/b.js','*.js'],['a.js','*.js'],['a/b/c.js','**/*.js'],['a/b','a/*'],['.x','*'],['ab','a?'],['abc','a[b-d]c'],['x.ts','*.{js,ts}'],['a','!(b)'],['b','!(b)'],['aa','+(a)'],['a/b/c','a/**']])console.log(a,b,path.matchesGlob(a,b));
