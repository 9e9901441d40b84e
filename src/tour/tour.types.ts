/** What the steps of the tour share. */
import type { TourClient } from './tour-client';

/** `undo` holds what to delete at the end, in the order it was made. */
export interface Tour {
  client: TourClient;
  step: (title: string) => void;
  say: (line: string) => void;
  undo: { path: string }[];
}

/** Marks what the tour made. */
export const TOUR_NOTE = 'npm run tour';
