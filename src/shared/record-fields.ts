/** What every mutable record of an organisation carries. */
export interface RecordFields {
  organizationId: string;
  id: string;
  /** Starts at 1 and rises with each write; it is the record's `ETag`. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  /** Set on tombstones. */
  deletedAt: Date | null;
  /** Fields that somebody changed by hand, so that a sync does not overwrite them. */
  editedFields: string[];
}
