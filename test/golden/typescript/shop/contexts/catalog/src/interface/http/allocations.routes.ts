import { ok } from '@packages/kernel';
import {
  createdReply,
  emptyReply,
  pageReply,
  resourceReply,
  type EndpointFactory,
} from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type {
  AllocationSnapshot,
  AllocationUseCases,
} from '../../application/allocation/use-cases.ts';
import { operations, path } from './allocations.operations.ts';
import { allocationDocument } from './allocations.schemas.ts';

export function allocationRoutes(
  useCases: AllocationUseCases,
  endpoint: EndpointFactory,
): AnyElysia {
  const resource = (snapshot: AllocationSnapshot) => resourceReply(allocationDocument(snapshot));
  const transition = (name: keyof AllocationUseCases['transitions']) =>
    endpoint(
      operations.transition(name),
      ({ id, precondition, execution }) =>
        useCases.transitions[name]({ id, precondition }, execution),
      resource,
    );

  return new Elysia({ prefix: path })
    .post(
      '',
      endpoint(
        operations.create,
        ({ body, execution }) => useCases.create({ fields: body }, execution),
        (created) => createdReply(path, allocationDocument(created)),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, allocationDocument),
      ),
    )
    .get(
      '/:id',
      endpoint(operations.read, ({ id, execution }) => useCases.read(id, execution), resource),
    )
    .patch(
      '/:id',
      endpoint(
        operations.change,
        ({ id, body, precondition, execution }) =>
          useCases.change({ id, patch: body, precondition }, execution),
        resource,
      ),
    )
    .delete(
      '/:id',
      endpoint(
        operations.remove,
        ({ id, precondition, execution }) => useCases.remove({ id, precondition }, execution),
        emptyReply,
      ),
    )
    .post('/:id/confirm', transition('confirm'))
    .post('/:id/reject', transition('reject'))
    .post('/:id/release', transition('release'));
}
