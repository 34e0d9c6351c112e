import type { ServerResponse } from 'node:http';

/** How an endpoint of the provider answers. */
export type Behaviour =
  | 'answer'
  | 'fail'
  /** Never answers; the connection stays open. */
  | 'hang'
  | 'nonsense'
  /** JSON of the wrong kind. */
  | 'another-document'
  /** The right document, and megabytes of white space. */
  | 'huge'
  /** To where the right document is. */
  | 'redirect';

const hugeBytes = 8 * 1024 * 1024;

/** Answers with the document, or as the behaviour has it. */
export function answerWith(
  response: ServerResponse,
  behaviour: Behaviour,
  document: unknown,
  elsewhere: string,
): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'fail') {
    response.writeHead(500).end();
    return;
  }
  if (behaviour === 'redirect') {
    response.writeHead(302, { Location: elsewhere }).end();
    return;
  }
  response.setHeader('Content-Type', 'application/json');
  response.end(bodyOf(behaviour, JSON.stringify(document)));
}

function bodyOf(behaviour: Behaviour, text: string): string {
  switch (behaviour) {
    case 'nonsense':
      return '<html>';
    case 'another-document':
      return JSON.stringify({ keys: 'none', issuer: 'https://another.example' });
    case 'huge':
      return text + ' '.repeat(hugeBytes);
    default:
      return text;
  }
}
