/** How writes to closed months are refused. */
import { DomainError } from '../../shared/domain-error';

/** @param months `YYYY-MM`, at least one */
export function periodClosed(months: readonly string[]): DomainError {
  return new DomainError('period_closed', `The figures of ${months.join(', ')} are closed.`, { months });
}
