// Blob, File, FormData, and forms in bodies.
const blob = new Blob(['ab', new Uint8Array([99, 100]), new Blob(['ef'])], { type: 'Text/Plain' });
console.log(blob, blob.size, await blob.text(), await blob.slice(1, -1).text(), await blob.slice(-2, 10, 'x/y').text(), blob.slice(0, 1, 'x/y').type);
console.log(await blob.bytes(), (await blob.arrayBuffer()).byteLength, await new Response(blob.stream()).text());
console.log(await new Blob(['a\r\nb\nc'], { endings: 'native' }).text() === 'a\nb\nc');
const file = new File(['data'], 'file.txt', { type: 'text/plain', lastModified: 1 });
console.log(file, file instanceof Blob);
const form = new FormData();
form.append('a', '1'); form.append('a', '2'); form.append('b', file); form.set('c', new Blob(['x']), 'given'); form.set('a', '3');
console.log([...form.keys()], form.get('a'), form.getAll('a'), form.get('b').name, form.get('c').name, form.has('d'), form.get('d'));
const back = await new Response(form).formData();
console.log([...back].map(([name, value]) => [name, typeof value === 'string' ? value : `${value.name} ${value.type} ${value.size}`]));
console.log(await back.get('b').text());
const encoded = await new Response('a=1+2&b=%41', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }).formData();
console.log([...encoded]);
await new Response('no form').formData().catch((error) => console.log(error.name));
for (const make of [() => new Blob('text'), () => new File(['x']), () => new FormData(1), () => form.append('x'), () => Blob.prototype.size]) try { make(); } catch (error) { console.log(error.name); }
