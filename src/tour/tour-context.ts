/** What the steps of the tour share. */
import type { TourClient } from './tour-client';

/** `undo` holds how to take back what was made, in the order it was made. */
export interface Tour {
  client: TourClient;
  step: (title: string) => void;
  say: (line: string) => void;
  undo: { title: string; run: () => Promise<unknown> }[];
}

/** Marks what the tour made. */
export const TOUR_NOTE = 'npm run tour';
