class Base { #p = 1; static s = 2; x; ['c' + 1] = () => this.#p; get #q() { return 1; } has(o) { return #q in o; } static { Base.t = 3; } }
class Derived extends Base {
  constructor() { const f = () => super(); f(); this.y = super.has(this); }
  async m() { return super.m(); }
}
const Named = class { static accessor a = 1; };
class Defaults extends Base {}
