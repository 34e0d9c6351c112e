import { expect } from 'vitest';
import { sendRaw } from '../../support/raw-http.ts';
import { create, waiting } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { minimalBody } from '../samples/fresh.ts';

const mebibyte = 1024 * 1024;

/** What a body may be made of, how large it may be, and under which media type it comes. */
export function bodyCases(resource: Resource): Case[] {
  return [...mediaTypes(resource), ...malformed(resource), ...sizes(resource)];
}

function mediaTypes(resource: Resource): Case[] {
  const { aggregate, name, path } = resource;
  const at = (rest: string): string => `bodies/${name}/${rest}`;
  const refused = [
    'text/plain',
    'application/merge-patch+json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/jsonx',
    'text/json',
    'nonsense',
  ];
  return [
    ...refused.map((mediaType): Case => ({
      id: at(`post as ${mediaType}`),
      title: `a create sent as ${mediaType} is 415`,
      async run(world) {
        const json = minimalBody(aggregate);
        expectProblem(await world.api.ask({ method: 'POST', path, json, mediaType }), 415);
      },
    })),
    {
      id: at('post without media type'),
      title: 'a create without a media type is 415',
      async run(world) {
        const json = minimalBody(aggregate);
        expectProblem(await world.api.ask({ method: 'POST', path, json, mediaType: null }), 415);
      },
    },
    ...[
      'application/json; charset=utf-8',
      'APPLICATION/JSON',
      'application/json;charset="UTF-8"',
    ].map((mediaType): Case => ({
      id: at(`post as ${mediaType}`),
      title: `a create sent as ${mediaType} is taken`,
      async run(world) {
        const json = minimalBody(aggregate);
        const headers = waiting(world);
        expectStatus(await world.api.ask({ method: 'POST', path, json, mediaType, headers }), 201);
      },
    })),
    ...['text/plain', 'application/json-patch+json', null].map((mediaType): Case => ({
      id: at(`patch as ${String(mediaType)}`),
      title: `a change sent as ${String(mediaType)} is 415`,
      async run(world) {
        const created = await create(world, resource);
        const reply = await world.api.ask({
          method: 'PATCH',
          path: created.path,
          json: {},
          mediaType,
          headers: [['If-Match', created.etag]],
        });
        expectProblem(reply, 415);
      },
    })),
  ];
}

function malformed({ name, path }: Resource): Case[] {
  const bodies: Readonly<Record<string, string | Buffer>> = {
    nothing: '',
    blanks: '  \n',
    'an open object': '{',
    'a tail': '{"a":1}x',
    'two values': '{}{}',
    'a trailing comma': '{"a":1,}',
    'a comment': '{/* */}',
    'single quotes': "{'a':1}",
    'an unquoted name': '{a:1}',
    NaN: '{"a":NaN}',
    Infinity: '{"a":Infinity}',
    'a leading zero': '{"a":01}',
    'a leading plus': '{"a":+1}',
    'a raw line break in a string': '{"a":"x\ny"}',
    'an unknown escape': '{"a":"\\x41"}',
    'a half escape': '{"a":"\\u00"}',
    'bytes that are not UTF-8': Buffer.from([
      0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d,
    ]),
    'an overlong encoding': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
    'a surrogate in UTF-8': Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
    'UTF-16': Buffer.from('{"a":1}', 'utf16le'),
    'a NUL after the end': '{}\u0000',
    'nesting of 33': '['.repeat(33) + ']'.repeat(33),
    'nesting of 33 in objects': '{"a":'.repeat(33) + '1' + '}'.repeat(33),
    'nesting of 100,000': '['.repeat(100_000) + ']'.repeat(100_000),
    'nesting without end': '['.repeat(500_000),
  };
  return [
    ...Object.entries(bodies).map(([title, body]): Case => ({
      id: `bodies/${name}/malformed: ${title}`,
      title: `a body of ${title} is 400 malformed-body`,
      async run(world) {
        expectProblem(await world.api.ask({ method: 'POST', path, body }), 400, 'malformed-body');
      },
    })),
    {
      id: `bodies/${name}/nesting of 32`,
      title: 'a body nested 32 deep is read, and then judged by the schema',
      async run(world) {
        const body = '['.repeat(32) + ']'.repeat(32);
        expectProblem(await world.api.ask({ method: 'POST', path, body }), 422);
      },
    },
    {
      id: `bodies/${name}/brackets in strings`,
      title: 'brackets inside strings are no nesting',
      async run(world) {
        const body = JSON.stringify({ nonsense: `${'[{"'.repeat(50)}\\` });
        expectProblem(await world.api.ask({ method: 'POST', path, body }), 422);
      },
    },
  ];
}

function sizes({ aggregate, name, path }: Resource): Case[] {
  const at = (rest: string): string => `bodies/${name}/${rest}`;
  const padded = (size: number): string => {
    const json = JSON.stringify(minimalBody(aggregate));
    return json + ' '.repeat(size - Buffer.byteLength(json));
  };
  return [
    {
      id: at('1 MiB'),
      title: 'a body of exactly 1 MiB is taken',
      async run(world) {
        const headers = waiting(world);
        expectStatus(
          await world.api.ask({ method: 'POST', path, body: padded(mebibyte), headers }),
          201,
        );
      },
    },
    ...[false, true].map((chunked): Case => ({
      id: at(`over 1 MiB${chunked ? ', chunked' : ''}`),
      title: `a body over 1 MiB is 413${chunked ? ' although it does not say its size' : ''}`,
      async run(world) {
        const body = padded(mebibyte + 1);
        expectProblem(await world.api.ask({ method: 'POST', path, body, chunked }), 413);
      },
    })),
    {
      id: at('claims 10 GB'),
      title: 'a body that claims 10 GB is 413 before it is sent',
      async run(world) {
        const reply = await sendRaw(
          world.service.baseUrl,
          `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${world.api.token()}\r\n` +
            'Content-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n{',
        );
        expect(reply.status, reply.text).toBe(413);
      },
    },
  ];
}
