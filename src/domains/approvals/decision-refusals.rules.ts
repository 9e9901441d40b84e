/** The words in which a vote, or a look at what it would do, is refused. */
import { DomainError } from '../../shared/domain-error';
import type { Approval } from './approvals.types';
import type { DecisionRefusal } from './decision.rules';

/** The refusal with its code; `already_decided` says the state of the request, `step_closed` the level that is open. */
export function refusalOf(
  refusal: DecisionRefusal,
  { state, currentLevel }: Pick<Approval, 'state' | 'currentLevel'>,
): DomainError {
  switch (refusal) {
    case 'own_request':
      return new DomainError(refusal, 'Nobody decides about their own request.');
    case 'not_an_approver':
      return new DomainError(refusal, 'You are not asked about this request, nor do you stand in for somebody who is.');
    case 'already_decided':
      return new DomainError(
        refusal,
        state === 'pending' ? 'Your decision on this is given already.' : `The request is ${state} already.`,
        { state },
      );
    case 'step_closed':
      return new DomainError(refusal, `Only level ${String(currentLevel)} is open, and you are asked at another one.`, {
        current_level: currentLevel,
      });
  }
}
