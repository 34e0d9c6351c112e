const templates = new Map<string, string>();

/** A path as metrics and OpenAPI write it: `/orders/{id}` for Elysia's `/orders/:id`. */
export function routeTemplate(path: string): string {
  const known = templates.get(path);
  if (known !== undefined) return known;
  const template = path.replace(/:(\w+)/g, '{$1}');
  templates.set(path, template);
  return template;
}

export function matchesTemplate(template: string, path: string): boolean {
  const expected = template.split('/');
  const given = path.split('/');
  return (
    expected.length === given.length &&
    expected.every((segment, index) =>
      segment.startsWith('{') ? given[index] !== '' : segment === given[index],
    )
  );
}
