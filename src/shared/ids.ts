/** Identifiers: uuid version 7, so that ids sort by creation and index well. */
import { v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new uuid (version 7), lower case. */
export function newId(): string {
  return v7();
}

/** True for a lower-case uuid of any version. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}
