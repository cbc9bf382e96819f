// Timers with hostile delays, callbacks and ids.
const order = [];
for (const delay of [NaN, 0, '1', {}, null]) setTimeout(() => order.push(typeof delay), delay);
for (const id of [NaN, -1, 'x', null, {}, Symbol.iterator, 2 ** 53]) { try { clearTimeout(id); } catch (error) { order.push(error.name); } }
try { setTimeout('code'); } catch (error) { console.log(error.name, error.code); }
try { setTimeout(); } catch (error) { console.log(error.name); }
setTimeout(() => console.log(order.length >= 5), 30);
