import type { Formatter } from '../render/format.ts';

const FORMATTED =
  /\.(?:ts|mts|js|mjs|json|jsonc|yaml|yml|md|css|html)$|(?:^|\/)\.(?:oxlintrc|oxfmtrc)\.json$/;

/** Formats one text; throws where it does not parse. */
type Engine = (
  path: string,
  content: string,
  options: Readonly<Record<string, unknown>>,
) => Promise<string>;

/**
 * The formatter of emitted files, with the emitted repository's own settings (the text of
 * `.oxfmtrc.json`): oxfmt at the version that TypeScript repositories pin, or Prettier, which
 * writes the same, on platforms that oxfmt has no binary for.
 */
export async function emittedFormatter(
  settings: string,
  loadEngine: () => Promise<Engine> = oxfmtEngine,
): Promise<Formatter> {
  const { ignorePatterns: _ignored, $schema: _schema, ...options } = JSON.parse(settings);
  const engine = await loadEngine().catch(prettierEngine);
  return async (path, content) => {
    if (!FORMATTED.test(path)) return content.endsWith('\n') ? content : `${content}\n`;
    try {
      return await engine(path, content, options);
    } catch (error) {
      throw new Error(`The emitted file ${path} does not parse.`, { cause: error });
    }
  };
}

/**
 * The formatter for a repository whose people changed its settings: what these cannot format is
 * formatted as it was emitted. Null: the settings are no object, or not settings of the formatter.
 */
export async function usersFormatter(
  settings: Readonly<Record<string, unknown>>,
  emitted: Formatter,
): Promise<Formatter | null> {
  const users = await emittedFormatter(JSON.stringify(settings));
  const works = await users('probe.ts', '').then(
    () => true,
    () => false,
  );
  if (!works) return null;
  return (path, content) => users(path, content).catch(() => emitted(path, content));
}

async function oxfmtEngine(): Promise<Engine> {
  const { format } = await import('oxfmt');
  return async (path, content, options) => {
    const { code, errors } = await format(path, content, options);
    const [problem] = errors;
    if (problem !== undefined) throw new Error(`${problem.message}\n${problem.codeframe ?? ''}`);
    return code;
  };
}

async function prettierEngine(): Promise<Engine> {
  const prettier = await import('prettier');
  return (path, content, options) => prettier.format(content, { ...options, filepath: path });
}
