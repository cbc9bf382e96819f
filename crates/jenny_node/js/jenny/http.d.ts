/** Types of `jenny:http`; docs/serve.md says what it does. */
declare module 'jenny:http' {
  export interface Address {
    transport: 'tcp';
    hostname: string;
    port: number;
  }

  export interface ServeInfo {
    /** The client's end of the connection. */
    remoteAddr: Address;
  }

  export type Handler = (request: Request, info: ServeInfo) => Response | PromiseLike<Response>;

  export interface ServeOptions {
    fetch?: Handler;
    /** 8000 unless said; 0 takes any free one. */
    port?: number;
    /** 127.0.0.1 unless said; 0.0.0.0 or :: for all addresses. */
    hostname?: string;
    /** Answers where the handler threw or gave no Response; a plain 500 unless said. */
    error?: (reason: unknown) => Response | PromiseLike<Response>;
    /** Closes the server. */
    signal?: AbortSignal;
    onListen?: (address: Address) => void;
  }

  export interface HttpServer extends AsyncDisposable {
    readonly port: number;
    readonly hostname: string;
    readonly url: string;
    readonly addr: Address;
    /** Resolved when the last connection has ended. */
    readonly finished: Promise<void>;
    /** Takes no more connections and ends those that are open after the answers under way. */
    shutdown(): Promise<void>;
    /** Breaks off all connections. */
    close(): Promise<void>;
    ref(): this;
    unref(): this;
  }

  export function serve(handler: Handler): HttpServer;
  export function serve(options: ServeOptions, handler?: Handler): HttpServer;
}
