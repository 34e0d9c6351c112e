/**
 * What a person, or a command line, has answered about a context to be added. Every member is one
 * flag of `module`, so that a session with prompts can be replayed as a command.
 */
export interface ModuleAnswers {
  /** of the context, kebab case */
  readonly name: string;
  /** path of a context written as YAML; "-": standard input */
  readonly from?: string;
  readonly owner?: string;
  readonly description?: string;
  /** `Invoice(orderId:ref(ordering.Order), total:money)` */
  readonly aggregate: readonly string[];
  /** `Invoice.settle: open -> settled` */
  readonly transition: readonly string[];
  /** `tax.compute: POST /tax idempotent` */
  readonly external: readonly string[];
  /** `ordering.OrderPlaced -> create Invoice(orderId=id, total)` */
  readonly consume: readonly string[];
  /** `path=value`, the path from the context on */
  readonly set: readonly string[];
  /** the deployable that hosts it, there or new */
  readonly deployable?: string;
  readonly install: boolean;
  /** run the generators of the repository's plopfile */
  readonly plop: boolean;
}

export const noModuleAnswers: Omit<ModuleAnswers, 'name'> = {
  aggregate: [],
  transition: [],
  external: [],
  consume: [],
  set: [],
  install: true,
  plop: true,
};
