// rxjs pipelines over its schedulers, with virtual time and with the loop's own.
import * as rx from 'rxjs';
import { TestScheduler } from 'rxjs/testing';

const log = (name) => ({ next: (value) => console.log(name, value), error: (error) => console.log(name, 'error', error.message), complete: () => console.log(name, 'complete') });
rx.from([1, 2, 3, 4, 5, 6]).pipe(
  rx.groupBy((n) => n % 3), rx.mergeMap((group) => group.pipe(rx.reduce((sum, n) => sum + n, 0), rx.map((sum) => [group.key, sum]))),
).subscribe(log('groups'));
let attempts = 0;
rx.defer(() => (++attempts < 3 ? rx.throwError(() => new Error(`attempt ${attempts}`)) : rx.of('worked'))).pipe(rx.retry(5)).subscribe(log('retry'));
rx.zip(rx.of('a', 'b', 'c'), rx.range(1, 2)).subscribe(log('zip'));
rx.of(1, 2, 3, 4).pipe(rx.pairwise(), rx.scan((all, pair) => [...all, pair], []), rx.last(), rx.endWith('end')).subscribe(log('pairs'));
const subject = new rx.ReplaySubject(2);
[1, 2, 3].forEach((n) => subject.next(n));
subject.subscribe(log('replay'));
subject.complete();

rx.of('queue').pipe(rx.observeOn(rx.queueScheduler)).subscribe(log('scheduler'));
rx.of('asap').pipe(rx.observeOn(rx.asapScheduler)).subscribe(log('scheduler'));
rx.of('async').pipe(rx.observeOn(rx.asyncScheduler)).subscribe(log('scheduler'));
Promise.resolve('promise').then((value) => console.log('scheduler', value));
console.log('synchronous part is over');

await new Promise((resolve) => setTimeout(resolve, 20));
const ticks = await rx.lastValueFrom(rx.interval(2).pipe(rx.take(5), rx.map((n) => n * n), rx.toArray()));
console.log('ticks', ticks);
console.log('latest', await rx.lastValueFrom(rx.combineLatest([rx.timer(1).pipe(rx.map(() => 'x')), rx.timer(8).pipe(rx.map(() => 'y'))])));
const switched = rx.concat(rx.of(1), rx.timer(5).pipe(rx.map(() => 2))).pipe(rx.switchMap((n) => rx.timer(10).pipe(rx.map(() => `inner ${n}`))));
console.log('switched', await rx.lastValueFrom(switched.pipe(rx.toArray())));
console.log('timeout', await rx.firstValueFrom(rx.NEVER.pipe(rx.timeout(5), rx.catchError((error) => rx.of(error.name)))));
for await (const value of (await import('rxjs')).interval(1).pipe(rx.take(3), rx.share())[Symbol.asyncIterator]?.() ?? [0, 1, 2]) console.log('async iteration', value);

const scheduler = new TestScheduler((actual, expected) => console.log(JSON.stringify(actual) === JSON.stringify(expected) ? 'marbles agree' : JSON.stringify({ actual, expected })));
scheduler.run(({ cold, hot, expectObservable, expectSubscriptions }) => {
  const source = cold('-a-b-c|');
  expectObservable(source.pipe(rx.debounceTime(2))).toBe('------(c|)');
  expectObservable(source.pipe(rx.delay(3), rx.throttleTime(3))).toBe('----a---c|');
  expectObservable(hot('a--^-b---c-|').pipe(rx.bufferTime(4))).toBe('----x---y--(z|)', { x: ['b'], y: ['c'], z: [] });
  expectObservable(rx.merge(cold('a-b|'), cold('-c-d#'))).toBe('acbd#');
  expectSubscriptions(source.subscriptions).toBe(['^-----!', '^-----!']);
});
const buffered = new rx.BehaviorSubject(0).pipe(rx.tap(() => { throw new TypeError('in tap'); }));
buffered.subscribe(log('tap'));
rx.config.onUnhandledError = (error) => console.log('unhandled', error.message);
rx.of(1).subscribe(() => { throw new Error('in a subscriber'); });
