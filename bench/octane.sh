#!/bin/sh
# The 14 parts of Octane that run without a browser, on each named runtime in turn: scores, higher is better.
#
#   bench/octane.sh CHECKOUT jenny=target/release/jenny "jitless=node --jitless" [...]
#
# CHECKOUT is a checkout of chromium/octane. PARTS="richards splay" runs only those.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
checkout=$1
shift
: "${PARTS:=richards deltablue crypto raytrace earley-boyer regexp splay navier-stokes pdfjs gbemu code-load box2d zlib typescript}"

printf '%-15s' part
for runtime in "$@"; do printf '%12s' "${runtime%%=*}"; done
echo
scores=$(mktemp)
trap 'rm -f "$scores"' EXIT
for part in $PARTS; do
    printf '%-15s' "$part"
    for runtime in "$@"; do
        # shellcheck disable=SC2086 # a runtime is a command with its flags
        score=$(${runtime#*=} "$here/octane.cjs" "$checkout" "$part" 2>/dev/null | tail -n 1) || score=failed
        printf '%12s' "$score"
        echo "${runtime%%=*} $score" >>"$scores"
    done
    echo
done
printf '%-15s' 'geometric mean'
for runtime in "$@"; do
    awk -v name="${runtime%%=*}" '$1 == name && $2 > 0 { sum += log($2); n++ } END { printf "%12.0f", n ? exp(sum / n) : 0 }' "$scores"
done
echo
