// Source nested 1e5 brackets deep is a RangeError or a SyntaxError, never a crash.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const deep = (open, close, middle = '') => open.repeat(1e5) + middle + close.repeat(1e5);
const kinds = { parens: deep('(', ')', '1'), arrays: deep('[', ']'), blocks: deep('{', '}'), objects: 'x=' + deep('{a:', '}', '1'), calls: deep('f(', ')'), templates: deep('`${', '}`', '1'),
  functions: deep('()=>{', '}'), classes: deep('(class{static{', '}})'), unary: deep('!', '', '1'), arrows: deep('x=>', '', '1'), ternary: deep('a?', ':1', '1'), ifs: deep('if(1)', '', ';'), members: 'x' + '.a'.repeat(1e5), index: deep('x[', ']', '1') };
for (const [name, source] of Object.entries(kinds)) {
  try {
    new Function(source);
    console.log(name, 'compiled');
  } catch (error) {
    console.log(name, error.name === 'RangeError' || error.name === 'SyntaxError');
  }
}
