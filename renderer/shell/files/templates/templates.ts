import { openDocument, parseSource, type Source } from '../../../document/index.ts';
import { en } from '../../../locales/en/index.ts';
import type { MessageKey, Translate } from '../../../locales/index.ts';

/** An example that a new workflow may begin with. */
export interface Template {
  /** `order-saga/order`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly source: Source;
}

/** The examples are part of the page: they are there without the folder they come from, and fetched when first asked for. */
const files = import.meta.glob<string>('../../../../examples/*/*.saga.json', { query: '?raw', import: 'default' });

/** Those that are looked for first; the others follow by name. */
const first = ['hello', 'order', 'approval', 'parcels', 'batch', 'data-pipeline', 'nightly-report', 'account-transfer'];

const rank = ({ name }: Template): number => (first.includes(name) ? first.indexOf(name) : first.length);

let known: Promise<readonly Template[]> | null = null;

export function loadTemplates(): Promise<readonly Template[]> {
  known ??= Promise.all(Object.entries(files).map(readTemplate)).then((found) =>
    found.flatMap((template) => template ?? []).toSorted((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id)),
  );
  return known;
}

/** A copy that belongs to nobody's file yet; saving asks for its name. */
export function beginWith({ source }: Template): void {
  openDocument({ path: null, etag: null, document: source.document, source });
}

/** Our own examples are told of in the person's language. */
export function templateAbout({ name, description }: Template, t: Translate): string {
  const about = `files.about.${name}`;
  return isKey(about) ? t(about) : description;
}

const isKey = (key: string): key is MessageKey => key in en;

async function readTemplate([path, load]: readonly [string, () => Promise<string>]): Promise<Template | null> {
  const opened = parseSource(await load());
  if (!opened.ok) return null;
  const { document } = opened.source;
  const [folder = '', file = ''] = path.split('/').slice(-2);
  const id = `${folder}/${file.replace('.saga.json', '')}`;
  return {
    id,
    name: textOr(document['name'], id),
    description: textOr(document['description'], ''),
    source: opened.source,
  };
}

const textOr = (value: unknown, other: string): string => (typeof value === 'string' && value !== '' ? value : other);
