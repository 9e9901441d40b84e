/** The rows of a fake, in the order it lists them. */

export type FakeRow = Record<string, unknown>;

/** Rows by kind; each kind has its own name of the id. */
export class RowStore {
  readonly #rows = new Map<string, FakeRow[]>();

  constructor(private readonly idKeys: Readonly<Record<string, string>>) {}

  /** All rows of a kind, in order. */
  all(kind: string): readonly FakeRow[] {
    return this.#of(kind);
  }

  find(kind: string, id: string): FakeRow | undefined {
    return this.#of(kind).find((row) => row[this.#idKey(kind)] === id);
  }

  add(kind: string, ...rows: FakeRow[]): void {
    const own = this.#of(kind);
    for (const row of rows) own.push(row);
  }

  /** Merges into a row; false when there is none. */
  change(kind: string, id: string, patch: FakeRow): boolean {
    const row = this.find(kind, id);
    if (row !== undefined) Object.assign(row, patch);
    return row !== undefined;
  }

  /** False when there is no such row. */
  remove(kind: string, id: string): boolean {
    const own = this.#of(kind);
    const index = own.findIndex((row) => row[this.#idKey(kind)] === id);
    if (index >= 0) own.splice(index, 1);
    return index >= 0;
  }

  /** The first row of a kind becomes its last. */
  rotate(kind: string): void {
    const own = this.#of(kind);
    const first = own.shift();
    if (first !== undefined) own.push(first);
  }

  sizes(): Record<string, number> {
    return Object.fromEntries([...this.#rows].map(([kind, rows]) => [kind, rows.length]));
  }

  #of(kind: string): FakeRow[] {
    const own = this.#rows.get(kind) ?? [];
    this.#rows.set(kind, own);
    return own;
  }

  #idKey(kind: string): string {
    return this.idKeys[kind] ?? 'id';
  }
}
