/** Reads from a slow source while what was read before is still being worked on. */

/**
 * Yields what has been read since the last time, in order, at least one item at a time. The source is asked on as long as the
 * items that wait weigh less than `most`. When the source fails, what came before is yielded first. Ending early ends the source
 * and waits for the item that is under way, so abort it before.
 * @example a source that gives a page in 10 ms and a consumer that takes 30 ms: one page, then three at a time
 */
export async function* readAhead<T>(
  source: AsyncIterable<T>,
  limits: { most: number; weigh: (item: T) => number },
): AsyncGenerator<T[]> {
  const state = new Ahead<T>(source[Symbol.asyncIterator](), limits);
  const reading = state.read();
  try {
    for (let items = await state.take(); items.length > 0; items = await state.take()) yield items;
  } finally {
    state.end();
    await reading;
  }
  state.throwFailure();
}

class Ahead<T> {
  #items: T[] = [];
  #failure: { error: unknown } | undefined;
  #isOver = false;
  #isEnding = false;
  /** Never both at once: with room nobody waits for room, with items nobody waits for items. */
  #wake: () => void = () => undefined;

  constructor(
    private readonly source: AsyncIterator<T>,
    private readonly limits: { most: number; weigh: (item: T) => number },
  ) {}

  /** Never rejects: a failure is kept for `throwFailure`. */
  async read(): Promise<void> {
    try {
      while (!this.#isEnding) {
        const next = await this.source.next();
        if (next.done === true) break;
        this.#items.push(next.value);
        this.#wake();
        await this.#room();
      }
      await this.source.return?.();
    } catch (error) {
      this.#failure = { error };
    }
    this.#isOver = true;
    this.#wake();
  }

  /** All that waits, as soon as there is something; nothing when the source is at its end. */
  async take(): Promise<T[]> {
    while (this.#items.length === 0 && !this.#isOver) await this.#woken();
    const taken = this.#items;
    this.#items = [];
    this.#wake();
    return taken;
  }

  async #room(): Promise<void> {
    while (!this.#isEnding && this.#weight() >= this.limits.most) await this.#woken();
  }

  end(): void {
    this.#isEnding = true;
    this.#wake();
  }

  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #weight(): number {
    return this.#items.reduce((sum, item) => sum + this.limits.weigh(item), 0);
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
