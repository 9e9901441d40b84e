/** How many SQL statements a piece of work takes. */
import type { TestApi } from './api';

/** The answer, and how many statements the application sent meanwhile, `begin` and `commit` included. */
export async function countStatements<T>(
  { container: { database } }: TestApi,
  work: () => Promise<T>,
): Promise<[answer: T, statements: number]> {
  let statements = 0;
  const count = (): void => {
    statements += 1;
  };
  database.on('query', count);
  try {
    return [await work(), statements];
  } finally {
    database.off('query', count);
  }
}
