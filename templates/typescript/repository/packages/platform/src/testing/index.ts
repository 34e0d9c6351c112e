export {
  createTestDatabase,
  type TestDatabase,
  type TestDatabaseOptions,
} from './test-database.ts';
export { countStatements } from './statements.ts';
export { createTestAdmission, type TestAdmission } from './admission.ts';
export { testIdentity, tokenFor } from './identity.ts';
export { createTestApi, type TestApi, type TestRequest } from './test-api.ts';
