import { ok } from '@packages/kernel';
import {
  createdReply,
  emptyReply,
  pageReply,
  resourceReply,
  type EndpointFactory,
} from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { DisputeSnapshot, DisputeUseCases } from '../../application/dispute/use-cases.ts';
import { operations, path } from './disputes.operations.ts';
import { disputeDocument } from './disputes.schemas.ts';

export function disputeRoutes(useCases: DisputeUseCases, endpoint: EndpointFactory): AnyElysia {
  const resource = (snapshot: DisputeSnapshot) => resourceReply(disputeDocument(snapshot));
  const transition = (name: keyof DisputeUseCases['transitions']) =>
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
        (created) => createdReply(path, disputeDocument(created)),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, disputeDocument),
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
    .post('/:id/contest', transition('contest'))
    .post('/:id/win', transition('win'))
    .post('/:id/lose', transition('lose'));
}
