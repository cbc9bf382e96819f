// Cooked and raw parts; one frozen strings array per place.
const tag = (strings, ...values) => `${strings.raw.join('|')} ${strings.join('|')} ${values.join()}`;
console.log(tag`a\n${1}b${2}`);
console.log(`nested ${`in ${1 + 1} side`} and ${[1, 2]} ${{}} ${null}`);
const same = () => ((s) => s)`x`;
console.log(same() === same(), Object.isFrozen(same()), same().raw.length);
const bad = (s) => s[0];
console.log(bad`\unicode and \xerxes`);
console.log(String.raw`\u0041${1}\n`, `multi
line`.length);
