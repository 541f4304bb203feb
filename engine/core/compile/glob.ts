/** What is wrong with a pattern of files of the workspace, in a few words; null when nothing is. */
export function globFault(pattern: string): string | null {
  if (pattern.includes('\\')) return 'a backslash';
  if (pattern.startsWith('/') || /^[A-Za-z]:/.test(pattern)) return 'an absolute path';
  const parts = pattern.split('/');
  if (parts.includes('')) return 'an empty part';
  if (parts.some((part) => part === '.' || part === '..')) return 'a part that is . or ..';
  if (parts.some((part) => part.includes('**') && part !== '**')) return '** beside something else';
  if (/[!@?*+]\(/.test(pattern)) return 'a bracket that repeats';
  if (parts.some((part) => !isBalanced(part))) return 'a bracket that is not closed within its part';
  return null;
}

/** Braces and brackets open and close within one part, and not within each other. */
const isBalanced = (part: string): boolean => !/[{}[\]]/.test(part.replaceAll(/\{[^{}[\]]*\}|\[[^{}[\]]+\]/g, ''));
