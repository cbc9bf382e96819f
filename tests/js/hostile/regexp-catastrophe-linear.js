// Patterns that backtrack for ever elsewhere end here, in time or with an answer.
const subject = 'a'.repeat(28) + '!';
const started = Date.now();
for (const pattern of [/^(a+)+$/, /^(a|aa)+$/, /^(a*)*$/, /(.*)*x/, /^(([a-z])+.)+[A-Z]([a-z])+$/]) console.log(String(pattern), pattern.test(subject));
console.log(Date.now() - started < 15000);
