/** Accepts an invitation: a newcomer gets an account, who has one signs in with it. */
import type { AccessTokens } from '../../platform/access-tokens';
import type { InTransaction, Transaction } from '../../platform/database';
import { hashOfToken } from '../../platform/derived-tokens';
import type { LoginThrottle } from '../../platform/login-throttle';
import { hashPassword, verifyPassword } from '../../platform/passwords';
import { withinOrganization } from '../../platform/within-organization';
import { DomainError, invalidField } from '../../shared/domain-error';
import { attemptSignIn } from './attempt-sign-in.command';
import { createAccount } from './create-account.command';
import { enterSession } from './enter-session.command';
import { findAccount } from './find-account.query';
import { assertNewPassword } from './chosen-password.rules';
import { InvitationRepository } from './invitations.repository';
import type { OpenInvitation, TokenPair } from './sessions.types';

export interface AcceptanceDeps {
  tokens: AccessTokens;
  throttle: LoginThrottle;
}

export interface AcceptanceInput {
  token: string;
  fullName: string | undefined;
  password: string | undefined;
  address: string;
  userAgent: string | null;
  requestId: string;
  now: Date;
}

/**
 * A session in the organisation that invited. An existing account is entered with the password it has, so that nobody who
 * came by the link, or who made it, gets into somebody else's account. No transaction is open while Argon2 works.
 * @throws DomainError validation_failed for a token that opens nothing or a field that is missing, invalid_credentials, too_many_requests
 */
export async function acceptInvitation(
  inTransaction: InTransaction,
  deps: AcceptanceDeps,
  input: AcceptanceInput,
): Promise<TokenPair> {
  const { invitation, account } = await inTransaction(async (trx) => {
    const found = await new InvitationRepository(trx).findOpen(hashOfToken(input.token), input.now);
    if (found === undefined) throw opensNothing();
    return { invitation: found, account: await findAccount(trx, found.email) };
  });
  const password = required(input.password, 'password');
  if (account === undefined) {
    assertNewPassword(password, '/password');
    const newcomer = { fullName: required(input.fullName, 'full_name'), passwordHash: await hashPassword(password) };
    return inTransaction(async (trx) => {
      const { email } = await lockOpen(trx, input);
      const userId = await createAccount(trx, { email, ...newcomer });
      return join(trx, deps, { input, userId, judgedBy: newcomer.passwordHash });
    });
  }
  return attemptSignIn(deps.throttle, { email: invitation.email, address: input.address }, async () => {
    if (!(await verifyPassword(account.passwordHash, password))) return undefined;
    return inTransaction((trx) => join(trx, deps, { input, userId: account.id, judgedBy: account.passwordHash }));
  });
}

async function join(
  trx: Transaction,
  deps: AcceptanceDeps,
  { input, userId, judgedBy }: { input: AcceptanceInput; userId: string; judgedBy: string | null },
): Promise<TokenPair> {
  const invitation = await lockOpen(trx, input);
  const version = await new InvitationRepository(trx).accept(invitation, userId);
  const { organizationId } = invitation;
  const pair = await enterSession(trx, deps, { ...input, userId, organizationId, judgedBy });
  if (pair === undefined) throw new DomainError('invalid_credentials', 'Wrong e-mail address or password.');
  await recordJoining(trx, { invitation, userId, version, input });
  return pair;
}

/** Of two who accept at once the second waits here and finds the invitation used, before an account is made for them. */
async function lockOpen(trx: Transaction, { token, now }: AcceptanceInput): Promise<OpenInvitation> {
  const invitation = await new InvitationRepository(trx).lockOpen(hashOfToken(token), now);
  if (invitation === undefined) throw opensNothing();
  return invitation;
}

async function recordJoining(
  trx: Transaction,
  joined: { invitation: OpenInvitation; userId: string; version: number; input: AcceptanceInput },
): Promise<void> {
  const { invitation, userId, version, input } = joined;
  const { organizationId, role, personId, memberId } = invitation;
  const actor = { kind: 'user', organizationId, userId, personId, role, sessionId: null } as const;
  const request = {
    organizationId,
    resolveActor: () => Promise.resolve(actor),
    now: input.now,
    requestId: input.requestId,
  };
  await withinOrganization(trx, { actor, request }, (uow) => {
    const facts = { entityType: 'member', entityId: memberId };
    uow.audit({ event: 'member.joined', ...facts, before: null, after: { id: memberId, userId, role, personId } });
    uow.emit({ type: 'member.joined', ...facts, version });
    return Promise.resolve();
  });
}

function required(value: string | undefined, field: string): string {
  if (value === undefined) throw invalidField(`/${field}`, 'required', `${field} is required here`);
  return value;
}

/** Unknown, used, expired, taken back: all alike. */
function opensNothing(): DomainError {
  return invalidField('/token', 'invalid_token', 'This invitation is not valid any more; ask for another one.');
}
