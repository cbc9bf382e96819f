function hoist() { if (a) { function f() {} } if (b) function g() {} { function h() {} } try {} catch (e) { var e = 1; } return f; }
{ function top() {} }
function mapped(a, b) { arguments[0] = 1; return a; }
