import { expect, test } from '@jest/globals';
import { outcomeOf, retryDelayMs } from '../../../src/domains/report-schedules/run-outcome.rules';
import type { RunFile } from '../../../src/domains/report-schedules/report-schedules.types';

type Facts = { computed?: boolean; made?: string[]; delivered?: string[] };

function runFile({ computed = true, made = ['csv', 'pdf'], delivered = ['delivered'] }: Facts): RunFile {
  return {
    run: { computedAt: computed ? new Date() : null, formats: ['csv', 'pdf'] },
    files: made.map((format) => ({ format })),
    deliveries: delivered.map((state) => ({ state })),
  } as unknown as RunFile;
}

test.each<[string, Facts, string | null, string, string | null]>([
  ['all is there', {}, null, 'completed', null],
  ['nobody gets it', { delivered: [] }, null, 'completed', null],
  ['a file is missing', { made: ['csv'] }, null, 'completed_with_errors', 'pdf_not_made'],
  ['a delivery failed', { delivered: ['delivered', 'failed'] }, null, 'completed_with_errors', 'not_delivered_to_all'],
  ['cancelled while delivering', { delivered: ['failed'] }, 'cancelled', 'completed_with_errors', 'cancelled'],
  ['cancelled before', { computed: false }, 'cancelled', 'cancelled', 'cancelled'],
  ['no figures', { computed: false }, 'validation_failed', 'failed', 'validation_failed'],
  ['no figures, nobody says why', { computed: false }, null, 'failed', 'failed'],
])('%s', (_, facts, errorCode, state, code) => {
  expect(outcomeOf(runFile(facts), errorCode)).toEqual({ state, errorCode: code });
});

test.each([
  [1, 60_000, 60_000],
  [1, 0, 1_000],
  [4, 0, 8_000],
  [40, 0, 3_600_000],
  [40, 86_400_000, 86_400_000],
])('after %i attempts a receiver that asks for %i ms is tried in %i ms', (attempts, retryAfterMs, expected) => {
  expect(retryDelayMs(attempts, retryAfterMs)).toBe(expected);
});
