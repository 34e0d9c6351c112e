import type { Formatter } from '../render/format.ts';

const FORMATTED =
  /\.(?:ts|mts|js|mjs|json|jsonc|yaml|yml|md|toml|css|html)$|(?:^|\/)\.(?:oxlintrc|oxfmtrc)\.json$/;

/**
 * The formatter of emitted files: oxfmt, at the version that TypeScript repositories pin, with
 * their own settings (the text of `.oxfmtrc.json`).
 */
export async function oxfmtFormatter(settings: string): Promise<Formatter> {
  const { format } = await import('oxfmt');
  const { ignorePatterns: _ignored, $schema: _schema, ...options } = JSON.parse(settings);
  return async (path, content) => {
    if (!FORMATTED.test(path)) return content.endsWith('\n') ? content : `${content}\n`;
    const result = await format(path, content, options);
    const [problem] = result.errors;
    if (problem !== undefined) {
      throw new Error(
        `The emitted file ${path} does not parse: ${problem.message}\n${problem.codeframe ?? ''}`,
      );
    }
    return result.code;
  };
}
