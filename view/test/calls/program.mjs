// Calls with what they hold: two that share an object, one that throws.
class Account {
  constructor(owner) {
    this.owner = owner;
    this.log = [];
  }
}
function total(account) {
  let sum = 0;
  for (const { amount } of account.log) sum += amount;
  return report(sum);
}
function report(sum) {
  return `total ${sum}`;
}
function add(account, amount) {
  const entry = { amount, at: account.log.length };
  account.log.push(entry);
  return total(account);
}
function fail(words) {
  throw new Error(words);
}
const account = new Account('Ada');
await null;
console.log(add(account, 5));
try {
  fail('no');
} catch (error) {
  console.log(error.message);
}
