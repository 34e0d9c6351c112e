import { ok } from '@packages/kernel';
import {
  createdReply,
  emptyReply,
  pageReply,
  resourceReply,
  type EndpointFactory,
} from '@packages/platform/http';
import { Elysia, type AnyElysia } from 'elysia';

import type { CategorySnapshot, CategoryUseCases } from '../../application/category/use-cases.ts';
import { operations, path } from './categories.operations.ts';
import { categoryDocument } from './categories.schemas.ts';

export function categoryRoutes(useCases: CategoryUseCases, endpoint: EndpointFactory): AnyElysia {
  const resource = (snapshot: CategorySnapshot) => resourceReply(categoryDocument(snapshot));

  return new Elysia({ prefix: path })
    .post(
      '',
      endpoint(
        operations.create,
        ({ body, execution }) => useCases.create({ fields: body }, execution),
        (created) => createdReply(path, categoryDocument(created)),
      ),
    )
    .get(
      '',
      endpoint(
        operations.list,
        async ({ page, execution }) => ok(await useCases.list(page, execution)),
        (page) => pageReply(page, path, categoryDocument),
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
    );
}
