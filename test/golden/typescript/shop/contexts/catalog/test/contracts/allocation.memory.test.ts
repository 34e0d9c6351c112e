import { createFakeCatalog } from '../fakes/catalog.ts';
import { allocationRepositoryContract } from './allocation.repository.contract.ts';

allocationRepositoryContract('memory', () => Promise.resolve(createFakeCatalog().ports));
