import type { ComputedFile, Resources } from '../../stack.ts';
import type {
  AggregateModel,
  ConsumerModel,
  ContextModel,
  DeployableModel,
  EventModel,
  ExternalModel,
  ReadModelModel,
  RepositoryModel,
  SagaModel,
} from './model.ts';

/**
 * What one layer's templates print. What a function returns for a part is at `{{<name>.…}}` in the
 * templates of that part, whichever folder they lie in.
 */
export interface Layer {
  readonly name: string;
  repository?(model: RepositoryModel, resources: Resources): object;
  context?(model: ContextModel): object;
  aggregate?(model: AggregateModel): object;
  event?(model: EventModel): object;
  consumer?(model: ConsumerModel): object;
  saga?(model: SagaModel): object;
  external?(model: ExternalModel): object;
  readModel?(model: ReadModelModel): object;
  deployable?(model: DeployableModel): object;
  /** files that are computed rather than written as templates */
  files?(model: RepositoryModel, resources: Resources): readonly ComputedFile[];
}
