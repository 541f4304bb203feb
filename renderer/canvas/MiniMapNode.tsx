import type { MiniMapNodeProps } from '@xyflow/react';
import css from './MiniMapNode.module.css';

/** A node as the overview shows it: its place, its kind, what became of it. */
export function MiniMapNode({ x, y, width, height, className }: MiniMapNodeProps) {
  const kinds = className.split(' ');
  if (kinds.includes('start') || kinds.includes('undo') || kinds.includes('lane') || kinds.includes('back'))
    return null;
  const isGroup = kinds.includes('frame');
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      rx={isGroup ? 24 : 12}
      className={kinds.map((kind) => css[kind] ?? '').join(' ')}
    />
  );
}
