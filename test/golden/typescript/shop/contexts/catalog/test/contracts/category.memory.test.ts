import { createFakeCatalog } from '../fakes/catalog.ts';
import { categoryRepositoryContract } from './category.repository.contract.ts';

categoryRepositoryContract('memory', () => Promise.resolve(createFakeCatalog().ports));
