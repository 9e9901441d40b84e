import { expect, test } from '@jest/globals';
import { attachable, MOST_ATTACHED_BYTES, reportMail } from '../../../src/domains/report-schedules/report-mail.rules';

const facts = {
  language: 'en',
  name: 'Charge <hebdo>',
  title: 'Utilization by team',
  period: '2026-11-16 – 2026-11-22',
  facts: [{ title: 'Computed at', value: '2026-11-23 07:00 UTC' }],
  attached: ['load.csv', 'load.pdf'],
  leftOut: [],
  link: 'https://plan.example.com/report-runs/1',
  hasChart: true,
} as const;

test('text and page say the same; what somebody wrote is escaped on the page alone', () => {
  const { subject, text, html } = reportMail({ ...facts, title: 'A & "B" <C>' });
  expect(subject).toBe('Charge <hebdo>: 2026-11-16 – 2026-11-22');
  expect(text).toBe(`A & "B" <C>
2026-11-16 – 2026-11-22

Computed at: 2026-11-23 07:00 UTC
Attached: load.csv, load.pdf

Open the run: https://plan.example.com/report-runs/1
`);
  expect(html).toContain('<h1 style="font-size:18px">A &amp; &quot;B&quot; &lt;C&gt;</h1>');
  expect(html).toContain('src="cid:chart@plan-charge.invalid"');
  expect(html).toContain('load.csv, load.pdf');
});

test('in French, without a chart, with a file that is too large', () => {
  const { text, html } = reportMail({ ...facts, language: 'fr', attached: [], leftOut: ['big.pdf'], hasChart: false });
  expect(text).toContain('Trop volumineux pour un courriel : big.pdf');
  expect(text).not.toContain('En pièce jointe');
  expect(html).not.toContain('<img');
});

test('files go along as long as they fit together', () => {
  const files = [{ bytes: MOST_ATTACHED_BYTES - 10 }, { bytes: 11 }, { bytes: 10 }];
  expect(attachable(files)).toEqual({ attached: [files[0], files[2]], leftOut: [files[1]] });
});
