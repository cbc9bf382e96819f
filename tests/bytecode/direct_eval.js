function sloppy(a) { let b = 1; eval(a); return b + c; }
function strict(a) { 'use strict'; var d; return (() => eval(a))() + d; }
function within(o) { with (o) { x = y; f(1); delete z; var w = 2; return typeof q; } }
