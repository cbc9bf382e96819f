// env: TZ=UTC
// Parsing, printing, fields, overflow of fields.
const d = new Date(Date.UTC(2026, 10, 21, 8, 5, 3, 7));
console.log(d.toISOString(), d.getTime(), d.getUTCDay(), JSON.stringify(d), d.toString(), d.toUTCString(), d.toDateString());
console.log(new Date('2026-02-30T00:00:00Z').getTime(), new Date('2026-01-31').toISOString(), new Date(2026, 0, 32).getDate(), new Date(NaN).getTime(), String(new Date(NaN)));
console.log(Date.parse('Thu, 01 Jan 1970 00:00:00 GMT'), Date.parse('1970-01-01T00:00'), Date.parse('+010000-01-01T00:00:00Z'), Date.parse('nonsense'), new Date(8.64e15 + 1).getTime());
const e = new Date(0); e.setUTCMonth(13); e.setUTCHours(25); console.log(e.toISOString(), new Date(2019, 0).getFullYear(), new Date(99, 0).getFullYear(), typeof Date(), new Date(0) - new Date(1), `${new Date(0)[Symbol.toPrimitive]('number')}`);
try { new Date(NaN).toISOString(); } catch (err) { console.log(err.name, err.message); }
