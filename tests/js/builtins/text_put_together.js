// Texts put together piece by piece. What is expected is counted by another way: pieces of an array, joined.
const same = (name, text, pieces) => {
  const whole = pieces.join('');
  console.log(name, text.length, text === whole, text.length === whole.length && text.charCodeAt(text.length - 1) === whole.charCodeAt(whole.length - 1));
};
{
  let text = '';
  const pieces = [], olds = [];
  for (let i = 0; i < 3000; i++) {
    text += i;
    text += ',';
    pieces.push(i, ',');
    if (i % 500 === 0) olds.push([text, pieces.join('')]);
  }
  same('numbers', text, pieces);
  console.log('texts of before', olds.every(([a, b]) => a === b), new Set(olds.map(([a]) => a)).size);
  // Two texts go on from one.
  const left = text + 'left and more than that', right = text + 'right';
  console.log('branches', left.endsWith('2999,left and more than that'), right.endsWith('2999,right'), text.endsWith('2999,'), left.length - right.length);
  let once = right;
  for (let i = 0; i < 100; i++) once += 'x';
  console.log('branch grown', once.length - right.length, right.endsWith('2999,right'), once === right + 'x'.repeat(100));
}
{
  // Another encoding comes in the middle, and goes on.
  let text = '';
  const pieces = [];
  for (let i = 0; i < 2000; i++) {
    const piece = i === 1000 ? 'ж😀' : i > 1500 && i % 7 === 0 ? 'é\u4e00' : 'abc' + (i % 10);
    text += piece;
    pieces.push(piece);
    if (i > 1990) { text += i / 8; pieces.push(i / 8); }
  }
  same('wide', text, pieces);
}
{
  // Pieces are ropes themselves, or the text itself.
  let text = 'start ';
  const pieces = [text];
  for (let i = 0; i < 800; i++) {
    const piece = `<li class="item">${i} of ${i * 2}</li>` + '\n'.repeat(i % 3) + 'tail of the item';
    text += piece;
    pieces.push(piece);
  }
  same('ropes', text, pieces);
  text += text;
  same('itself', text, [...pieces, ...pieces]);
  text += text.slice(10, 5000);
  console.log('slice of itself', text.length, text.endsWith(text.slice(10, 5000)));
}
{
  // Numbers of every kind, on both sides.
  const numbers = [0, -0, 7, -12, 1.5, -0.25, 1e21, 1e-7, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 123456789012];
  console.log(numbers.map((n) => 'n' + n).join(' '));
  console.log(numbers.map((n) => n + 'n').join(' '));
  console.log(numbers.map((n) => '' + n + '').join(' '), ('' + 5).length, 1 + '' + 2);
  let text = 'жж'.repeat(300);
  const pieces = [text];
  for (let i = 0; i < 50; i++) for (const n of numbers) { text += n; text += 'й'; pieces.push(n, 'й'); }
  same('wide numbers', text, pieces);
}
{
  // Templates: short, long, wide, with values that are converted in order.
  const order = [];
  const value = (n) => ({ toString() { order.push(n); return 'v' + n; } });
  console.log(`${value(1)}-${value(2)}-${value(3)}${''}`, order.join());
  console.log(`${1}${'a'}${null}${undefined}${true}${1n}`, `${'ж'}${'a'}${'b'}`, `${'x'.repeat(200)}${1}${2}`.length, `${''}${''}${''}` === '');
  const key = { abc: 1 };
  console.log(key[`${'a'}${'b'}${'c'}`], new Map([['a1b', 2]]).get(`a${1}b`));
  const many = `${1}${2}${3}${4}${5}${6}${7}${8}${9}${10}${11}${12}${13}${14}${15}${16}`;
  console.log(many);
  try { console.log(`a${Symbol('s')}b`); } catch (error) { console.log(error.message); }
}
{
  // A text too long is an error, and the text of before stays.
  let text = 'abcdefgh'.repeat(100);
  let count = 0;
  try { for (;; count++) text += text; } catch (error) { console.log(error.name, error.message, count); }
  console.log(text.length, text.slice(-3));
}
