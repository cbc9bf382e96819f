// gc-stress-every: 29
// Long flat expressions compile: 1e4 operators, arguments, statements, cases, declarations.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

attempt('plus', () => eval(Array(1e4).fill('1').join('+')));
attempt('comma', () => eval(Array(1e4).fill('1').join(',')));
attempt('and', () => eval(Array(1e4).fill('1').join('&&')));
attempt('coalesce', () => eval(Array(1e4).fill('null').join('??')));
attempt('statements', () => eval('1;'.repeat(1e5)));
attempt('array', () => eval(`[${'1,'.repeat(1e5)}]`).length);
attempt('object', () => Object.keys(eval(`({${Array.from({ length: 1e4 }, (_, i) => `a${i}:1`).join()}})`)).length);
attempt('cases', () => eval(`switch (9999) {${Array.from({ length: 1e4 }, (_, i) => `case ${i}: ${i};break;`).join('')}}`));
attempt('lets', () => new Function(Array.from({ length: 1e4 }, (_, i) => `let a${i}=${i};`).join('') + 'return a9999')());
attempt('params', () => new Function(Array.from({ length: 5000 }, (_, i) => `a${i}`).join(), 'return a4999')(1));
attempt('string', () => eval('"' + 'a'.repeat(1e6) + '"').length);
attempt('else if', () => eval('if(0);' + 'else if(0);'.repeat(1000)));
