import type { Check } from '../rule.ts';
import type { CheckReport, CheckReportEntry, NamedFinding } from './report.ts';

/**
 * The report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/), with what GitHub's code scanning
 * asks for beyond it: help as Markdown, partial fingerprints, locations relative to the root.
 */
export function sarifReport(report: CheckReport, version: string): object {
  const entries = report.rules.flatMap(({ rule, checks }) =>
    checks.map((entry) => ({ requirement: `${rule.id}: ${rule.title}`, entry })),
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'create-backend',
            version,
            semanticVersion: version,
            rules: entries.map(({ requirement, entry }) => ruleOf(entry, requirement)),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          '%SRCROOT%': { description: { text: 'The root of the repository.' } },
        },
        results: entries.flatMap(({ entry }, index) =>
          entry.findings.map((finding) => resultOf(entry.id, index, finding)),
        ),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: report.notes.map((text) => ({
              level: 'note',
              message: { text },
            })),
          },
        ],
      },
    ],
  };
}

function ruleOf({ id, check }: CheckReportEntry, requirement: string): object {
  return {
    id,
    name: nameOf(id),
    shortDescription: { text: check.title },
    fullDescription: { text: `${check.title}. ${check.reason}` },
    help: {
      text: `${check.reason}\n\nTo mend: ${check.mend}\n\n${requirement}`,
      markdown: helpOf(check, requirement),
    },
    defaultConfiguration: { level: 'error' },
    properties: { tags: tagsOf(id), 'problem.severity': 'error', precision: 'high' },
  };
}

function helpOf(check: Check, requirement: string): string {
  const text = `${check.reason}\n\n**To mend:** ${check.mend}\n\n_${requirement}_`;
  // What looks like a tag would not be shown.
  return text.replaceAll('<', '\\<');
}

/** `ARC-2/import-direction` → `Arc2ImportDirection`: a name has to be an identifier. */
function nameOf(id: string): string {
  return id
    .split(/[-/]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('');
}

function tagsOf(id: string): readonly string[] {
  return id.startsWith('SEC-') ? ['security'] : ['architecture'];
}

function resultOf(ruleId: string, ruleIndex: number, finding: NamedFinding): object {
  const { path, line, column, message, fingerprint, accepted } = finding;
  return {
    ruleId,
    ruleIndex,
    level: 'error',
    message: { text: withoutLinks(message) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(path), uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { 'createBackend/v1': fingerprint },
    ...(accepted
      ? {
          baselineState: 'unchanged',
          suppressions: [{ kind: 'external', justification: 'It is in the baseline.' }],
        }
      : {}),
  };
}

const uriOf = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** `[text](target)` is a link in a message of SARIF; a name from the repository must not make one. */
const withoutLinks = (message: string): string => message.replaceAll('](', ']\\(');
