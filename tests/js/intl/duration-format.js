// Durations in the styles of Intl.DurationFormat; the first number carries the sign of the whole.
const duration = { years: 1, months: 2, weeks: 3, days: 4, hours: 5, minutes: 6, seconds: 7, milliseconds: 8 };
for (const style of ["long", "short", "narrow", "digital"]) {
  console.log(style + ":", new Intl.DurationFormat("en", { style }).format(duration));
}
console.log(new Intl.DurationFormat("de", { style: "long" }).format({ hours: 1, minutes: 30 }));
const digital = new Intl.DurationFormat("en", { style: "digital", fractionalDigits: 3 });
console.log(digital.format({ hours: -1, seconds: -3, nanoseconds: -5_900_000 }));
console.log(digital.format({ minutes: -5 }));
console.log(new Intl.DurationFormat("fi", { style: "digital" }).format({ hours: 1, minutes: 2, seconds: 3 }));
console.log(new Intl.DurationFormat("en", { seconds: "long", milliseconds: "numeric" }).format({ seconds: 1, microseconds: 1 }));
console.log(JSON.stringify(new Intl.DurationFormat("en", { style: "digital" }).formatToParts({ days: 1, hours: 2 })));
console.log(JSON.stringify(new Intl.DurationFormat("en", { hours: "numeric" }).resolvedOptions()));
console.log(new Temporal.Duration(0, 0, 0, 1, 2).toLocaleString("en", { style: "long" }));
for (const bad of [() => new Intl.DurationFormat("en", { hours: "numeric", minutes: "long" }),
                   () => new Intl.DurationFormat("en").format({ hours: 1, minutes: -1 }),
                   () => new Intl.DurationFormat("en").format({}),
                   () => Intl.DurationFormat("en")]) {
  try { bad(); } catch (error) { console.log(error.name); }
}
