//! Lines of standard input and of other streams, questions and cursor movements.
// env: NODE_NO_WARNINGS=1
// stdin: first line\nsecond line\n
const readline = require('node:readline');
const rp = require('node:readline/promises');
const { Readable, Writable, PassThrough } = require('node:stream');
const sink = () => { const w = new Writable({ write(c, e, cb) { w.text += c; cb(); } }); w.text = ''; return w; };
const t = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.code, e.message); } };
(async () => {
  for (const pieces of [['a\nb\r\nc'], ['a\r', '\nb\n', '\n', 'x\u2028y'], ['one'], [''], ['é', '\n中', '文\n']]) {
    const lines = [];
    for await (const line of readline.createInterface({ input: Readable.from(pieces), crlfDelay: Infinity })) lines.push(line);
    console.log(JSON.stringify(lines));
  }
  const out = sink();
  const input = new PassThrough();
  const rl = readline.createInterface({ input, output: out, prompt: 'p> ' });
  rl.on('line', (l) => console.log('line', l));
  rl.on('close', () => console.log('close'));
  rl.on('pause', () => console.log('pause'));
  rl.prompt();
  rl.question('name? ', (a) => console.log('answer', a));
  input.write('bob\nnext\n');
  await new Promise((r) => setImmediate(r));
  console.log(rl.getPrompt(), rl.terminal, JSON.stringify(out.text));
  rl.setPrompt('q>');
  console.log(rl.getPrompt());
  rl.write('written\n');
  rl.close();
  t(() => rl.question('x', () => {}));
  t(() => rl.prompt());
  t(() => rl.pause());

  const input2 = new PassThrough();
  const rl2 = rp.createInterface({ input: input2, output: sink() });
  setImmediate(() => input2.write('yes\n'));
  console.log(await rl2.question('sure? '));
  const ac = new AbortController();
  const q = rl2.question('never? ', { signal: ac.signal });
  ac.abort();
  await q.catch((e) => console.log(e.name, e.code));
  rl2.close();

  const w = sink();
  readline.cursorTo(w, 1, 2); readline.cursorTo(w, 3); readline.moveCursor(w, -1, 2); readline.clearLine(w, 0); readline.clearLine(w, -1); readline.clearLine(w, 1); readline.clearScreenDown(w);
  console.log(JSON.stringify(w.text));
  t(() => readline.cursorTo(w, 'x', 1));
  t(() => readline.cursorTo(w, NaN));
  const w3 = sink();
  await new rp.Readline(w3).cursorTo(1, 1).clearLine(0).moveCursor(2, -1).clearScreenDown().commit();
  console.log(JSON.stringify(w3.text));

  const keys = new PassThrough();
  readline.emitKeypressEvents(keys);
  keys.on('keypress', (s, k) => console.log(JSON.stringify([s, k])));
  keys.write('aB \r\t\x03\x1b[A\x1b[1;5C\x1bOP\x1b[3~é\x7f\x1bx');
  await new Promise((r) => setImmediate(r));

  const term = new PassThrough(); term.isTTY = true; term.setRawMode = () => {};
  const screen = sink(); screen.columns = 40; screen.rows = 10; screen.isTTY = true;
  const ed = readline.createInterface({ input: term, output: screen, terminal: true, completer: (l) => [['hello', 'help'].filter((x) => x.startsWith(l)), l] });
  ed.on('line', (l) => console.log('edited', JSON.stringify(l)));
  for (const k of ['abc', '\x1b[D', 'X', '\x7f', 'Y', '\x01', '<', '\x05', '>', '\r', 'second word', '\x17', '\r', '\x1b[A', '\x1b[A', '\r', 'he', '\t', '\r', 'kill me', '\x15', 'new', '\x19', '\r']) {
    term.write(k);
    await new Promise((r) => setImmediate(r));
  }
  console.log(ed.line, ed.cursor, ed.history);
  ed.close();

  const stdinLines = [];
  for await (const line of readline.createInterface({ input: process.stdin })) stdinLines.push(line);
  console.log(stdinLines);
  t(() => readline.createInterface({ input: new PassThrough(), historySize: -1 }));
})();
