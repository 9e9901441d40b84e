/** COPY in binary, out of one table and into another, as a client that has the rows in memory does it. */
import type { Client, Submittable } from 'pg';

/** What `copy (…) to stdout (format binary)` answers, piece by piece. */
export async function copyOut(client: Client, text: string): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  await ended(client, (done) => ({
    ...done,
    submit: (connection) => connection.query(text),
    handleCopyData: ({ chunk }: { chunk: Buffer }) => chunks.push(Buffer.from(chunk)),
  }));
  return chunks;
}

/** Sends what was copied to `copy … from stdin (format binary)`. */
export async function copyIn(client: Client, text: string, chunks: readonly Buffer[]): Promise<void> {
  await ended(client, (done) => ({
    ...done,
    submit: (connection) => connection.query(text),
    handleCopyInResponse: (connection: CopyConnection) => {
      for (const chunk of chunks) connection.sendCopyFromChunk(chunk);
      connection.endCopyFrom();
    },
  }));
}

/** What pg's connection can do besides what its types tell. */
interface CopyConnection {
  sendCopyFromChunk: (chunk: Buffer) => void;
  endCopyFrom: () => void;
}

/** What pg calls on a query of its own making, apart from what the copy is about. */
interface Endings {
  handleReadyForQuery: () => void;
  handleError: (error: Error) => void;
  handleCommandComplete: () => void;
}

function ended(client: Client, queryOf: (endings: Endings) => Submittable): Promise<void> {
  return new Promise((resolve, reject) => {
    const nothing = (): void => undefined;
    client.query(queryOf({ handleReadyForQuery: resolve, handleError: reject, handleCommandComplete: nothing }));
  });
}
