// Source text that a program makes may hold lone surrogates, in literals and comments; they stay what they are.
const codes = (text) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16)).join(' ');
for (const unit of ['\ud800', '\udbff', '\udc00', '\udfff', '\ud83d\ude00']) {
  console.log(
    codes(eval(`'${unit}'`)),
    codes((0, eval)('`' + unit + '`')),
    codes(eval(`String.raw\`${unit}\``)),
    codes(eval(`/${unit}/`).source),
    eval(`/[${unit}]/`).test(unit[0]),
    codes(Object.keys(eval(`({ '${unit}': 1 })`))[0]),
    codes(eval(`({ '${unit}'() {} })['${unit}'].name`)),
    codes(Function(`return '${unit}' // ${unit}`)()),
    codes(Function(`a = '${unit}'`, 'return a')()),
  );
}
// Its text is what was given.
const text = `function f() { return '\udead\ue000' /* \ud800 */ }`;
console.log(eval(`(${text})`).toString() === text, codes(eval(`(${text})`)()));
// They are no part of a name.
for (const source of ['a\ud800', '\udc00 = 1', 'x.\udfff']) {
  try {
    console.log(eval(source));
  } catch (error) {
    console.log(error.name);
  }
}
