/** The forms a report can be had in. */
import { mediaTypes, type FileFormat } from '../../rendering/table.types';

export const fileFormats = Object.keys(mediaTypes) as FileFormat[];
/** JSON first: what a caller gets who says nothing. */
export const reportFormats = ['json', ...fileFormats] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** The media types of the files; a report's route names them as `files`. */
export const reportFiles: readonly string[] = Object.values(mediaTypes);
