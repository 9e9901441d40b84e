/** Of whom a body speaks that may name the person of its path once more. */
import { invalidField } from '../../shared/domain-error';

/** @throws DomainError validation_failed when the body names somebody else */
export function personOfPath(inPath = '', inBody: string | undefined): string {
  if (inBody === undefined || inBody === inPath) return inPath;
  throw invalidField('/person_id', 'not_of_path', 'person_id is not the person of the path');
}
