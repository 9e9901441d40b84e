/**
 * Where personal data of a person is, and what becomes of it: one rule for each kind of row, run in this order. Figures stay:
 * no rule changes dates, minutes or whether an absence is time off. Conditions are SQL about rows of the organisation with the
 * bindings `:person`, `:subjects` (the ids audit events may be about) and, for changes, `:timeOffType`, `:presenceType` and `:countingType`
 * (types that say nothing) and `:counting` (absences for which vouchers are given).
 */
import type { ErasureAction } from './erasures.types';

export interface PersonalRecordRule {
  what: string;
  table: string;
  where: string;
  action: ErasureAction;
  /** What an anonymised row is changed to; `frozen` rows are changed by a function of the tables' owner. */
  change: { set: string; isUnversioned?: true } | 'delete' | 'frozen';
}

const OF_PERSON = 'person_id = :person';
const ACCOUNTS = `select connection_id, external_user_id from external_accounts
  where organization_id = :organization and id = any(:subjects)`;
const THEIR_APPROVALS = '(subject_person_id = :person or requested_by = any(:subjects))';
const APPROVED = `person_id = :person and status = 'approved' and deleted_at is null`;
/** Still time off, or not, and still what vouchers are given for, or not. */
const NEUTRAL_TYPE = `case when id = any(cast(:counting as uuid[])) then cast(:countingType as uuid)
  when type_id in (select id from absence_types where organization_id = :organization and is_time_off)
    then cast(:timeOffType as uuid) else cast(:presenceType as uuid) end`;
/** Labels of absences name their type. */
const causesWithoutLabels = (column: string): string => `${column} = coalesce((
  select jsonb_agg(case when c ->> 'type' = 'absence' then c || '{"label": "absence"}' else c end)
  from jsonb_array_elements(${column}) c), '[]')`;

const deleted = (what: string, table: string, where: string = OF_PERSON): PersonalRecordRule => ({
  what,
  table,
  where,
  action: 'deleted',
  change: 'delete',
});

/** Rows of `table` as they are changed by `set`; without `where` all rows of the person. */
const anonymised = (what: string, table: string, change: { set: string; where?: string }): PersonalRecordRule => ({
  what,
  table,
  where: change.where ?? OF_PERSON,
  action: 'anonymised',
  change: { set: change.set },
});

const frozen = (what: string, table: string, where: string = OF_PERSON): PersonalRecordRule => ({
  what,
  table,
  where,
  action: 'anonymised',
  change: 'frozen',
});

/** In the order they are run: what others refer to comes last. */
export const personalRecordRules: readonly PersonalRecordRule[] = [
  frozen('voucher_row', 'voucher_rows'),
  frozen('identity_decision', 'identity_decisions', `${OF_PERSON} or external_account_id = any(:subjects)`),
  deleted('person_email', 'person_emails'),
  deleted('person_identifier', 'person_identifiers'),
  deleted('identity_suggestion', 'identity_suggestions', `${OF_PERSON} or external_account_id = any(:subjects)`),
  deleted(
    'provider_record',
    'provider_records',
    `(connection_id, owner_external_id) in (${ACCOUNTS}) or (connection_id, external_id) in (${ACCOUNTS})`,
  ),
  deleted(
    'sync_rehearsal_record',
    'sync_rehearsal_records',
    `(connection_id, owner_external_id) in (${ACCOUNTS}) or (connection_id, external_id) in (${ACCOUNTS})`,
  ),
  anonymised('external_account', 'external_accounts', {
    set: `external_user_id = 'erased/' || id, state = 'ignored', person_id = null, linked_at = null, linked_by = null, link_method = null, link_reason = null,
      raw_profile = '{}', before_link = null`,
    where: 'id = any(:subjects)',
  }),
  deleted('task_assignee', 'task_assignees'),
  deleted('project_member', 'project_members'),
  anonymised('comment', 'comments', { set: `body = '(erased)'`, where: 'id = any(:subjects)' }),
  anonymised('attachment', 'attachments', {
    set: `filename = 'erased', deleted_at = coalesce(deleted_at, now())`,
    where: 'uploaded_by = any(:subjects)',
  }),
  anonymised('api_token', 'api_tokens', {
    set: `name = 'Erased', secret_hash = '', deleted_at = coalesce(deleted_at, now())`,
    where: 'user_id = any(:subjects)',
  }),
  {
    what: 'approval_decision',
    table: 'approval_decisions',
    where: `comment is not null and (actor_user_id = any(:subjects) or approval_id in (
      select id from approvals where organization_id = :organization and ${THEIR_APPROVALS}))`,
    action: 'anonymised',
    change: { set: 'comment = null', isUnversioned: true },
  },
  anonymised('approval', 'approvals', {
    set: `message = null, payload = case when subject_person_id = :person then '{}' else payload #- '{fields,notes}' end`,
    where: THEIR_APPROVALS,
  }),
  anonymised('absence_kept', 'absences', { set: `type_id = ${NEUTRAL_TYPE}, notes = null`, where: APPROVED }),
  anonymised('absence_removed', 'absences', {
    set: 'type_id = :timeOffType, notes = null, deleted_at = coalesce(deleted_at, now())',
    where: `person_id = :person and not (${APPROVED})`,
  }),
  anonymised('engagement', 'engagements', { set: 'notes = null', where: `${OF_PERSON} and notes is not null` }),
  anonymised('allocation', 'allocations', { set: 'notes = null', where: `${OF_PERSON} and notes is not null` }),
  anonymised('capacity_entry', 'person_work_patterns', {
    set: 'notes = null',
    where: `${OF_PERSON} and notes is not null`,
  }),
  anonymised('time_entry', 'time_entries', { set: 'note = null', where: `${OF_PERSON} and note is not null` }),
  anonymised('conflict', 'conflicts', {
    set: `reason = null, ${causesWithoutLabels('causes')}, ${causesWithoutLabels('accepted_causes')}`,
    where: `${OF_PERSON} and (reason is not null or jsonb_array_length(causes) > 0)`,
  }),
  anonymised('person_benefit', 'person_benefits', { set: 'reason = null' }),
  // Kept for a day, to be answered again.
  deleted(
    'stored_answer',
    'idempotency_keys',
    'user_id = any(:subjects) or strpos(cast(response_body as text), cast(:person as text)) > 0',
  ),
  anonymised('membership', 'memberships', {
    set: `deleted_at = coalesce(deleted_at, now()), person_id = null, invitation_hash = null,
      invited_email = case when user_id is null then 'erased@erased.invalid' end`,
    where: 'id = any(:subjects)',
  }),
  anonymised('person', 'people', {
    set: `full_name = 'Erased person ' || left(id::text, 8), active = false, manager_id = null, cost_center = null,
      location = null, erased_at = coalesce(erased_at, now())`,
    where: 'id = :person',
  }),
];
