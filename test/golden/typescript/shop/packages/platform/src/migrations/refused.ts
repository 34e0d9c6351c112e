/** A migration that cannot be applied as it is; nothing of it is kept. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}
