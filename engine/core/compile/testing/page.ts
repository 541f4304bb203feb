import { type DiagnosticCode, diagnosticGroups } from '../codes.ts';
import { faults } from './faults/index.ts';

/** docs/diagnostics.md. Its examples are those the tests hold. */
export function diagnosticsPage(): string {
  const groups = Object.entries(diagnosticGroups).map(([title, codes]) => {
    const rows = Object.entries(codes).map(([code, { severity, help }]) => {
      const example = faults[code as DiagnosticCode][0]?.says ?? '';
      return `### ${code}\n\n*${severity}* · ${help}\n\n> ${escaped(example)}\n`;
    });
    return `## ${title}\n\n${rows.join('\n')}`;
  });
  return `${intro}\n${groups.join('\n')}`;
}

const escaped = (text: string): string => text.replaceAll(/[<>*_`|\\]/g, (sign) => `\\${sign}`);

const intro = `# Diagnostics

What \`sagaloom validate\` and \`sagaloom compile\` say of a file. Each has a stable code, a severity, a JSON pointer, line and column,
the step, and one sentence that says what to do. A file with an error does not run; one with warnings does. Made by \`npm run schema\`.
`;
