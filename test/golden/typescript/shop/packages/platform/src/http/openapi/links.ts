import type { Operation } from '../operation.ts';
import type { Route } from '../route.ts';

export type Links = Readonly<Record<string, unknown>>;

/** What can be asked next of a resource that was just created: its address follows from the answer. */
export function linksOf(
  template: string,
  { success }: Operation,
  routes: readonly Route[],
): Links | null {
  if (success.status !== 201) return null;
  const links = routes.flatMap((route) =>
    route.operation !== null && route.template.startsWith(`${template}/{id}`)
      ? [[route.operation.id, linkTo(route.operation)] as const]
      : [],
  );
  return Object.fromEntries(links);
}

const linkTo = ({ id, ifMatch }: Operation) => ({
  operationId: id,
  parameters: {
    id: '$response.body#/id',
    ...(ifMatch === undefined ? {} : { 'If-Match': '$response.header.ETag' }),
  },
});
