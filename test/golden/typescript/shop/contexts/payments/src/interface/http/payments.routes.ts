import { ok } from '@packages/kernel';
import {
  createdReply,
  emptyReply,
  pageReply,
  resourceReply,
  type EndpointFactory,
} from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { PaymentSnapshot, PaymentUseCases } from '../../application/payment/use-cases.ts';
import { operations, path } from './payments.operations.ts';
import { paymentDocument } from './payments.schemas.ts';

export function paymentRoutes(useCases: PaymentUseCases, endpoint: EndpointFactory): AnyElysia {
  const resource = (snapshot: PaymentSnapshot) => resourceReply(paymentDocument(snapshot));
  const transition = (name: keyof PaymentUseCases['transitions']) =>
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
        (created) => createdReply(path, paymentDocument(created)),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, paymentDocument),
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
    .post('/:id/capture', transition('capture'))
    .post('/:id/decline', transition('decline'))
    .post('/:id/cancel', transition('cancel'))
    .post('/:id/request-refund', transition('requestRefund'))
    .post('/:id/retry-refund', transition('retryRefund'))
    .post('/:id/refund', transition('refund'))
    .post('/:id/fail-refund', transition('failRefund'));
}
