import type { ActivityInfo } from '../../../contract/types.ts';
import { isObject, type Json, type JsonObject } from '../../../core/json.ts';
import { declaration } from './declaration.ts';
import { commentText, fieldName, typeOfSchema } from './print.ts';

const NOTE = '// Written by Sagaloom whenever the activities or workflows change. Changes made here are lost.\n';

export interface TypeSources {
  readonly infos: readonly ActivityInfo[];
  /** The documents of the workspace, as they were read. */
  readonly workflows: readonly Json[];
  /** Folders of packages of ours that the workspace has not, from which its code takes them; null: it has them. */
  readonly zod: string | null;
  /** The folder that holds `node`'s types; null: there is none. */
  readonly typeRoot: string | null;
}

/** What is written for the editor: text by the name of the file. */
export function typeFiles({ infos, workflows, zod, typeRoot }: TypeSources): ReadonlyMap<string, string> {
  return new Map([
    ['sagaloom.d.ts', `${NOTE}\ndeclare module 'sagaloom' {${declaration}}\n\n${alias}`],
    [
      'activities.d.ts',
      `${NOTE}\ndeclare module 'sagaloom' {\n${activityTypes(infos)}\n${workflowTypes(workflows, new Set(infos.map(({ name }) => name)))}}\n`,
    ],
    ['tsconfig.json', `${JSON.stringify(editorSettings(zod, typeRoot), null, 2)}\n`],
  ]);
}

const alias = "declare module '@sagaloom/engine/activity' {\n  export * from 'sagaloom';\n}\n";

/** As the engine runs it: TypeScript that it strips, files found as they are written. */
function editorSettings(zod: string | null, typeRoot: string | null): Json {
  return {
    compilerOptions: {
      target: 'ES2024',
      lib: typeRoot === null ? ['ES2024', 'DOM'] : ['ES2024'],
      module: 'Preserve',
      moduleResolution: 'bundler',
      moduleDetection: 'force',
      types: typeRoot === null ? [] : ['node'],
      ...(typeRoot !== null && { typeRoots: [typeRoot] }),
      ...(zod !== null && { paths: { zod: [zod], 'zod/*': [`${zod}/*`] } }),
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      allowJs: true,
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
    },
    files: ['sagaloom.d.ts', 'activities.d.ts'],
  };
}

/** For the workspace's folder, where it has no settings of its own. */
export const folderSettings = `${JSON.stringify(
  { extends: '../.sagaloom/types/tsconfig.json', include: ['**/*', '../.sagaloom/types/*.d.ts'] },
  null,
  2,
)}\n`;

function activityTypes(infos: readonly ActivityInfo[]): string {
  const usable = infos.filter(({ name }) => !/[ /]/.test(name)); // the others stand for files that cannot be loaded
  const record = (title: string, about: string, schemaOf: (info: ActivityInfo) => Json): string => {
    const fields = usable.map((info) => {
      const text = info.summary === '' ? '' : `    /** ${commentText(info.summary)} */\n`;
      return `${text}    readonly ${fieldName(info.name)}: ${typeOfSchema(schemaOf(info), '    ')};\n`;
    });
    return `  /** ${about} */\n  export interface ${title} {\n${fields.join('')}  }\n`;
  };
  return [
    record(
      'ActivityInputs',
      'What a step gives each activity: its `with`, with the expressions in it evaluated.',
      ({ input }) => input,
    ),
    record('ActivityOutputs', 'What each activity gives: `steps.ID.output`.', ({ output }) => output),
  ].join('\n');
}

interface StepType {
  readonly id: string;
  readonly input: string;
  readonly output: string;
}

/** Of activities. */
type Names = ReadonlySet<string>;

function workflowTypes(workflows: readonly Json[], names: Names): string {
  const known = workflows.filter(isObject).flatMap((document) => {
    const { name } = document;
    return typeof name === 'string' ? [{ name, steps: stepsOf(document, names) }] : [];
  });
  const byName = [...new Map(known.map((each) => [each.name, each])).values()];
  const record = (title: string, about: string, typeOf: (step: StepType) => string): string => {
    const fields = byName.map(({ name, steps }) => {
      const inner = steps.map((step) => `      readonly ${fieldName(step.id)}: ${typeOf(step)};\n`);
      return `    readonly ${fieldName(name)}: {\n${inner.join('')}    };\n`;
    });
    return `  /** ${about} */\n  export interface ${title} {\n${fields.join('')}  }\n`;
  };
  return [
    record('StepInputs', 'By workflow and step: what its activity is given.', ({ input }) => input),
    record('StepOutputs', 'By workflow and step: `steps.ID.output`.', ({ output }) => output),
  ].join('\n');
}

const MAX_DEPTH = 40;

/** Of all blocks, whatever they are part of: ids are unique in a file. */
function stepsOf(document: JsonObject, known: Names): readonly StepType[] {
  const found = new Map<string, StepType>();
  const visit = (value: Json, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    if (isObject(value) && isObject(value['steps']))
      for (const [id, step] of Object.entries(value['steps'])) {
        const type = isObject(step) ? stepType(id, step, document, known) : null;
        if (type !== null) found.set(id, type);
      }
    for (const part of Object.values(value)) visit(part, depth + 1);
  };
  visit(document, 0);
  return [...found.values()];
}

/** Of steps that do something; what a child or an expression gives is not known here. */
function stepType(id: string, step: JsonObject, document: JsonObject, known: Names): StepType | null {
  const { type, activity, signal } = step;
  if (type === 'task' && typeof activity === 'string') {
    if (!known.has(activity)) return { id, input: 'Json', output: 'Json' };
    const name = fieldName(activity).replace(/^[^"].*/, '"$&"');
    return { id, input: `ActivityInputs[${name}]`, output: `ActivityOutputs[${name}]` };
  }
  if (type !== 'receive' || typeof signal !== 'string') return null;
  const signals = isObject(document['signals']) ? document['signals'] : {};
  const declared = Object.hasOwn(signals, signal) ? signals[signal] : null;
  const payload = isObject(declared) ? declared['payload'] : undefined;
  return { id, input: 'null', output: payload === undefined ? 'Json' : typeOfSchema(payload, '      ') };
}
