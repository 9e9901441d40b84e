/** Fake providers as a program of their own, so that what is measured does not share its processor time with them by turns. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FakeSize } from '../fake-providers/start-fake-providers';

const ROOT = join(__dirname, '..', '..');

/** What a fake has counted since its last reset. */
export interface FakeCounts {
  requests: number;
  violations: number;
}

export type FakeName = 'payfit' | 'gryzzly';

/** Running fakes; `close` ends them. */
export class FakeProgram {
  private constructor(
    private readonly child: ChildProcess,
    /** `PAYFIT_BASE_URL` and `GRYZZLY_BASE_URL`. */
    readonly addresses: Readonly<Record<string, string>>,
  ) {}

  /** @throws Error when the program ends before it has said where it is */
  static async start(size: FakeSize): Promise<FakeProgram> {
    const entry = join(ROOT, 'src', 'main-fake-providers.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', entry, '--size', String(size)], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    const addresses: Record<string, string> = {};
    if (child.stdout === null) throw new Error('the output of the fake providers is a pipe');
    for await (const line of createInterface({ input: child.stdout })) {
      const [name = '', url = ''] = line.split('=', 2);
      addresses[name] = url;
      if (Object.keys(addresses).length === 2) return new FakeProgram(child, addresses);
    }
    throw new Error('the fake providers ended while starting');
  }

  async counts(name: FakeName): Promise<FakeCounts> {
    return this.#ask(name, 'GET', 'state');
  }

  /** Counts from zero. */
  async reset(name: FakeName): Promise<void> {
    await this.#ask(name, 'POST', 'reset');
  }

  close(): void {
    this.child.kill('SIGTERM');
  }

  async #ask(name: FakeName, method: string, what: string): Promise<FakeCounts> {
    const base = this.addresses[`${name.toUpperCase()}_BASE_URL`] ?? '';
    const response = await fetch(new URL(`/__fake/${what}`, base), { method });
    return (await response.json()) as FakeCounts;
  }
}
