// gc-stress-every: 10007
// Matching over a subject of a million units does not use the native stack.
const subject = 'ab'.repeat(5e5);
console.log(/^(?:ab)*$/.test(subject), /^(?:a|b)*$/.test(subject), /^(?:a|b)*?$/.test(subject), subject.match(/(?:(a)|(b))*/)[0].length);
console.log(subject.replace(/a/g, '').length, subject.split(/b/).length, [...subject.matchAll(/ab/g)].length);
