// FileReader: the order of its events, what each method gives, encodings, abort, and a read within another.
const order = [];
const reader = new FileReader();
for (const type of ['loadstart', 'progress', 'load', 'error', 'abort', 'loadend']) {
  reader.addEventListener(type, (event) => order.push(`${type} ${event.loaded}/${event.total} ${reader.readyState}`));
}
const read = (method, ...rest) => new Promise((done) => {
  reader.onloadend = () => done(reader.result);
  reader[method](...rest);
});
const blob = new Blob(['h\u00e9llo'], { type: 'text/plain' });
console.log(await read('readAsText', blob), order.splice(0));
console.log(await read('readAsDataURL', blob), await read('readAsDataURL', new Blob([])));
console.log([...new Uint8Array(await read('readAsArrayBuffer', blob))], JSON.stringify(await read('readAsBinaryString', blob)));
const wide = new Uint8Array([0xfe, 0xff, 0, 0x68, 0, 0x69]);
console.log(await read('readAsText', new Blob([wide])), await read('readAsText', new Blob([wide.slice(2)]), 'UTF-16BE'));
console.log(await read('readAsText', new Blob([wide.slice(2)], { type: 'text/plain;charset=utf-16be' }), 'no such encoding'));
order.length = 0;
const late = read('readAsText', blob);
try { reader.readAsText(blob); } catch (error) { console.log(error.name, reader.readyState === FileReader.LOADING); }
reader.abort();
console.log(await late, reader.error.name, order.splice(0));
for (const wrong of [() => reader.readAsText(), () => reader.readAsText('text'), () => FileReader.prototype.abort.call({})]) {
  try { wrong(); } catch (error) { console.log(error.name, error.code); }
}
reader.onload = () => { reader.onload = null; reader.onloadend = () => console.log('second', reader.result); reader.readAsText(new Blob(['again'])); };
reader.onloadend = () => console.log('never of the first');
reader.readAsText(blob);
