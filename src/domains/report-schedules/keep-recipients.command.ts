/** Stores whom a schedule is sent to; secrets apart and encrypted. */
import type { KeyRing } from '../../platform/secrets/key-ring';
import type { UnitOfWork } from '../../platform/unit-of-work';
import { DomainError, type FieldError } from '../../shared/domain-error';
import { newId } from '../../shared/ids';
import { webhookUrlProblem } from '../../platform/webhook-attempt.rules';
import { mergeRecipients, type MergedRecipients, type RecipientInput } from './recipients.rules';
import { ReportSecretRepository } from './report-secrets.repository';
import { reportSecretContext } from './report-secrets.rules';
import type { Recipient } from './report-schedules.types';

export interface RecipientDeps {
  keyRing: KeyRing;
  /** True lets webhooks go to this machine and the networks around it, and without TLS. */
  allowPrivateAddresses: boolean;
}

/**
 * The recipients as they are stored; who stays keeps the secret there is. Part of the write of the schedule itself.
 * @throws DomainError validation_failed for one that is named twice, a URL that is never called, or a new webhook without a secret
 */
export async function keepRecipients(
  uow: UnitOfWork,
  { keyRing, allowPrivateAddresses }: RecipientDeps,
  {
    scheduleId,
    before,
    inputs,
  }: { scheduleId: string; before: readonly Recipient[]; inputs: readonly RecipientInput[] },
): Promise<Recipient[]> {
  const merged = mergeRecipients(before, inputs, newId);
  refuse([...urlErrors(inputs, allowPrivateAddresses), ...errorsOf(merged)]);
  const secrets = new ReportSecretRepository(uow.trx, uow.organizationId);
  for (const { recipientId, secret } of merged.secrets) {
    const context = reportSecretContext(uow.organizationId, recipientId);
    await secrets.put(recipientId, scheduleId, keyRing.encrypt(secret, context));
  }
  await secrets.keepOnly(
    scheduleId,
    merged.recipients.map(({ id }) => id),
  );
  return merged.recipients;
}

/** Forgets every secret of a schedule. */
export async function forgetSecrets(uow: UnitOfWork, scheduleId: string): Promise<void> {
  await new ReportSecretRepository(uow.trx, uow.organizationId).keepOnly(scheduleId, []);
}

function errorsOf({ unsigned, repeated }: MergedRecipients): FieldError[] {
  return [
    ...repeated.map((place) => ({
      pointer: `/recipients/${String(place)}`,
      code: 'repeated',
      message: 'this recipient is named twice',
    })),
    ...unsigned.map((place) => ({
      pointer: `/recipients/${String(place)}/secret`,
      code: 'required',
      message: 'a new webhook needs the secret that signs what it is sent',
    })),
  ];
}

function urlErrors(inputs: readonly RecipientInput[], allowPrivateAddresses: boolean): FieldError[] {
  return inputs.flatMap((input, place) => {
    const message = input.kind === 'email' ? null : webhookUrlProblem(input.url, { allowPrivateAddresses });
    return message === null ? [] : [{ pointer: `/recipients/${String(place)}/url`, code: 'not_callable', message }];
  });
}

function refuse(errors: readonly FieldError[]): void {
  const [first] = errors;
  if (first !== undefined) throw new DomainError('validation_failed', `${first.pointer}: ${first.message}`, { errors });
}
