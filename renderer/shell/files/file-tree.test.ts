import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FileNode, fileTree } from './file-tree.ts';

const file = (path: string) => ({ path, modifiedAt: '', size: 0 });
const shown = (nodes: readonly FileNode[], depth = 0): readonly string[] =>
  nodes.flatMap((node) => [
    `${'  '.repeat(depth)}${node.name}${node.kind === 'folder' ? '/' : ''}`,
    ...(node.kind === 'folder' ? shown(node.children, depth + 1) : []),
  ]);

test('files lie in their folders, folders first; a folder of one folder is one line', () => {
  const paths = [
    'b/x.saga.json',
    'z.saga.json',
    'b/a.saga.json',
    'a/c/y10.saga.json',
    'a/c/y9.saga.json',
    'a.saga.json',
  ];
  expect(shown(fileTree(paths.map(file)))).toEqual([
    'a/c/',
    '  y9.saga.json',
    '  y10.saga.json',
    'b/',
    '  a.saga.json',
    '  x.saga.json',
    'a.saga.json',
    'z.saga.json',
  ]);
});

test('every file is there once, by its path', () => {
  const part = fc.constantFrom('a', 'b', 'c', 'a b');
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.saga.json`);
  const leaves = (nodes: readonly FileNode[]): readonly string[] =>
    nodes.flatMap((node) => (node.kind === 'file' ? [node.id] : leaves(node.children)));
  fc.assert(
    fc.property(fc.uniqueArray(path), (paths) => {
      expect(leaves(fileTree(paths.map(file))).toSorted()).toEqual(paths.toSorted());
    }),
  );
});
