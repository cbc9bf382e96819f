//! Colours regular expressions by their syntax.
// env: NODE_NO_WARNINGS=1
const util = require('node:util');
for (const r of [/abc/,/^a$/,/(?<name>a)\k<name>\1/u,/(?:a)(?=b)(?!c)(?<=d)(?<!e)/,/[a-z^\]\d]/gi,/[^abc]/,/a{1,2}b{3}?c*?d+e?/,/\u{1F600}\u0041\x41\cA\0\p{L}\P{Lu}/u,/((a)|b|(c(d(e(f)))))/,/./s,/[\w&&[a-z]]/v,/\//,/a\.b\[c\]\(/,/\bfoo\B/,/(?i:a)(?-i:b)/,/[[a]--[b]]/v,/\q/,/{/,/a,b-c=d<e>/,/[(){}|.*+?]/, /\t\n\r\v\f/,/[\b\-]/])
 console.log(r.source.padEnd(40), JSON.stringify(util.inspect(r,{colors:true})).replaceAll('\\u001b','').replaceAll('[39m','~'));

for (const r of [/[-a]/,/[a-]/,/[a-\d]/,/[\da-z]/,/a|b/,/(?:a|b)+/,/(a){2,}/,/(?<n>(x)[a-z]{1}\k<n>)/,/(.)/,/([a-b])/,/(\u{61}\p{L})/u,/(a,b)/,/[,]/,/(?i:(a))/,/(\d\.)/,/a{x}/,/(?:(?:a))/,/\cA/,/\01/,/(^a$)/,/[a-c-e]/,/\12/,/\u{61}/,/[\u{61}-\u{62}\p{L}]/u,/[--a]/, /[\]-a]/,/[\x41-\x42]/,/a{1}b/,/a{12,345}/,/\u{/,/(?<=a(b))/,/\p{L/, /[\cA\k<a>]/,/(?:)/,/]/,/}/])
 console.log(r.source.padEnd(30), JSON.stringify(util.inspect(r,{colors:true})).replaceAll('\\u001b','').replaceAll('[39m','~'));
