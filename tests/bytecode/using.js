function sync(r) { using a = r, b = null; return a; }
async function asynchronous(r) { { await using a = r; r(); } for (using x of r) x(); }
