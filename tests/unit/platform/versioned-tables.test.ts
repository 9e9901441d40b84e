/** Which statements the data version speaks for. */
import { expect, test } from '@jest/globals';
import { readsOnlyVersioned } from '../../../src/platform/versioned-tables';

test.each([
  ['select * from "people" where "organization_id" = $1 order by "full_name", "id"', true],
  ['select p.* from people p join team_members m on m.person_id = p.id', true],
  ['select sum(raised) from data_versions', true],
  ['select * from "tags"', false],
  ['select * from people, tags', false],
  ['select * from people as p, tags', false],
  ['select * from "people" where exists (select 1 from person_emails)', false],
  ['select * from people where starts_on > current_date', false],
  ['select now(), id from people', false],
  ['with led as (select id from teams) select * from led', false],
])('%s', (sql, expected) => {
  expect(readsOnlyVersioned(sql)).toBe(expected);
});
