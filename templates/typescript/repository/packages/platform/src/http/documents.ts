import { Elysia, type AnyElysia } from 'elysia';
import type { Admission } from './admission.ts';
import { publicEndpoint } from './endpoint.ts';
import type { OpenApiDocument } from './openapi/document.ts';
import type { EncodedReply } from './response.ts';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API</title>
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const startScript = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#swagger-ui', deepLinking: true });
`;

/** The API's description, and outside production a page that shows it, without any other host. */
export function apiDocuments(
  document: OpenApiDocument,
  admission: Admission,
  options: { readonly page: boolean },
): AnyElysia {
  const open = (read: () => Promise<EncodedReply>) => publicEndpoint(admission, read);
  const description = reply('application/json', JSON.stringify(document));
  const app = new Elysia({ name: 'documents' }).get(
    '/openapi.json',
    open(() => Promise.resolve(description)),
  );
  if (!options.page) return app;
  return app
    .get(
      '/docs',
      open(() => Promise.resolve(pageReply(page))),
    )
    .get(
      '/docs/start.js',
      open(() => Promise.resolve(reply('text/javascript', startScript))),
    )
    .get('/docs/swagger-ui.css', open(asset('swagger-ui.css', 'text/css')))
    .get('/docs/swagger-ui-bundle.js', open(asset('swagger-ui-bundle.js', 'text/javascript')));
}

const asset = (name: string, type: string) => async (): Promise<EncodedReply> => {
  const path = Bun.fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`));
  return reply(`${type}; charset=utf-8`, await Bun.file(path).text());
};

const reply = (type: string, body: string): EncodedReply => ({
  status: 200,
  headers: { 'content-type': type, 'cache-control': 'public, max-age=300' },
  body,
});

/** The page runs scripts and styles of its own, which nothing else here does. */
const pageReply = (body: string): EncodedReply => {
  const { status, headers } = reply('text/html; charset=utf-8', body);
  return { status, headers: { ...headers, 'content-security-policy': policy }, body };
};
