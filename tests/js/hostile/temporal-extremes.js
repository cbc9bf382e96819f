// Temporal at the ends of its range, and with options that throw.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value === 'object' && value !== null ? 'object' : String(value).slice(0, 60));
  } catch (error) {
    console.log(name, 'threw', error instanceof Error ? error.name : typeof error);
  }
};
attempt('instant', () => new Temporal.Instant(8640000000000000000001n));
attempt('last', () => new Temporal.Instant(8640000000000000000000n).toString());
attempt('date', () => new Temporal.PlainDate(275760, 9, 14));
attempt('first date', () => new Temporal.PlainDate(-271821, 4, 19).toString());
attempt('add past', () => new Temporal.PlainDate(275760, 9, 13).add({ days: 1 }));
attempt('duration', () => Temporal.Duration.from({ years: 2 ** 32 }));
attempt('duration seconds', () => Temporal.Duration.from({ seconds: 2 ** 53 }));
attempt('mixed signs', () => Temporal.Duration.from({ hours: 1, minutes: -1 }));
attempt('fraction', () => Temporal.Duration.from({ hours: 1.5 }));
attempt('long text', () => Temporal.PlainDate.from('2020-01-01[' + 'a'.repeat(100000) + ']'));
attempt('long fraction', () => Temporal.PlainTime.from('00:00:00.' + '0'.repeat(100000)));
attempt('options', () => Temporal.PlainDate.from({ year: 2020, month: 2, day: 30 }, { get overflow() { throw new SyntaxError(); } }));
attempt('round', () => Temporal.Duration.from({ hours: 1 }).round({ smallestUnit: 'hour', roundingIncrement: 1e9 }));
attempt('until', () => new Temporal.PlainDate(-271821, 4, 19).until(new Temporal.PlainDate(275760, 9, 13)).days);
attempt('zone', () => new Temporal.ZonedDateTime(0n, '+'.repeat(1000)));
attempt('valueOf', () => new Temporal.PlainTime() < new Temporal.PlainTime());
