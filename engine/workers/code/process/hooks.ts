import { readFileSync } from 'node:fs';
import { registerHooks, type ResolveFnOutput, type ResolveHookContext } from 'node:module';
import { fileURLToPath } from 'node:url';
import { stampOf } from '../digest.ts';
import type { Place } from './place.ts';
import { scriptOf } from './typescript.ts';

/** Whose names are ours where the workspace has no such package of its own. */
const ours: Readonly<Record<string, string>> = {
  sagaloom: ownModule('activity'),
  '@sagaloom/engine/activity': ownModule('activity'),
};

/** Beside this file's folder; of a bundle, beside that. */
function ownModule(name: string): string {
  const [source, bundled] = [`../${name}.ts`, `./code-${name}.js`].map((path) => new URL(path, import.meta.url));
  return (import.meta.url.endsWith('.ts') ? source : bundled)?.href ?? '';
}

/** What was loaded of the workspace's own, by its path from there, with what tells that it has changed since. */
export type Seen = Map<string, string>;

type Next = (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput;

/** From here on the workspace's files are found, and TypeScript is read, as people write it; what is loaded is noted in `seen`. */
export function hookModules(place: Place, seen: Seen): { readonly lastLoaded: () => string | null } {
  let last: string | null = null;
  registerHooks({
    resolve(specifier, context, next) {
      const isOwn = context.parentURL !== undefined && place.ownFile(context.parentURL) !== null;
      return isOwn ? resolved(specifier, context, next) : next(specifier, context);
    },
    load(url, context, next) {
      const file = place.ownFile(url);
      if (file !== null) {
        last = url;
        seen.set(file, stampOf(fileURLToPath(url)));
      }
      if (!/^file:.*\.[mc]?ts$/.test(url)) return next(url, context);
      return { ...scriptOf(url, readFileSync(new URL(url), 'utf8'), context.format), shortCircuit: true };
    },
  });
  return { lastLoaded: () => last };
}

function resolved(specifier: string, context: ResolveHookContext, next: Next): ResolveFnOutput {
  try {
    return next(specifier, context);
  } catch (error) {
    const found = isNotFound(error) ? otherwise(specifier, context, next) : null;
    if (found === null) throw error;
    return found;
  }
}

function otherwise(specifier: string, context: ResolveHookContext, next: Next): ResolveFnOutput | null {
  const own = ours[specifier];
  if (own !== undefined) return { url: own, shortCircuit: true };
  if (/^zod(\/|$)/.test(specifier)) return ourZod(specifier, context, next);
  return /^\.{0,2}\//.test(specifier) ? firstOf(spellings(specifier), context, next) : null;
}

/** Of a bundle, what it was bundled as. */
function ourZod(specifier: string, context: ResolveHookContext, next: Next): ResolveFnOutput {
  if (import.meta.url.endsWith('.ts')) return next(specifier, { ...context, parentURL: import.meta.url });
  return { url: ownModule('zod'), shortCircuit: true };
}

/** As bundlers and `tsc` let people write: without the extension, or with that of the JavaScript it would become. */
function spellings(specifier: string): readonly string[] {
  const asTypeScript = specifier.replace(/\.([mc]?)js$/, '.$1ts');
  const extended = ['.ts', '.mts', '.js', '.mjs', '/index.ts', '/index.js'].map((end) => specifier + end);
  return asTypeScript === specifier ? extended : [asTypeScript];
}

function firstOf(specifiers: readonly string[], context: ResolveHookContext, next: Next): ResolveFnOutput | null {
  for (const each of specifiers) {
    try {
      return next(each, context);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
  return null;
}

const notFound: ReadonlySet<unknown> = new Set([
  'ERR_MODULE_NOT_FOUND',
  'MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
]);

const isNotFound = (error: unknown): boolean => error instanceof Error && 'code' in error && notFound.has(error.code);
