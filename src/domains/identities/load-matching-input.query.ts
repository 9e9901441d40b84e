/** Everything the engine weighs about people and the accounts of one connection. */
import type { UnitOfWork } from '../../platform/unit-of-work';
import type { AccountProfile } from './account-profile.rules';
import { decidedPairs } from './decided-pairs.rules';
import { ExternalAccountRepository } from './external-accounts.repository';
import type { MatchedAccount } from './external-accounts.types';
import type { ExistingLink, IdentityRecord, MatchInput, RememberedDecision } from './identities.types';
import { IdentityDecisionRepository } from './identity-decisions.repository';
import { rememberedDecisions } from './remembered-decisions.rules';

/** Payroll numbers of one organisation are one numbering, whoever tells them. */
const NUMBERING = 'organization';

/**
 * Reads people, their contacts, engagements and links.
 * @param accounts those of the connection that are not ignored
 */
export async function loadMatchingInput(
  uow: UnitOfWork,
  connectionId: string,
  accounts: readonly MatchedAccount[],
): Promise<MatchInput> {
  const place = [uow.trx, uow.organizationId] as const;
  const links = accounts.filter(({ state }) => state === 'linked');
  const elsewhere = await new ExternalAccountRepository(...place).linkedElsewhere(connectionId);
  const linked = [...links, ...elsewhere].sort((one, other) => (one.id < other.id ? -1 : 1));
  const log = await new IdentityDecisionRepository(...place).list(accounts.map(({ id }) => id));
  const decisions: RememberedDecision[] = rememberedDecisions(log);
  const previousLinks = links.length;
  return {
    people: await loadPeople(uow, linked),
    accounts: recordsOfAccounts(accounts),
    decisions,
    links: links.flatMap(linkOf),
    options: {
      firstRunHold: true,
      lessons: decidedPairs(log),
      ...(previousLinks === 0 && log.length === 0 ? {} : { previousLinks }),
    },
  };
}

function linkOf({ id, personId, linkMethod, activeFrom, activeTo }: MatchedAccount): ExistingLink[] {
  if (personId === null) return [];
  const origin = linkMethod === 'automatic' ? 'automatic' : 'person';
  return [{ accountId: id, personId, origin, startDate: activeFrom, endDate: activeTo }];
}

/** A manager is named by their account: their first address stands for them. */
function recordsOfAccounts(accounts: readonly MatchedAccount[]): IdentityRecord[] {
  const mailOf = new Map(
    accounts.map(({ externalUserId, profile }) => [externalUserId, profile.emails[0]?.address ?? null]),
  );
  return accounts.map(({ profile, ...account }) => ({
    id: account.id,
    fullName: profile.fullName,
    givenName: profile.givenName,
    surname: profile.surname,
    birthName: profile.birthName,
    birthDate: profile.birthDate,
    emails: profile.emails.map(({ address }) => address),
    matricule: profile.matricule,
    legalEntity: NUMBERING,
    phone: profile.phone,
    startDate: account.activeFrom,
    endDate: account.activeTo,
    managerEmail: profile.managerExternalId === null ? null : (mailOf.get(profile.managerExternalId) ?? null),
    team: profile.team,
    address: profile.street,
    postcode: profile.postcode,
    city: profile.city,
  }));
}

interface PersonRow {
  id: string;
  full_name: string;
  emails: string[];
  matricule: string | null;
  manager_email: string | null;
  start_date: string | null;
  end_date: string | null;
  team: string | null;
}

/** The plan's own people, with what the accounts already tied to them add: birth date, names, phone, address. */
async function loadPeople(uow: UnitOfWork, linked: readonly MatchedAccount[]): Promise<IdentityRecord[]> {
  const { rows } = await uow.trx.raw<{ rows: PersonRow[] }>(PEOPLE, { organizationId: uow.organizationId });
  const profilesOf = new Map<string, AccountProfile[]>();
  for (const { personId, profile } of linked) {
    const own = profilesOf.get(personId ?? '') ?? [];
    profilesOf.set(personId ?? '', [...own, profile]);
  }
  return rows.map((row) => personRecord(row, profilesOf.get(row.id) ?? []));
}

function personRecord(row: PersonRow, profiles: readonly AccountProfile[]): IdentityRecord {
  const first = <T>(read: (profile: AccountProfile) => T | null): T | null =>
    profiles.map(read).find((value) => value !== null) ?? null;
  const known = profiles.flatMap(({ emails }) => emails.map(({ address }) => address));
  return {
    id: row.id,
    fullName: row.full_name,
    birthName: first(({ birthName }) => birthName),
    birthDate: first(({ birthDate }) => birthDate),
    emails: [...new Set([...row.emails, ...known])].sort(),
    matricule: row.matricule ?? first(({ matricule }) => matricule),
    legalEntity: NUMBERING,
    phone: first(({ phone }) => phone),
    startDate: row.start_date,
    endDate: row.end_date,
    managerEmail: row.manager_email,
    team: row.team ?? first(({ team }) => team),
    address: first(({ street }) => street),
    postcode: first(({ postcode }) => postcode),
    city: first(({ city }) => city),
  };
}

/** One row a person. An open engagement, or none, leaves the end open. */
const PEOPLE = `
  select p.id, p.full_name, coalesce(e.emails, '{}') as emails, i.matricule, m.email as manager_email,
         to_char(g.start_date, 'YYYY-MM-DD') as start_date, to_char(g.end_date, 'YYYY-MM-DD') as end_date, t.team
    from people p
    left join (select person_id, array_agg(email order by is_primary desc, email) as emails from person_emails
                where organization_id = :organizationId and deleted_at is null group by person_id) e on e.person_id = p.id
    left join (select person_id, min(id_value) as matricule from person_identifiers
                where organization_id = :organizationId and deleted_at is null and id_type = 'matricule'
                group by person_id) i on i.person_id = p.id
    left join person_emails m on m.organization_id = p.organization_id and m.person_id = p.manager_id and m.is_primary
         and m.deleted_at is null
    left join (select person_id, min(start_date) as start_date,
                      case when bool_and(end_date is not null) then max(end_date) end as end_date
                 from engagements where organization_id = :organizationId and deleted_at is null
                group by person_id) g on g.person_id = p.id
    left join (select tm.person_id, min(te.name) as team from team_members tm
                 join teams te on te.organization_id = tm.organization_id and te.id = tm.team_id
                where tm.organization_id = :organizationId and tm.deleted_at is null and tm.active_to is null
                group by tm.person_id) t on t.person_id = p.id
   where p.organization_id = :organizationId and p.deleted_at is null
   order by p.id`;
