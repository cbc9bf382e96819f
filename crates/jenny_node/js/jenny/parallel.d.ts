/** Types of `jenny:parallel`; docs/parallel.md says what it does. */
declare module 'jenny:parallel' {
  /** A self-contained function, or a module and the name of a function that it exports (`default` unless said). */
  export type Task<F extends (...args: never[]) => unknown> = F | string | URL | { module: string | URL; name?: string };

  export type Items<T> = Iterable<T> | AsyncIterable<T>;

  export interface Limits {
    /** Most megabytes of a thread's heap. */
    heapMb?: number;
    /** Megabytes of its stack. */
    stackMb?: number;
    /** Most milliseconds of processor time. */
    cpuMs?: number;
  }

  export interface PoolOptions {
    /** Most threads; as many as there are processors unless said. */
    threads?: number;
    /** Named in debuggers. */
    name?: string;
    /** Closes the pool. */
    signal?: AbortSignal;
    limits?: Limits;
  }

  export interface WorkOptions {
    /** Ends the work; its reason is the error. */
    signal?: AbortSignal;
    /** Items in one message; found by measuring unless said. */
    batch?: number;
    /** Most items that are taken from the source and not yet read as results. */
    window?: number;
  }

  export interface MapOptions extends WorkOptions {
    /** False: results come as they are done. */
    ordered?: boolean;
  }

  export interface ReduceOptions<A> extends WorkOptions {
    /** Stands before the first item; with `combine`, begins each batch. */
    initial?: A;
    /** Joins what two batches came to; the task itself does unless said. */
    combine?: Task<(a: A, b: A, index: number) => A | PromiseLike<A>>;
  }

  export interface ProgressEvent extends Event {
    readonly done: number;
    /** Undefined where the source does not tell. */
    readonly total: number | undefined;
  }

  /** The failure of one item. `cause` is the error itself, with the stack of its thread. */
  export class ParallelError extends Error {
    readonly index: number;
    readonly item: unknown;
  }

  /** What a map gives. It begins when it is first read. */
  export interface Results<R> extends AsyncIterableIterator<R>, PromiseLike<R[]>, AsyncDisposable, EventTarget {
    onprogress: ((event: ProgressEvent) => void) | null;
    toArray(): Promise<R[]>;
    catch<T>(rejected: (reason: unknown) => T | PromiseLike<T>): Promise<R[] | T>;
    finally(settled: () => void): Promise<R[]>;
  }

  export class Pool implements AsyncDisposable {
    constructor(options?: PoolOptions);
    readonly threads: number;
    map<T, R>(items: Items<T>, task: Task<(item: T, index: number) => R | PromiseLike<R>>, options?: MapOptions): Results<R>;
    reduce<T>(items: Items<T>, task: Task<(a: T, b: T, index: number) => T | PromiseLike<T>>, options?: ReduceOptions<T>): Promise<T>;
    reduce<T, A>(items: Items<T>, task: Task<(sum: A, item: T, index: number) => A | PromiseLike<A>>,
      options: ReduceOptions<A> & { initial: A; combine: NonNullable<ReduceOptions<A>['combine']> }): Promise<A>;
    run<A extends unknown[], R>(task: Task<(...args: A) => R | PromiseLike<R>>, ...args: A): Promise<R>;
    /** Ends all threads; what is under way fails with an AbortError. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
  }

  export function map<T, R>(items: Items<T>, task: Task<(item: T, index: number) => R | PromiseLike<R>>,
    options?: MapOptions & { threads?: number; limits?: Limits }): Promise<R[]>;
  export function reduce<T>(items: Items<T>, task: Task<(a: T, b: T, index: number) => T | PromiseLike<T>>,
    options?: ReduceOptions<T> & { threads?: number; limits?: Limits }): Promise<T>;
  export function reduce<T, A>(items: Items<T>, task: Task<(sum: A, item: T, index: number) => A | PromiseLike<A>>,
    options: ReduceOptions<A> & { initial: A; combine: NonNullable<ReduceOptions<A>['combine']>; threads?: number; limits?: Limits }): Promise<A>;
}
