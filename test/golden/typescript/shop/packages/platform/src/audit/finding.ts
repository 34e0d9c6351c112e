/** Something that is not as it was written. */
export interface AuditFinding {
  /** The schema of the log. */
  readonly log: string;
  /** e.g. `entry 12 of Order 0190…`; null: the log as a whole. */
  readonly where: string | null;
  readonly problem: string;
}
