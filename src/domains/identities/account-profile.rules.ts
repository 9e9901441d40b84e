/** What an account's profile says about the human behind it, whatever the provider. */
import type { CollaboratorFields, UserFields } from '../integrations/provider-records.types';

/** The provider's fields as they were stored; anything may be missing after an erasure. */
type Profile = Partial<CollaboratorFields> & Partial<UserFields>;

export interface AccountProfile {
  /** As one text, in the order a reader writes it; empty when the profile has none. */
  fullName: string;
  givenName: string | null;
  surname: string | null;
  birthName: string | null;
  birthDate: string | null;
  emails: { address: string; kind: 'corporate' | 'personal' | 'integration' }[];
  matricule: string | null;
  phone: string | null;
  managerExternalId: string | null;
  team: string | null;
  street: string | null;
  postcode: string | null;
  city: string | null;
}

const kindOfType = { professional: 'corporate', personal: 'personal', unknown: 'integration' } as const;

/** Work addresses come first. @example a Gryzzly user has a name and one work address, nothing else */
export function profileOf({ rawProfile }: { rawProfile: Readonly<Record<string, unknown>> }): AccountProfile {
  const profile = rawProfile as Profile;
  const { givenName = null, surname = null } = profile;
  const [address] = profile.addresses ?? [];
  return {
    fullName: profile.displayName ?? [givenName, surname].filter(Boolean).join(' '),
    givenName,
    surname,
    birthName: profile.birthName ?? null,
    birthDate: profile.birthDate ?? null,
    emails: emailsOf(profile),
    matricule: profile.matricule ?? null,
    phone: profile.phones?.[0] ?? null,
    managerExternalId: profile.managerExternalId ?? null,
    team: profile.teamName ?? null,
    street: address?.street ?? null,
    postcode: address?.postcode ?? null,
    city: address?.city ?? null,
  };
}

function emailsOf({ email, emails = [] }: Profile): AccountProfile['emails'] {
  const own = email === undefined || email === null ? [] : [{ address: email, kind: 'corporate' as const }];
  const listed = emails.map(({ address, type }) => ({ address, kind: kindOfType[type] }));
  return [...own, ...listed].sort(
    (one, other) => Number(one.kind !== 'corporate') - Number(other.kind !== 'corporate'),
  );
}
