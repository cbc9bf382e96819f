// What the words of an error call the expression that failed.
const cases = [
  '({}).f()', '({a:1}).f()', '[].f()', '[1,2].f()', '[1,,...a].f()', '(void 0)()',
  '"str".f()', '(1)()', '1.5()', 'true()', 'null()', 'undefined()',
  '(typeof a)()', '(!a)()', '(-b)()', '(a,b)()', '(a+b)()', '(a&&b)()',
  '(a??b)()', '(a?b:u)()', '(a=b)()', '(()=>1)().x()', '(function(){}).f()', '(function foo(){}).f()',
  '(class{}).f()', '(class A{}).f()', '`t${1}`.f()', '`t`()', '/x/g.f()', '/x/()',
  'new a.b()', 'new (a.b())()', 'new a()', 'new (class{})().f()', 'a.b.c()', 'a["b"]()',
  'a[b]()', 'a[b+1]()', 'a["b c"]()', 'a[0]()', 'a?.b()', 'a.b?.()',
  'a.b()?.c', 'this.f()', 'super_()', '(async()=>{})().f()', 'a().b()', 'a.b.c.d',
  'u.x', 'u[b]', 'u[s]', 'u.x.y', 'n.x', 'u.x()',
  '(a.b).c', '({}).x.y', 'u[0]', 'u?.x.y', '[].x.y', 'a.b[0]',
  'for (const x of a) ;', 'for (const x of 5) ;', '[...a]', 'f(...a)', 'f_(...u)', 'new Map(a)',
  'const [q] = a', 'const [q] = {}', 'const [q] = u', 'const [q] = null', 'const {q} = null', 'const {q} = u',
  'const {} = null', 'const {q:{r}} = a', 'const {q:{r}} = {}', 'const {[s]:w} = null', 'const {...w} = null', '(({q})=>1)()',
  '(([q])=>1)()', '(({q:{r}})=>1)({})', '[a.q] = u', '[q1] = {}', 'yield_', 'x in 5',
  '"x" in "y"', 'a instanceof 5', 'a instanceof a', 'a instanceof (()=>{})', 'delete u.x', 'u.x = 1',
  'n.x = 1', 'u[s] = 1', 'u.x++', 'u.x += 1', 'u`x`', 'a.b`x`',
  'a.b.c`x`', 'new u', 'new u.x', 'import.meta', '(a||b)()', '((a))()',
  '((a.b))()', 'a.b.c.d()', 'JSON.f()', 'Math.max.f()', 'a["f"+1]()', 'a[s]()',
  'a[Symbol.iterator]()', 'a[a]()', 'b()', 'b.f()', 's()', 's.f()',
  '(()=>{})()()', '(x=>x)(1)()', '(b)()', 'eval1()', 'new.target', 'class X extends u {}',
  'class X extends a {}', 'new (class extends Object { constructor(){} })', 'a.b = 1; a.b()', 'Object.freeze(a).c = 1', '"use strict"; Object.freeze([1]).push(2)', 'a.#x',
  'let z = z1', '({get x(){return u}}).x()', '[1,2][0]()', '[[1]][0][0]()', 'a[b++]()', 'a[1.5]()',
  'a[null]()', 'a[`x`]()', 'a[`x${1}`]()', '(a.b, a.c)()', '(0,a.b)()', '{a}.b()',
  '({b}).b()', '({b:{}}).b.c()', '({...a}).b()', '({f(){}}).g()', '({"x y":1}).f()', '({1:1}).f()',
  '({[s]:1}).f()', '(new Date).f()', 'new Date().f()', 'new (Date)().f()', 'Date().f()', '(1n)()',
  '(1n).f()', '(~b)()', '(+s)()', '(b--)()', '(++u.x)()', '(delete a.x)()',
  '(a in a)()', '(a == b)()', '(a = {}).f()', '(yield1)()', '({a:1,b:2}).f()', '({a,b}).f()',
  '({a:b,...s}).f()', '[b].f()', '[a.b,s].f()', '[,b].f()', '[...s].f()', '[{}].f()',
  '[()=>1].f()', '`a${b}c${s}`.f()', '`a`.f()', '(b?a:s).f()', 'a[b?1:2]()', '(a||{}).f()',
  '(()=>1).f()', '(async()=>1)()()', '(function(){})()()', 'a.b.c[s.x]()', 'a[s].c()', 'a[1].c()',
  'a["x-y"].c()', 'a["x"].c()', 'new a.c()', 'new a[b]()', 'new (b)()', 'a.f`x`()',
  'a`x`', '(a.f)`x`', 'new.target.f()', 'this()', 'this.x()', 'a?.[b]()',
  'a?.f()', 'a.b?.c.d()', '(a?.b).c()', 'super.x()', 'f(1).x()', 's.at(0).x()',
  's.at(0)()', 's.at()[0]()', 'a.b.c.d.e()', '(a.b=b)()', '(a+=b)()', '(a=b).f()',
  '(-b).f()', '(!b).f()', '(b++).f()', '(++b).f()', '(typeof b).f()', '(void 0).f()',
  '(b,s).f()', '(b+s).f()', '(b in a).f()', '(b instanceof Object).f()', '(b===s).f()', '(a&&b).f()',
  '(a??b).f()', 'null.f()', 'undefined.f()', '(null)()', '(undefined)()', '(1.5)()',
  '("x")()', '(true)()', '(5n)()', '(/x/g)()', '({})()', '([])()',
  '({a:1})()', '(class A{})()', 'a.b.c?.d.e()', '(x=>x)()()', 'Symbol.iterator()', 'a.#p',
  'for (const x of a.b) ;', 'for (const x of b+1) ;', 'for (const x of {}) ;', 'for (const x of f2()) ;', 'for (const x of [1][0]) ;', 'for (const x of (a)) ;',
  '[...a.b]', '[...b]', '[...5]', '[...{}]', 'const [x]=b', 'const [x]=5',
  'const [x]=u', 'const [x]={}', 'let [[x]]=[a]', 'let [{x}]=[u]', 'let {x:{y}}={}', 'const {x,y}=a.b',
  'const {x}=a.b.c', 'const {x:y}=u', 'const {"x-y":z}=u', 'const {1:z}=u', 'const {}=u', 'const {...x}=u',
  'const {[s]:x}=u', 'const {x}=f3()', 'const {x}=s.at(9)', '(function({x}){})()', '(function({x:y}){})(null)', '(function({}){})()',
  '(function([x]){})()', '(function([x]){})(a)', '(function({x:{y}}){})({})', '({x:b}=u)', '({x}=u)', '({}=u)',
  '[b]=u', '[b]=a', '[a.x]=a', 'try { throw null } catch ([x]) {}', '(({x})=>1)(null)', '((a,[x])=>1)(1,5)',
  '(function*(){ yield* a })().next()', '(function*(){ yield* 5 })().next()', '(function*(){ yield* u })().next()', 'new Set(5)', 'new Set(a)', 'Array.from(5).x()',
  'Object.fromEntries(5)', 'new WeakMap([1])', 'new Map([1])', 'u.f()', 'u.f.g()', 'n[0]()',
  'u[s]()', 'a.b.c = 1', 'delete n.x', 'const {x} = n; ', 'let x1 = {...u}.y.z', 'b.x.y',
  '(()=>{ "use strict"; zz = 1 })()', 'a.f(b.g())', 'a.f(\n b)', '(a.f /* c */ (b))', 'a . f ( )', 'a\n.f()',
  'a["f"]()', 'a[`f`]()',
];
for (const text of cases) {
  let said;
  try {
    new Function('a', 'b', 'u', 'n', 's', text)({}, 1, undefined, null, 'x');
    said = 'no error';
  } catch (error) {
    said = `${error.name}: ${error.message}`;
  }
  console.log(text, ' => ', said);
}
