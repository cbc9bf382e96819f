// How values print, and that they are not cloned.
const date = Temporal.PlainDate.from('2020-01-01');
console.log(date, [Temporal.Duration.from('P1D')], { at: Temporal.Instant.from('2020-01-01T00:00Z') });
console.log(Temporal, Temporal.Now, Temporal.PlainDate, Temporal.ZonedDateTime.prototype);
class Birthday extends Temporal.PlainDate {}
const birthday = new Birthday(2000, 2, 29);
birthday.of = 'somebody';
console.log(birthday, birthday instanceof Temporal.PlainDate, birthday.add('P1Y') instanceof Birthday);
for (const value of [date, birthday]) {
  try {
    structuredClone(value);
  } catch (error) {
    console.log(error.name, error.message);
  }
}
for (const misuse of [() => date < date, () => Temporal.PlainDate.prototype.add.call(1), () => Temporal.PlainDate.prototype.year]) {
  try {
    misuse();
  } catch (error) {
    console.log(error.name, error.message);
  }
}
console.log(Object.prototype.toString.call(date), typeof Temporal, Object.keys(Temporal).length);
