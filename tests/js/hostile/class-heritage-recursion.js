// Classes that extend what they are making.
const attempt = (name, f) => {
  try {
    const value = f();
    console.log(name, 'returned', typeof value);
  } catch (error) {
    console.log(name, error instanceof Error ? `${error.name}: ${error.message}` : error);
  }
};

const make = () => class extends make() {};
attempt('heritage', make);
attempt('field', () => { class A { a = new A(); } return new A(); });
attempt('static', () => { class A { static a = A.b; static get b() { return A.b; } } return A; });
attempt('super', () => { class A { m() { return [this.m()]; } } class B extends A { m() { return [super.m()]; } } return new B().m(); });
