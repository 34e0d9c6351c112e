import { ok } from '@packages/kernel';
import {
  createdReply,
  emptyReply,
  pageReply,
  resourceReply,
  type EndpointFactory,
} from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { ReturnSnapshot, ReturnUseCases } from '../../application/return/use-cases.ts';
import { operations, path } from './returns.operations.ts';
import { returnDocument } from './returns.schemas.ts';

export function returnRoutes(useCases: ReturnUseCases, endpoint: EndpointFactory): AnyElysia {
  const resource = (snapshot: ReturnSnapshot) => resourceReply(returnDocument(snapshot));
  const transition = (name: keyof ReturnUseCases['transitions']) =>
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
        (created) => createdReply(path, returnDocument(created)),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, returnDocument),
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
    .post('/:id/receive', transition('receive'))
    .post('/:id/accept', transition('accept'))
    .post('/:id/refuse', transition('refuse'))
    .post('/:id/withdraw', transition('withdraw'));
}
