//! Hashes, HMAC, random values and their errors.
const c = require('node:crypto');
const t = (f) => { try { console.log(f()); } catch (e) { console.log(e.name, e.code, e.message, Object.keys(e)); } };
t(() => c.createHash('nope')); t(() => c.createHmac('nope', 'k')); t(() => c.createHash(5)); t(() => c.createHash('SHA-256').update('a').digest('hex'));
t(() => c.createHash('md5').update(5)); t(() => { const h = c.createHash('md5'); h.digest(); h.update('a'); }); t(() => { const h = c.createHash('md5'); h.digest(); h.digest(); });
t(() => c.createHmac('md5')); t(() => c.createHmac('md5', 5)); t(() => { const h = c.createHmac('md5', 'k'); h.digest('hex'); return h.digest('hex'); });
t(() => { const h = c.createHmac('md5', 'k'); h.digest('hex'); return h.update('hex'); });
t(() => c.randomBytes(-1)); t(() => c.randomBytes('a')); t(() => c.randomBytes(3).length); t(() => c.randomInt(5, 1)); t(() => c.randomInt(2 ** 49)); t(() => c.randomInt('a')); t(() => c.randomInt(1)); t(() => c.randomInt(1.5));
t(() => c.timingSafeEqual(Buffer.from('a'), Buffer.from('ab'))); t(() => c.timingSafeEqual('a', 'b')); t(() => c.timingSafeEqual(Buffer.from('a'), new Uint8Array([97])));
for (const name of ['md5', 'sha1', 'SHA224', 'sha-256', 'sha2-384', 'sha512', 'sha512-224', 'SHA-512/256', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'RSA-SHA256']) t(() => `${name} ${c.createHash(name).update('abc').digest('base64')} ${c.createHmac(name, 'key').update('abc').digest('hex')}`);
t(() => c.createHmac('sha256', Buffer.alloc(200, 7)).update('long key').digest('hex')); t(() => c.hash('sha1', 'x')); t(() => c.hash('sha1', 'x', 'base64')); t(() => c.hash('sha1', 'x', 'buffer')); t(() => c.hash('nope', 'x')); t(() => c.hash('sha1', 5)); t(() => c.hash('sha1', 'x', { outputEncoding: 'hex', outputLength: 20}));
t(() => c.randomFillSync(new Uint8Array(4), 5)); t(() => c.randomFillSync('a')); t(() => c.randomUUID({ disableEntropyCache: 5 })); t(() => c.randomUUID().length); t(() => c.createHash('sha256', { outputLength: 5 }));t(() => c.createHash('sha256', { outputLength: 32 }).digest('hex'));
t(() => c.createHash('sha3-256').update('').digest('base64url')); t(() => c.createHash('sha512-256').update('').digest('latin1').length); t(() => c.createHash('RSA-SHA1').digest('hex'));
t(() => c.createHash('sha256').update('a').copy().update('b').digest('hex') === c.hash('sha256', 'ab')); t(() => ['md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha3-512'].every((name) => c.getHashes().includes(name))); t(() => c.webcrypto === globalThis.crypto); t(() => c.getRandomValues(new Uint8Array(2)).length);
t(() => c.createHash('md5').update('a', 'hexx').digest('hex')); t(() => c.createHash('md5').update('zz', 'hex').digest('hex')); t(() => c.createHash('md5').update(new DataView(new ArrayBuffer(2))).digest('nope')); t(() => c.createHash('md5').digest('buffer'));
c.randomInt(3, (e, n) => { console.log('int', e, n < 3); c.randomBytes(4, (e, b) => { console.log('cb', e, b.length); c.randomFill(new Uint8Array(4), (e, b) => console.log('fill', e, b.length)); }); });
const h = c.createHash('sha1'); h.setEncoding('hex'); h.on('data', (d) => console.log('data', d)); h.on('end', () => console.log('end')); h.write('ab'); h.end('c');
require('stream').pipeline(require('stream').Readable.from(['a', 'b', 'c']), c.createHash('sha1').setEncoding('hex'), async function* (s) { for await (const d of s) console.log('piped', d); }, () => {});
