// Property reads and writes, method calls and allocation of small objects of one class.
class Vector {
  constructor(x, y, z) { this.x = x; this.y = y; this.z = z; }
  plus(o) { return new Vector(this.x + o.x, this.y + o.y, this.z + o.z); }
  scaled(k) { return new Vector(this.x * k, this.y * k, this.z * k); }
  get norm() { return this.x * this.x + this.y * this.y + this.z * this.z; }
}
const start = performance.now();
let place = new Vector(0, 0, 0);
let speed = new Vector(1, 0.5, -0.25);
let sum = 0;
for (let i = 0; i < 1_000_000; i++) {
  place = place.plus(speed.scaled(0.001));
  speed = speed.plus(place.scaled(-0.001));
  sum += place.norm;
}
console.log(JSON.stringify({ ms: performance.now() - start, check: Math.round(sum) }));
