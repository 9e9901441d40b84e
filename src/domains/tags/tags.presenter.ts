/** A tag as it is answered. */
import { withRecordFields } from '../../shared/record-fields';
import type { Tag } from './tags.types';

/** The same for everybody. */
export function presentTag(tag: Tag): object {
  return withRecordFields(tag, { name: tag.name, color: tag.color });
}
