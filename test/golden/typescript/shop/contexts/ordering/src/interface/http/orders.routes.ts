import { ok } from '@packages/kernel';
import {
  createdReply,
  emptyReply,
  pageReply,
  resourceReply,
  type EndpointFactory,
} from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { OrderSnapshot, OrderUseCases } from '../../application/order/use-cases.ts';
import { operations, path } from './orders.operations.ts';
import { orderDocument } from './orders.schemas.ts';

export function orderRoutes(useCases: OrderUseCases, endpoint: EndpointFactory): AnyElysia {
  const resource = (snapshot: OrderSnapshot) => resourceReply(orderDocument(snapshot));
  const transition = (name: keyof OrderUseCases['transitions']) =>
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
        (created) => createdReply(path, orderDocument(created)),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, orderDocument),
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
    .post('/:id/place', transition('place'))
    .post('/:id/confirm', transition('confirm'))
    .post('/:id/ship', transition('ship'))
    .post('/:id/deliver', transition('deliver'))
    .post('/:id/cancel', transition('cancel'));
}
