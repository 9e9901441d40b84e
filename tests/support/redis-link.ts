/** The run's real Redis behind a wire that a test may cut or freeze: Redis away, and Redis that no longer answers. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { testServers } from './server-handover';

export class RedisLink {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #state: 'open' | 'cut' | 'frozen' = 'open';

  private constructor(private readonly server: Server) {}

  static async open(): Promise<RedisLink> {
    const server = createServer({ pauseOnConnect: true });
    const link = new RedisLink(server);
    server.on('connection', (near) => {
      link.#accept(near);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return link;
  }

  get url(): string {
    const url = new URL(testServers().redisUrl);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.toString();
  }

  /** Every connection ends, and so does every new one. */
  cut(): void {
    this.#state = 'cut';
    this.#endAll();
  }

  /** Connections stay and new ones are taken, but nothing passes any more. */
  freeze(): void {
    this.#state = 'frozen';
    for (const [near, far] of this.#pairs) {
      near.unpipe(far).pause();
      far.unpipe(near).pause();
    }
  }

  /** As if nothing had been; frozen connections end. */
  restore(): void {
    this.#state = 'open';
    this.#endAll();
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.#endAll();
    await closed;
  }

  #accept(near: Socket): void {
    if (this.#state === 'cut') {
      near.destroy();
      return;
    }
    const redis = new URL(testServers().redisUrl);
    const far = connect(Number(redis.port), redis.hostname);
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        for (const one of pair) one.destroy();
        this.#pairs.delete(pair);
      });
    }
    if (this.#state === 'open') near.pipe(far).pipe(near);
  }

  #endAll(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy();
  }
}
