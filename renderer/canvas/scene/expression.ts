/** `{% config.SHOP_URL & "/payments/" & step.key %}` as people read it: `/payments/{key}`. */
export function readable(text: string): string {
  const inner = /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim();
  if (inner === undefined) return text;
  const parts = inner.split(/\s*&\s*(?=(?:[^"']|"[^"]*"|'[^']*')*$)/);
  const isChain = parts.every((part) => literal(part) !== null || isPath(part));
  return isChain && parts.some((part) => literal(part) !== null)
    ? parts.map((part, index) => partText(part, index)).join('')
    : inner;
}

export function isExpressionText(text: string): boolean {
  return /^\{%[\s\S]*%\}$/.test(text.trim());
}

function literal(part: string): string | null {
  return /^"([^"]*)"$/.exec(part)?.[1] ?? /^'([^']*)'$/.exec(part)?.[1] ?? null;
}

const isPath = (part: string): boolean => /^[\w$.`[\]-]+$/.test(part);

/** The host that leads an address says nothing; any other value shows as its last name. */
function partText(part: string, index: number): string {
  const text = literal(part);
  if (text !== null) return text;
  if (index === 0 && part.startsWith('config.')) return '';
  return `{${part.split('.').at(-1) ?? part}}`;
}

/** `5s` as type sets it: `5 s`. ISO durations stay as they are. */
export function spaced(duration: string): string {
  return duration.replace(/^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/, '$1\u2009$2');
}
