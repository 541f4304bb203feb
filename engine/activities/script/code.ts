/** How the user's code becomes a script, and how its places are found again. */

export const FILE = 'script.js';

/** On the line of the code's first, so that lines stay as they are. */
const HEAD = '(async()=>{';

/** An arrow has neither `this` nor `arguments`; `input` is global, so that the code may declare one of its own. */
export const bodyOf = (code: string): string => `${HEAD}${code}\n})()`;

export const looksLikeModule = (code: string): boolean => /^[ \t]*(?:import|export)\b/m.test(code);

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** `    at run (script.js:3:20)` or `    at script.js:1:9`. */
const frame = /^\s*at (?:(.*) \()?script\.js:(\d+)(?::(\d+))?\)?$/;

export interface Frame extends Place {
  readonly text: string;
}

/** The user's code as it is run. */
export interface Source {
  readonly isBody: boolean;
  readonly lines: number;
}

export const sourceOf = (code: string, isBody: boolean): Source => ({ isBody, lines: code.split('\n').length });

/** Frames of the user's own code, innermost first. */
export function framesOf(stack: string, { isBody, lines }: Source): readonly Frame[] {
  const found = stack.split('\n').flatMap((text) => {
    const found = frame.exec(text);
    if (found === null) return [];
    const [, name = '', line = '1', column = '1'] = found;
    const place = placeOf({ line: Math.min(Number(line), lines), column: Number(column) }, isBody);
    const isCall = Number(line) > lines; // of the body, after its end
    const called = name === '' || name.startsWith('<') ? '' : `${name} `;
    return [{ ...place, text: `at ${called}(line ${place.line}, column ${place.column})`, isCall }];
  });
  return found.length > 1 ? found.filter(({ isCall }) => !isCall) : found;
}

function placeOf({ line, column }: Place, isBody: boolean): Place {
  return isBody && line === 1 ? { line, column: Math.max(1, column - HEAD.length) } : { line, column };
}
