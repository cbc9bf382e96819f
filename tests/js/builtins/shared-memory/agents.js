// flags: --expose-test262
// Agents on threads of their own: each adds under a lock made of wait and notify.
const COUNT = 3, ROUNDS = 200, LOCK = 0, SUM = 1, DONE = 2;
const cells = new Int32Array(new SharedArrayBuffer(16));
for (let i = 0; i < COUNT; i++) {
  $262.agent.start(`
    $262.agent.receiveBroadcast((shared) => {
      const cells = new Int32Array(shared);
      for (let round = 0; round < ${ROUNDS}; round++) {
        while (Atomics.compareExchange(cells, ${LOCK}, 0, 1) !== 0) Atomics.wait(cells, ${LOCK}, 1);
        cells[${SUM}] += 1;
        Atomics.store(cells, ${LOCK}, 0);
        Atomics.notify(cells, ${LOCK}, 1);
      }
      Atomics.add(cells, ${DONE}, 1);
      $262.agent.report('agent is done');
      $262.agent.leaving();
    });
  `);
}
$262.agent.broadcast(cells.buffer);
for (let reports = 0; reports < COUNT; ) {
  const report = $262.agent.getReport();
  if (report === null) $262.agent.sleep(1);
  else console.log(report, ++reports);
}
console.log(cells[SUM], cells[DONE]);
