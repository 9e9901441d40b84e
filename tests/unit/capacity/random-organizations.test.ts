/** Random organisations whose people share calendars and patterns: the engine against the reference. `npm run oracle` is the long run. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryPersonOf, arbitraryWorld } from '../../support/arbitrary-plan';
import { differenceFromReference } from '../../support/reference-comparison';

const DAYS = 70;
const ORGANIZATIONS = 40;
const PEOPLE = 4;

test('every figure, conflict and explanation is the reference’s', () => {
  const organization = arbitraryWorld(DAYS).chain((world) =>
    fc.array(arbitraryPersonOf(world, DAYS), { minLength: PEOPLE, maxLength: PEOPLE }),
  );
  fc.assert(
    fc.property(organization, (people) => {
      for (const person of people) expect(differenceFromReference(person, DAYS)).toBeNull();
    }),
    { numRuns: ORGANIZATIONS },
  );
});
