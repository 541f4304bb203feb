import { defineActivity } from '../activity.ts';
import { lazily } from '../lazily.ts';
import { fileInput, fileOutput } from './schema.ts';

const docs = `Reads and writes files **of the workspace**, and no others.

| action | does | gives |
| --- | --- | --- |
| \`read\` | a text, \`json\` or \`base64\`, of up to \`maxBytes\` (1 MiB, at most 16) | \`{ path, size, modifiedAt, etag, content }\` |
| \`write\` | the whole file; \`ifAbsent\` or \`ifEtag\` set a condition | \`{ path, size, modifiedAt, etag }\` |
| \`append\` | at the end of a file, or a new one | the same |
| \`copy\`, \`move\` | to \`to\`; a file that is there stays, unless \`overwrite\` | the same, of \`to\` |
| \`list\` | what \`glob\` means of a folder: \`*.csv\`, \`**/*.json\`; at most \`maxEntries\` (1,000) | \`{ entries: [{ path, type, size, modifiedAt }] }\`, by path |
| \`stat\` | whether something is there, and what | \`{ path, exists, type, size, modifiedAt, etag }\` |
| \`remove\` | a file, an empty folder, or with \`recursive\` all in it | \`{ path, removed }\` |
| \`makeFolder\` | a folder, and those it is in; the others make them too | \`{ path, made }\` |

**Where.** Paths are relative, with \`/\`, and no \`..\`. No link is followed, wherever on the way; on Linux that holds even if somebody puts one there in the same moment. Off limits are names that begin with a dot (\`.git\`, \`.env\`, \`.sagaloom\`), \`node_modules\`, and files of secrets and keys (\`secrets.*\`, \`*.key\`, \`*.pem\`, \`*.age\` and the like). \`sagaloom.config.json\` and \`activities/\`, which decide what steps may do, are only read.

**Whole.** A file is written beside its place, is on the disk, and then gets its name: whoever reads sees the old or the new one, also after a power cut. Only \`append\` writes into a file.

**Again.** A second attempt changes nothing more. \`write\` and \`copy\` find the same content and are done, also under \`ifAbsent\` and \`ifEtag\`. \`move\` is done when its source is gone and its target is there: with \`ifEtag\` if the target has it, else from the second attempt on. \`remove\` and \`makeFolder\` say whether there was anything to do. \`append\` is the exception, since nobody can tell one line from the same line again: with \`ifEtag\`, of the file before, it is told. Etags are of the content (SHA-256). Conditions hold between steps of one engine; other programs may come between.

**Errors.** \`file.absent\`, \`file.exists\`, \`file.changed\`, \`file.tooLarge\`, \`file.tooMany\`, \`file.encoding\`, \`file.json\`, \`file.notFile\`, \`file.notFolder\`, \`file.notEmpty\`, \`file.link\`, \`file.forbidden\`, \`file.permission\`, \`file.full\`, \`file.busy\`, \`file.io\`: nothing was done (effect none), unless the disk failed, or the step was stopped, after the first change was made.`;

export const fileActivity = defineActivity({
  name: 'file',
  summary: 'Reads and writes files of the workspace.',
  docs,
  examples: [
    { title: 'Read JSON', with: { action: 'read', path: 'data/orders.json', format: 'json' } },
    {
      title: 'Write a report',
      with: { action: 'write', path: '{% "reports/" & vars.day & ".json" %}', content: { total: '{% vars.total %}' } },
    },
    { title: 'Find files', with: { action: 'list', path: 'inbox', glob: '**/*.csv' } },
    { title: 'Set one aside', with: { action: 'move', path: 'inbox/a.csv', to: 'done/a.csv' } },
  ],
  category: 'files',
  icon: 'M4 2h5.5l3 3v9h-8.5z M9.5 2v3h3 M6 8h4.5 M6 10.5h4.5',
  input: fileInput,
  output: fileOutput,
  ...lazily(() => import('./perform.ts')),
});
