import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, the longest first: begun last, they would run when all others are done. */
const longest = [
  'test/e2e/typescript-shop.test.ts',
  'test/e2e/typescript-tenancy.test.ts',
  'test/e2e/typescript-nasty.test.ts',
  'test/conformance/self/self.test.ts',
];

/** A vitest sequencer: the files named above first, the others in the order that they had. */
export default class LongestFirst extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = longest.findIndex((file) => moduleId.endsWith(file));
      return index === -1 ? longest.length : index;
    };
    return (await super.sort(specifications)).toSorted((a, b) => rank(a) - rank(b));
  }
}
