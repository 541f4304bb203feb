import { type ModuleFormat, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Script {
  readonly format: ModuleFormat;
  readonly source: string;
}

/**
 * TypeScript as Node runs it. Types are blanked out, so that every line and column stays where it was and a debugger needs no map;
 * only a file with syntax that makes code (enums, parameter properties) is written anew, with a source map. Throws a SyntaxError whose
 * stack begins with the place.
 */
export function scriptOf(url: string, text: string, format: string | null | undefined): Script {
  return { format: formatOf(url, text, format), source: plainScript(url, text) };
}

function plainScript(url: string, text: string): string {
  try {
    return stripTypeScriptTypes(text, { mode: 'strip' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX')
      return stripTypeScriptTypes(text, { mode: 'transform', sourceMap: true, sourceUrl: url });
    throw placed(error, url);
  }
}

/** The stack of what cannot be read begins with `:LINE`, the line, and a mark below it. */
function placed(error: Error, url: string): Error {
  const place = /^:(\d+)\n.*?\n( *)\^/s.exec(error.stack ?? '');
  const [, line = '1', indent] = place ?? [];
  error.stack = `${error.name}: ${error.message}\n    at ${fileURLToPath(url)}:${line}:${(indent?.length ?? 0) + 1}`;
  return error;
}

/** A file whose package does not say is a module, unless it has the marks of CommonJS alone. */
function formatOf(url: string, text: string, given: string | null | undefined): ModuleFormat {
  if (url.endsWith('.mts')) return 'module';
  if (url.endsWith('.cts') || given?.startsWith('commonjs') === true) return 'commonjs';
  if (given?.startsWith('module') === true) return 'module';
  const isModule = /^\s*(?:import|export)\b/m.test(text) || !/\b(?:require\(|module\.exports\b|exports\.)/.test(text);
  return isModule ? 'module' : 'commonjs';
}
