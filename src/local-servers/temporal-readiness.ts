/** Asks a Temporal server whether it is healthy, and gives its namespace the search attributes it lacks. */
import type { Connection } from '@temporalio/client';
import { isPortFree } from './ports';

export type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';
export type SearchAttributes = Readonly<Record<string, SearchAttributeType>>;

const CONNECT_LIMIT_MS = 2_000;
const NAMESPACE = 'default';
/** Numbers of `temporal.api.enums.v1.IndexedValueType`. */
const TYPE_NUMBERS: Record<SearchAttributeType, number> = {
  Text: 1,
  Keyword: 2,
  Int: 3,
  Double: 4,
  Bool: 5,
  Datetime: 6,
  KeywordList: 7,
};

/** Answers a connection once the frontend serves and the namespace exists, undefined until then. The caller closes it. */
export async function connectWhenHealthy(address: string): Promise<Connection | undefined> {
  if (await isPortFree(Number(address.split(':')[1]))) return undefined;
  const { Connection } = await import('@temporalio/client');
  const connection = Connection.lazy({ address, connectTimeout: CONNECT_LIMIT_MS });
  try {
    await connection.withDeadline(Date.now() + CONNECT_LIMIT_MS, async () => {
      await connection.workflowService.describeNamespace({ namespace: NAMESPACE });
      await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
    });
    return connection;
  } catch {
    await connection.close();
    return undefined; // still starting; the caller's limit ends the attempts
  }
}

/** Adds what is missing (flags of the server only count for a new file) and closes the connection. */
export async function ensureSearchAttributes(connection: Connection, wanted: SearchAttributes): Promise<void> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: NAMESPACE });
    const missing = Object.entries(wanted).filter(([name]) => customAttributes[name] === undefined);
    if (missing.length === 0) return;
    const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, TYPE_NUMBERS[type]]));
    await connection.operatorService.addSearchAttributes({ namespace: NAMESPACE, searchAttributes });
  } finally {
    await connection.close();
  }
}
