import { parseArgs } from 'node:util';
import type { DatabaseAddress } from '../database/config.ts';
import type { ContextSchema } from '../migrations/index.ts';
import { printable } from '../printable.ts';
import { exportAudit, ExportRefused } from './export.ts';
import { headText, parseHead, type Head } from './head.ts';
import { pruneAudit, PruneRefused } from './prune.ts';
import { verifyAudit } from './verify.ts';

export interface AuditCommand {
  /** `verify`, `export` or `prune`, and its options. */
  readonly arguments: readonly string[];
  /** Of any role that may read the logs and the tables of aggregates. */
  readonly url: DatabaseAddress;
  /** Of a role that acts as the owner of the logs. */
  readonly ownerUrl: DatabaseAddress;
  readonly contexts: readonly ContextSchema[];
  /** Takes lines for standard output. */
  readonly say: (line: string) => void;
  /** Takes lines for standard error. */
  readonly complain: (line: string) => void;
}

const usage = `usage: audit verify [--head <position:hash>]
       audit export [--after <position:hash>]
       audit prune --through <position:hash>`;

/** As sysexits has it: the command was used wrongly. */
const wrongUse = 64;

/** @returns the exit code: 1 where something is not as it should be */
export async function runAudit(command: AuditCommand): Promise<number> {
  const [verb = '', ...rest] = command.arguments;
  try {
    switch (verb) {
      case 'verify':
        return await verify(command, headOf('head', rest));
      case 'export':
        return await exportLines(command, headOf('after', rest));
      case 'prune':
        return await prune(command, headOf('through', rest));
      default:
        throw new WrongUse(usage);
    }
  } catch (error) {
    const expected = [WrongUse, ExportRefused, PruneRefused].some((kind) => error instanceof kind);
    if (!(error instanceof Error) || !expected) throw error;
    command.complain(error.message);
    return error instanceof WrongUse ? wrongUse : 1;
  }
}

class WrongUse extends Error {}

function headOf(option: string, args: readonly string[]): Head | null {
  const text = optionOf(option, args);
  if (text === undefined) return null;
  const head = parseHead(text);
  if (head === null) throw new WrongUse(`--${option} takes <position>:<hash>\n${usage}`);
  return head;
}

function optionOf(option: string, args: readonly string[]): string | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: { [option]: { type: 'string' } } });
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  } catch {
    throw new WrongUse(usage);
  }
}

const mostShown = 100;

async function verify(
  { url, contexts, say, complain }: AuditCommand,
  noted: Head | null,
): Promise<number> {
  const { entries, head, findings } = await verifyAudit({ url, contexts, noted });
  for (const { log, where, problem } of findings.slice(0, mostShown)) {
    complain(`${printable(log)}: ${where === null ? '' : `${printable(where)} `}${problem}`);
  }
  const counts = Object.entries(entries).map(([log, count]) => `${log} ${count}`);
  if (findings.length > 0) {
    complain(`The audit log was tampered with: ${findings.length} findings.`);
    return 1;
  }
  say(`The audit log is intact: ${counts.join(', ')} entries.`);
  say(`head ${headText(head)}`);
  return 0;
}

async function exportLines({ url, complain }: AuditCommand, after: Head | null): Promise<number> {
  const output = Bun.stdout.writer();
  const head = await exportAudit({
    url,
    after,
    write: async (line) => {
      output.write(line);
      await output.flush();
    },
  });
  await output.end();
  // Not among the lines: what reads them reads entries.
  complain(`head ${headText(head)}`);
  return 0;
}

async function prune({ ownerUrl, say }: AuditCommand, through: Head | null): Promise<number> {
  if (through === null) throw new WrongUse(`--through is required\n${usage}`);
  const removed = await pruneAudit({ url: ownerUrl, through });
  say(`Took away ${removed} entries, up to ${headText(through)}.`);
  return 0;
}
