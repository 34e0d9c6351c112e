import type { Blueprint } from '../../blueprint/model.ts';
import type { OpenedRepository, WrittenBlueprint } from '../open-repository.ts';

/** What follows from a change of the contexts that its name does not say, a sentence each. */
export function consequences(
  { blueprint: before, written }: Pick<OpenedRepository, 'blueprint' | 'written'>,
  after: Blueprint,
): readonly string[] {
  return [
    ...deployableNotes(before, after),
    ...meshNote(before, after),
    ...unapplied(before, written()),
  ];
}

function deployableNotes(before: Blueprint, after: Blueprint): readonly string[] {
  const come = namesOf(after).filter((name) => !namesOf(before).includes(name));
  const gone = namesOf(before).filter((name) => !namesOf(after).includes(name));
  if (gone.length > 0 && come.length > 0)
    return [
      `The deployables are called ${namesOf(after).join(', ')} now, ${gone.join(', ')} no more: whoever deploys them has to know.`,
    ];
  return [
    ...come.map((name) => `${name} is a new deployable: a process of its own, to be deployed.`),
    ...gone.map((name) => `${name} hosts nothing any more and is gone: stop deploying it.`),
  ];
}

const namesOf = ({ deployables }: Blueprint): readonly string[] =>
  deployables.map(({ name }) => name);

function meshNote(before: Blueprint, after: Blueprint): readonly string[] {
  if (before.delivery.mesh === after.delivery.mesh) return [];
  const count = after.deployables.length;
  return [
    `delivery.mesh is ${after.delivery.mesh} now, as it is by default with ${count} deployable${count === 1 ? '' : 's'}; to have it otherwise, write it into backend.yaml and run "create-backend upgrade".`,
  ];
}

/** What people wrote into `backend.yaml` stays there, but this command is about one context only. */
function unapplied(before: Blueprint, written: WrittenBlueprint | null): readonly string[] {
  if (written === null) return [];
  if (!written.blueprint.ok)
    return [
      'backend.yaml was not valid before, so what it says was not looked at: "create-backend status" says what is wrong with it.',
    ];
  const { blueprint } = written.blueprint.value;
  if (JSON.stringify(blueprint) === JSON.stringify(before)) return [];
  return [
    'backend.yaml says more than was applied; that stays in it, and "create-backend upgrade" applies it.',
  ];
}
