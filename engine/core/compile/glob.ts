import type { SentenceKey } from './sentences.ts';

/** What is wrong with a pattern of files of the workspace; null when nothing is. */
export function globFault(pattern: string): SentenceKey | null {
  if (pattern.includes('\\')) return 'glob.backslash';
  if (pattern.startsWith('/') || /^[A-Za-z]:/.test(pattern)) return 'glob.absolute';
  const parts = pattern.split('/');
  if (parts.includes('')) return 'glob.empty';
  if (parts.some((part) => part === '.' || part === '..')) return 'glob.dots';
  if (parts.some((part) => part.includes('**') && part !== '**')) return 'glob.stars';
  if (/[!@?*+]\(/.test(pattern)) return 'glob.repeats';
  if (parts.some((part) => !isBalanced(part))) return 'glob.open';
  return null;
}

/** Braces and brackets open and close within one part, and not within each other. */
const isBalanced = (part: string): boolean => !/[{}[\]]/.test(part.replaceAll(/\{[^{}[\]]*\}|\[[^{}[\]]+\]/g, ''));
