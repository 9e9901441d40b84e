/** Half-day bounds of both providers, by table. */
import { describe, expect, test } from '@jest/globals';
import {
  spanOfDayParts,
  spanOfMoments,
  type DayPart,
  type Moment,
} from '../../../src/domains/integrations/leave-spans.rules';

const [MON, TUE, WED] = ['2026-03-02', '2026-03-03', '2026-03-04'] as const;

describe('Payfit moments', () => {
  test.each<[string, Moment, string, Moment, string | null]>([
    [MON, 'beginning-of-day', MON, 'end-of-day', `${MON} beginning_of_day ${MON} end_of_day`],
    [MON, 'beginning-of-day', MON, 'middle-of-day', `${MON} beginning_of_day ${MON} middle_of_day`],
    [MON, 'middle-of-day', MON, 'end-of-day', `${MON} middle_of_day ${MON} end_of_day`],
    [MON, 'middle-of-day', TUE, 'middle-of-day', `${MON} middle_of_day ${TUE} middle_of_day`],
    [MON, 'end-of-day', TUE, 'end-of-day', `${TUE} beginning_of_day ${TUE} end_of_day`],
    [MON, 'beginning-of-day', WED, 'beginning-of-day', `${MON} beginning_of_day ${TUE} end_of_day`],
    [MON, 'middle-of-day', MON, 'middle-of-day', null],
    [MON, 'end-of-day', TUE, 'beginning-of-day', null],
    [MON, 'end-of-day', MON, 'end-of-day', null],
    [TUE, 'beginning-of-day', MON, 'end-of-day', null],
  ])('%s %s to %s %s', (start, startMoment, end, endMoment, expected) => {
    const span = spanOfMoments({ date: start, moment: startMoment }, { date: end, moment: endMoment });
    expect(span && Object.values(span).join(' ')).toBe(expected);
  });
});

describe('Gryzzly day parts', () => {
  test.each<[string, DayPart, string, DayPart, string | null]>([
    [MON, 'full', MON, 'full', `${MON} beginning_of_day ${MON} end_of_day`],
    [MON, 'am', MON, 'am', `${MON} beginning_of_day ${MON} middle_of_day`],
    [MON, 'am', MON, 'full', `${MON} beginning_of_day ${MON} middle_of_day`],
    [MON, 'full', MON, 'am', `${MON} beginning_of_day ${MON} middle_of_day`],
    [MON, 'pm', MON, 'pm', `${MON} middle_of_day ${MON} end_of_day`],
    [MON, 'full', MON, 'pm', `${MON} middle_of_day ${MON} end_of_day`],
    [MON, 'am', MON, 'pm', `${MON} beginning_of_day ${MON} end_of_day`],
    [MON, 'pm', TUE, 'am', `${MON} middle_of_day ${TUE} middle_of_day`],
    [MON, 'pm', MON, 'am', null],
    [TUE, 'full', MON, 'full', null],
  ])('%s %s to %s %s', (start, startPart, end, endPart, expected) => {
    const span = spanOfDayParts({ date: start, part: startPart }, { date: end, part: endPart });
    expect(span && Object.values(span).join(' ')).toBe(expected);
  });
});
