function tries(f) {
  try { f(); } catch { f = 1; }
  for (const x of f) {
    try { if (x) return x; if (!x) continue; break; }
    catch (e) { throw e; }
    finally { f(x); }
  }
}
