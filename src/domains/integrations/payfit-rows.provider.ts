/** Rows of Payfit's partner API (v1.0) as records. */
import { z } from 'zod';
import { spanOfMoments } from './leave-spans.rules';
import type { CollaboratorFields, ContractFields } from './provider-records.types';
import {
  date,
  externalId,
  optionalDate,
  optionalText,
  rowReader,
  text,
  type RowReader,
} from './provider-rows.provider';

const contractStatus = z.enum(['ACTIVE', 'ARCHIVED', 'PENDING']);
/** DSN S21.G00.40.007: what is no employment contract. */
const engagementTypeOfNature: Readonly<Record<string, ContractFields['engagementType']>> = {
  '03': 'contractor', // temporary agency work
  '29': 'intern',
};

const collaboratorRow = z.object({
  id: externalId,
  matricule: optionalText,
  firstName: text,
  lastName: text,
  secondLastName: optionalText,
  birthName: optionalText,
  birthDate: optionalDate,
  terminationDate: optionalDate,
  gender: z.unknown().optional(),
  emails: z.array(z.object({ email: text, type: z.unknown().optional() })),
  phoneNumbers: z.array(z.object({ phoneNumber: text })).nullish(),
  addresses: z
    .array(z.object({ address: optionalText, postcode: optionalText, city: optionalText, country: optionalText }))
    .nullish(),
  managerId: optionalText,
  teamName: optionalText,
  contracts: z
    .array(
      z.object({
        id: externalId,
        startDate: optionalDate,
        endDate: optionalDate,
        status: contractStatus.nullish(), // required, but left out of Payfit's own samples
      }),
    )
    .nullish(),
});
type CollaboratorRow = z.infer<typeof collaboratorRow>;

export const collaborators = rowReader({
  kind: 'collaborator',
  schema: collaboratorRow,
  idKey: 'id',
  toRecord: (row) => ({ externalId: row.id, fields: collaboratorFields(row) }),
});

function collaboratorFields(row: CollaboratorRow): CollaboratorFields {
  const contracts = (row.contracts ?? []).map(({ id, startDate, endDate, status }) => ({
    externalId: id,
    startDate,
    endDate,
    status: status ?? null,
  }));
  const starts = contracts.flatMap(({ startDate }) => (startDate === null ? [] : [startDate])).sort();
  return {
    givenName: row.firstName,
    surname: row.lastName,
    secondSurname: row.secondLastName,
    birthName: row.birthName,
    birthDate: row.birthDate,
    gender: oneOf(['male', 'female', 'other'] as const, row.gender) ?? null,
    matricule: row.matricule,
    emails: emailsOf(row.emails),
    phones: (row.phoneNumbers ?? []).map(({ phoneNumber }) => phoneNumber).filter((phone) => phone !== ''),
    addresses: (row.addresses ?? []).map(({ address, ...place }) => ({ street: address, ...place })),
    managerExternalId: row.managerId,
    teamName: row.teamName,
    terminationDate: row.terminationDate,
    contracts,
    startDate: starts[0] ?? null,
  };
}

function emailsOf(emails: CollaboratorRow['emails']): CollaboratorFields['emails'] {
  const byAddress = new Map<string, CollaboratorFields['emails'][number]>();
  for (const { email, type } of emails) {
    const address = email.toLowerCase();
    if (address === '' || byAddress.has(address)) continue;
    byAddress.set(address, { address, type: oneOf(['professional', 'personal'] as const, type) ?? 'unknown' });
  }
  return [...byAddress.values()];
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}

const contractRow = z.object({
  contractId: externalId,
  collaboratorId: externalId,
  jobName: optionalText,
  status: contractStatus,
  startDate: date,
  endDate: optionalDate,
  probationEndDate: optionalDate,
  standardWeeklyHours: z.number().min(0).max(168).nullish(),
  fullTimeEquivalent: z.number().min(0).nullish(),
  isFullTime: z.boolean().nullish(),
  natureContratDsn: optionalText,
});

/** Both `/contracts` and `/contracts-fr`: the French one has more. */
export const contracts = rowReader({
  kind: 'contract',
  schema: contractRow,
  idKey: 'contractId',
  toRecord: (row) => ({
    externalId: row.contractId,
    fields: {
      collaboratorExternalId: row.collaboratorId,
      jobName: row.jobName,
      status: row.status,
      startDate: row.startDate,
      endDate: row.endDate,
      probationEndDate: row.probationEndDate,
      weeklyHours: row.standardWeeklyHours ?? null,
      fullTimeEquivalent: row.fullTimeEquivalent ?? null,
      isFullTime: row.isFullTime ?? null,
      natureCode: row.natureContratDsn,
      engagementType: engagementTypeOfNature[row.natureContratDsn ?? ''] ?? 'employee',
    },
  }),
});

const moment = z.object({ date, moment: z.enum(['beginning-of-day', 'middle-of-day', 'end-of-day']) });
const absenceRow = z.object({
  id: externalId,
  contractId: externalId,
  startDate: moment,
  endDate: moment,
  type: z.string().min(1).max(100),
  status: z.enum(['approved', 'pending_approval', 'declined', 'cancelled', 'pending_cancellation']),
});

export const absences = rowReader({
  kind: 'absence',
  schema: absenceRow,
  idKey: 'id',
  toRecord: (row) => ({
    externalId: row.id,
    fields: {
      contractExternalId: row.contractId,
      type: row.type,
      status: row.status,
      span: spanOfMoments(row.startDate, row.endDate),
    },
  }),
});

const mealVouchersRow = z.object({
  collaboratorId: externalId,
  vouchersCount: z.number(),
  voucherAmount: z.number(),
  dayOffEligibility: z.boolean(),
  voucherCompanyPartAmount: z.number(),
  voucherEmployeePartAmount: z.number(),
});

/** Of one month, which the rows themselves don't name. @example mealVouchersOf('2026-03') */
export function mealVouchersOf(month: string): RowReader<'meal_vouchers'> {
  return rowReader({
    kind: 'meal_vouchers',
    schema: mealVouchersRow,
    idKey: 'collaboratorId',
    toRecord: (row) => ({
      externalId: `${row.collaboratorId}/${month}`,
      fields: {
        collaboratorExternalId: row.collaboratorId,
        month,
        vouchersCount: row.vouchersCount,
        voucherAmount: row.voucherAmount,
        companyPartAmount: row.voucherCompanyPartAmount,
        employeePartAmount: row.voucherEmployeePartAmount,
        dayOffEligibility: row.dayOffEligibility,
      },
    }),
  });
}
