import { randomBytes } from 'node:crypto';

/** Texts that occur nowhere else, by what they are. */
export type Canaries = Readonly<Record<string, string>>;

export const newCanary = (): string => `canary${randomBytes(9).toString('hex')}`;

/**
 * Which canaries are in the text, and in which form. What encodes something larger, such as
 * `user:password`, starts at any of three places in base64.
 */
export function sightings(text: string, canaries: Canaries): string[] {
  const lower = text.toLowerCase();
  return Object.entries(canaries).flatMap(([name, canary]) =>
    forms(canary).flatMap(({ form, needle, anyCase }) =>
      (anyCase ? lower : text).includes(needle) ? [`${name} as ${form}`] : [],
    ),
  );
}

interface Form {
  readonly form: string;
  readonly needle: string;
  readonly anyCase: boolean;
}

function forms(canary: string): readonly Form[] {
  const percent = [...Buffer.from(canary)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
  return [
    { form: 'text', needle: canary.toLowerCase(), anyCase: true },
    { form: 'URL encoding', needle: encodeURIComponent(canary), anyCase: false },
    { form: 'percent encoding', needle: percent.join(''), anyCase: true },
    { form: 'hex', needle: Buffer.from(canary).toString('hex'), anyCase: true },
    ...[0, 1, 2].flatMap((offset) =>
      (['base64', 'base64url'] as const).map((encoding) => ({
        form: `${encoding} from ${offset}`,
        needle: inside(canary, offset, encoding),
        anyCase: false,
      })),
    ),
  ];
}

/** The characters that are the same whatever stands around the text. */
function inside(canary: string, offset: number, encoding: 'base64' | 'base64url'): string {
  const whole = Buffer.from('x'.repeat(offset) + canary).toString(encoding);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + Buffer.byteLength(canary)) * 8) / 6);
  return whole.slice(first, last);
}
