//! The shortest edit between two lists (Myers' greedy algorithm), for assertion messages and `util.diff`.
'use strict';

/**
 * Edits as [operation, item], in order: -1 stands only in `expected`, 1 only in `actual`, 0 in both.
 * `same` compares two items.
 */
function diffLists(actual, expected, same = Object.is) {
  const n = actual.length;
  const m = expected.length;
  const most = n + m;
  const furthest = new Map([[1, 0]]);
  const history = [];
  let found = -1;
  for (let d = 0; d <= most && found === -1; d++) {
    history.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));
      let x = down ? furthest.get(k + 1) : furthest.get(k - 1) + 1;
      let y = x - k;
      while (x < n && y < m && same(actual[x], expected[y])) {
        x++;
        y++;
      }
      furthest.set(k, x);
      if (x >= n && y >= m) {
        found = d;
        break;
      }
    }
  }
  const edits = [];
  let x = n;
  let y = m;
  for (let d = found; d >= 0; d--) {
    const at = history[d];
    const k = x - y;
    const down = k === -d || (k !== d && (at.get(k - 1) ?? -1) < (at.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const fromX = at.get(from) ?? 0;
    const fromY = fromX - from;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--;
      y--;
      edits.push([0, actual[x]]);
    }
    if (d > 0) {
      if (down) {
        y--;
        edits.push([-1, expected[y]]);
      } else {
        x--;
        edits.push([1, actual[x]]);
      }
    }
  }
  return edits.reverse();
}

exports.diffLists = diffLists;
