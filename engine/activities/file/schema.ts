import { z } from 'zod';

export const DEFAULT_READ_BYTES = 1024 * 1024;
export const MOST_BYTES = 16 * 1024 * 1024;
export const DEFAULT_ENTRIES = 1_000;
const MOST_ENTRIES = 10_000;

const actions = ['read', 'write', 'append', 'list', 'stat', 'copy', 'move', 'remove', 'makeFolder'] as const;
export type Action = (typeof actions)[number];

const etag = z.string().regex(/^sha256-[0-9a-f]{64}$/, 'An etag is one that this activity gave.');

export const fileInput = z
  .strictObject({
    action: z.enum(actions).meta({ description: 'What to do.' }),
    path: z.string().min(1).meta({
      description: 'In the workspace, with / between its parts; for list a folder, and . is the workspace itself.',
    }),
    to: z.string().min(1).optional().meta({ description: 'copy, move: the new path. Folders on its way are made.' }),
    content: z
      .json()
      .optional()
      .meta({ description: 'write, append: a text, JSON, or the bytes as base64, as the format says.' }),
    format: z.enum(['text', 'json', 'base64']).optional().meta({
      description: 'read, write, append: what the content is. Default: text; of content that is no text JSON.',
    }),
    encoding: z
      .enum(['utf-8', 'utf-16le', 'latin1'])
      .optional()
      .meta({ description: 'read, write, append: of a text. Default: utf-8.' }),
    ifAbsent: z
      .boolean()
      .optional()
      .meta({ description: 'write: only where there is nothing yet; else the error is file.exists. Default: no.' }),
    ifEtag: etag.optional().meta({
      description: 'Only if the file is still the one this etag was given for; else the error is file.changed.',
    }),
    overwrite: z
      .boolean()
      .optional()
      .meta({ description: 'copy, move: a file that is there is replaced. Default: no, it is the error file.exists.' }),
    recursive: z.boolean().optional().meta({ description: 'remove: a folder with all that is in it. Default: no.' }),
    glob: z.string().max(500).optional().meta({
      description: 'list: * and ? stand for a part of a name, ** for any folders. Default: *, what is directly in it.',
    }),
    maxBytes: z
      .int()
      .min(0)
      .max(MOST_BYTES)
      .optional()
      .meta({ description: `read: a larger file is the error file.tooLarge. Default: ${DEFAULT_READ_BYTES}.` }),
    maxEntries: z
      .int()
      .min(1)
      .max(MOST_ENTRIES)
      .optional()
      .meta({ description: `list: more are the error file.tooMany. Default: ${DEFAULT_ENTRIES}.` }),
  })
  .check(({ value, issues }) => {
    for (const message of mistakesOf(value)) issues.push({ code: 'custom', message, input: value });
  })
  .meta({ title: 'file', description: 'Reads and writes files of the workspace.' });

/** Beside action and path. */
const fields: Record<Action, { readonly needs: readonly string[]; readonly may: readonly string[] }> = {
  read: { needs: [], may: ['format', 'encoding', 'maxBytes', 'ifEtag'] },
  write: { needs: ['content'], may: ['format', 'encoding', 'ifAbsent', 'ifEtag'] },
  append: { needs: ['content'], may: ['format', 'encoding', 'ifEtag'] },
  list: { needs: [], may: ['glob', 'maxEntries'] },
  stat: { needs: [], may: [] },
  copy: { needs: ['to'], may: ['overwrite', 'ifEtag'] },
  move: { needs: ['to'], may: ['overwrite', 'ifEtag'] },
  remove: { needs: [], may: ['recursive', 'ifEtag'] },
  makeFolder: { needs: [], may: [] },
};

function mistakesOf(value: { readonly action: Action; readonly [name: string]: unknown }): string[] {
  const { needs, may } = fields[value.action];
  const given = Object.keys(value).filter((name) => value[name] !== undefined && name !== 'action' && name !== 'path');
  const missing = needs.filter((name) => !given.includes(name));
  const other = given.filter((name) => !needs.includes(name) && !may.includes(name));
  const twice = value['ifAbsent'] === true && value['ifEtag'] !== undefined;
  return [
    ...missing.map((name) => `${value.action} needs ${name}.`),
    ...other.map((name) => `${value.action} has no ${name}.`),
    ...(twice ? ['A file cannot be absent and have an etag.'] : []),
  ];
}

const about = {
  path: z.string(),
  size: z.int().nullable().meta({ description: 'In bytes; of a folder null.' }),
  modifiedAt: z.string().nullable().meta({ description: 'ISO in UTC.' }),
  etag: z.string().nullable().meta({ description: 'Of what is in it; of a folder null.' }),
};

const entry = z.strictObject({
  path: z.string(),
  type: z.enum(['file', 'folder', 'link', 'other']),
  size: z.int(),
  modifiedAt: z.string(),
});

export const fileOutput = z.union([
  z.strictObject({ ...about, content: z.json() }).meta({ description: 'read' }),
  z.strictObject(about).meta({ description: 'write, append, copy, move' }),
  z.strictObject({ entries: z.array(entry) }).meta({ description: 'list: by their paths in order' }),
  z
    .strictObject({ ...about, exists: z.boolean(), type: z.enum(['file', 'folder', 'link', 'other']).nullable() })
    .meta({ description: 'stat' }),
  z.strictObject({ path: z.string(), removed: z.boolean() }).meta({ description: 'remove: false, it was not there' }),
  z.strictObject({ path: z.string(), made: z.boolean() }).meta({ description: 'makeFolder: false, it was there' }),
]);

export type FileInput = z.output<typeof fileInput>;
export type Entry = z.output<typeof entry>;
export type About = Pick<z.output<z.ZodObject<typeof about>>, 'path' | 'size' | 'modifiedAt' | 'etag'>;
