'use strict';
function alone(a) { return arguments.length < 2 || a; }
function both() { return arguments.length + arguments[0]; }
function within() { return (() => arguments.length === 1)(); }
function evaluated() { return arguments.length === eval('1'); }
function called() { return arguments.length(1) + (arguments.length++); }
