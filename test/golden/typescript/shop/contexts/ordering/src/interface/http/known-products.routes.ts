import { ok } from '@packages/kernel';
import { pageReply, resourceReply, type EndpointFactory } from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { OrderingUseCases } from '../../application/use-cases.ts';
import { operations, path } from './known-products.operations.ts';
import { knownProductDocument } from './known-products.schemas.ts';

type UseCases = OrderingUseCases['readModels']['knownProduct'];

export function knownProductRoutes(useCases: UseCases, endpoint: EndpointFactory): AnyElysia {
  return new Elysia({ prefix: path })
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, knownProductDocument),
      ),
    )
    .get(
      '/:id',
      endpoint(
        operations.read,
        ({ id, execution }) => useCases.read(id, execution),
        (row) => resourceReply(knownProductDocument(row)),
      ),
    );
}
