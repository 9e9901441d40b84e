/** Identifiers: uuid version 7, so that ids sort by creation and index well. */
import { v5, v7 } from 'uuid';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new uuid (version 7), lower case. */
export function newId(): string {
  return v7();
}

const DERIVED = '0b4c8a0e-3f0f-4d7a-9a52-5d6b3c1f7e21';

/** The id of something that is not stored: the same for the same name, e.g. the ids of what it comes from. */
export function derivedId(name: string): string {
  return v5(name, DERIVED);
}

/** True for a lower-case uuid of any version. */
export function isUuid(value: string): boolean {
  return UUID.test(value);
}
