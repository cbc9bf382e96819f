// prettier formats its own standalone build (minified, 70 kB), and small pieces in several languages.
import { readFileSync } from 'node:fs';
import * as prettier from 'prettier/standalone';
import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import * as markdown from 'prettier/plugins/markdown';
import * as postcss from 'prettier/plugins/postcss';
import * as typescript from 'prettier/plugins/typescript';
import * as yaml from 'prettier/plugins/yaml';
import * as html from 'prettier/plugins/html';
import { digest } from './_digest.mjs';

const plugins = [babel, estree, markdown, postcss, typescript, yaml, html];
const source = readFileSync(new URL('node_modules/prettier/standalone.mjs', import.meta.url), 'utf8');
const formatted = await prettier.format(source, { parser: 'babel', plugins });
console.log(digest(source), '->', digest(formatted));
console.log(formatted.slice(0, 1500));
const pieces = {
  typescript: 'type A<T>={[K in keyof T]?:T[K]extends string?"s":never};abstract class B<in out T>extends C<T>implements D{private readonly x:number=1;constructor(public y?:string,...z:any[]){super()}@dec() get v():asserts this is B<T>{return this.x as unknown as never}}enum E{A=1<<2,B="b"}declare module "m"{export default function f<const T>(this:Window,a:T):T|undefined}',
  css: 'a{color:RED;background:URL(x.png) no-repeat;margin:0 0 0 0}@media (max-width:100px) and (min-width:20px){.b>.c~d:not(.e,.f)::before{content:"\\201C";transform:translate( -50% , -50% ) scale(1.5,2)}}@import url("foo.css");',
  scss: '@mixin m($a:1px,$b:red){border:$a solid $b;&:hover{color:darken($b,10%)}}.x{@include m(2px);@extend %y;@each $i in 1,2,3{.w-#{$i}{width:10px*$i}}}',
  markdown: 'Title\n===\n* a\n* b\n    1) c\n\n|a|b|\n|-|:-:|\n|long cell|x|\n\nA long line of text that goes on and on until it is certainly longer than eighty columns, and then some.\n```js\nlet  a=1\n```\n',
  yaml: 'a:   1\nb:\n    - x\n    -   {y: 2,   z: [1,2,  3]}\nc: |\n   text\n   more\n# comment\nd: &anchor {k: v}\ne: *anchor\n',
  html: '<!doctype html><html><head><title>x</title><script>let a=1;function f(){return a}</script><style>a{b:c}</style></head><body><div class="a b   c" id=x><p>some <b>bold</b> and <i>italic</i> text which is long enough to be wrapped somewhere around here</p><ul><li>1<li>2</ul><br><input disabled value="q"></div></body></html>',
  json: '{"a":[1,2,{"b":null}],"long":["aaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","ccccccccccccccccccc"]}',
  babel: 'const f=async({a,b:{c=1}={}},...r)=>{for await(const x of y)if(x?.z??w)yield_(x);else throw new Error(`a${b+1}c`)},g=function*(){yield*f()};const jsx=<A b={c} {...d}><B/>{e?<C>text</C>:null}</A>;label:for(;;){switch(a){case 1:case 2:break label;default:continue}}',
};
for (const [parser, text] of Object.entries(pieces)) {
  console.log(`--- ${parser}\n${await prettier.format(text, { parser, plugins, singleQuote: parser === 'babel' })}`);
}
try {
  await prettier.format('let a = ;', { parser: 'babel', plugins });
} catch (error) {
  console.log(error.name, error.message, error.loc);
}
