// exit: 1
function foo() {
    foo()
}
foo()
