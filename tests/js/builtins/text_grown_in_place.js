// Texts that are appended to and looked at in turn share a buffer, and each keeps its own end.
const texts = [];
let text = 'start ';
for (let i = 0; i < 3000; i++) {
  text += `${i},`;
  if (text.charCodeAt(text.length - 1) !== 44) console.log('wrong end', i);
  if (i % 500 === 0) texts.push(text);
}
console.log(text.length, text.slice(0, 20), text.slice(-12));
console.log(texts.map((each) => [each.length, each.slice(-6)]).join(' | '));
console.log(texts.every((each) => text.startsWith(each)), new Set(texts).size);

// Two ends for one beginning.
const fork = text + 'left, and a good deal more of it';
const other = text + 'right, and a good deal more of it';
fork.charCodeAt(5);
other.charCodeAt(5);
console.log(fork.slice(-40), other.slice(-40), text.slice(-12), fork.length, other.length);
const twice = text + text;
console.log(twice.charCodeAt(3), twice === text + text, twice.slice(0, text.length) === text, twice.slice(text.length) === text);

// Wider units than the beginning has, and back.
let wide = text;
for (let i = 0; i < 50; i++) {
  wide += i % 10 === 0 ? 'é€😀' : 'plain';
  wide.charCodeAt(0);
}
console.log(wide.length - text.length, wide.slice(-12), wide.startsWith(text), text.slice(-5));
const object = { [text]: 1, [fork]: 2, [other]: 3 };
console.log(object[texts.at(-1) + text.slice(texts.at(-1).length)], object[fork], object[other]);
let front = '';
for (let i = 0; i < 2000; i++) { front = `${i}.${front}`; front.charCodeAt(0); }
console.log(front.length, front.slice(0, 12), front.slice(-8));
