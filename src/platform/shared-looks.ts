/**
 * Many callers who want to know the same as of now, served by few looks: whoever asks while a look is under way gets the next one,
 * which starts when that one has ended, so nobody is told what was true before they asked.
 */
interface Look<T> {
  look: Promise<T>;
  next?: Promise<T>;
}

export class SharedLooks<T> {
  readonly #underWay = new Map<string, Look<T>>();

  /** What a look says that starts not before now. @throws what `look` throws, to all who share it */
  ask(key: string, look: () => Promise<T>): Promise<T> {
    const current = this.#underWay.get(key);
    if (current === undefined) return this.#start(key, look);
    current.next ??= current.look.then(
      () => this.#start(key, look),
      () => this.#start(key, look),
    );
    return current.next;
  }

  #start(key: string, look: () => Promise<T>): Promise<T> {
    const started: Look<T> = { look: look() };
    this.#underWay.set(key, started);
    const end = (): void => {
      if (this.#underWay.get(key) === started && started.next === undefined) this.#underWay.delete(key);
    };
    started.look.then(end, end);
    return started.look;
  }
}
