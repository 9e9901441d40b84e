/** What `npm start` prints: one line per step, remarks between them, a banner at the end. */

export interface Progress {
  /** Says how many steps there will be; before the first one. */
  expect: (steps: number) => void;
  /** A step is done: numbered in the order of completion. `{}` in the detail becomes the time it took. */
  step: (name: string, detail: string, elapsedMs: number) => void;
  remark: (line: string) => void;
}

/** Prints each line by `write` as it comes. */
export function createProgress(write: (text: string) => void): Progress {
  const count = { done: 0, expected: 0 };
  return {
    expect: (steps) => {
      count.expected = steps;
    },
    step: (name, detail, elapsedMs) => {
      count.done += 1;
      const seconds = (elapsedMs / 1000).toFixed(1);
      write(`[${String(count.done)}/${String(count.expected)}] ${name} … ${detail.replace('{}', `${seconds} s`)}\n`);
    },
    remark: (line) => {
      write(`      ${line}\n`);
    },
  };
}

export interface BannerFacts {
  apiUrl: string;
  temporalUiUrl: string | undefined;
  home: string;
  demoLogins: boolean;
  elapsedMs: number;
}

/** The closing lines of a start: where everything is and how to sign in. */
export function banner({ apiUrl, temporalUiUrl, home, demoLogins, elapsedMs }: BannerFacts): string {
  const lines = [
    ['API', `${apiUrl}/api/v1`],
    ['Documentation', `${apiUrl}/api/v1/docs`],
    ['Temporal Web UI', temporalUiUrl ?? 'of your own Temporal'],
    ...(demoLogins
      ? [['Sign in as', 'admin@demo.com (owner), john@demo.com (manager), jane@demo.com (member); password demo123']]
      : [['First owner', 'npm run found -- --organization NAME --owner ADDRESS makes an organisation and its owner']]),
    ['Logs and data', home],
    ['Stop', 'Ctrl-C (nothing is lost; the next start goes on from here)'],
  ];
  const body = lines.map(([name, text]) => `  ${(name ?? '').padEnd(16)} ${text ?? ''}`).join('\n');
  return `\nPlan Charge is ready after ${(elapsedMs / 1000).toFixed(1)} s.\n\n${body}\n\n`;
}
