// Thousands of labels, cases and nested loops.
const labels = Array.from({ length: 500 }, (_, i) => `l${i}:`).join('');
console.log(eval(`${labels}{ break l250; }`));
const loops = 'for(;;){'.repeat(200) + 'break l;' + '}'.repeat(200);
console.log(eval(`l:{${loops}} 'left'`));
const tries = 'try{'.repeat(300) + 'throw 1' + '}finally{}'.repeat(300);
try { eval(tries); } catch (error) { console.log(error); }
