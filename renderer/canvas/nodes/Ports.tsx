import { Handle, Position } from '@xyflow/react';
import { cx } from '../../ui/index.ts';
import type { PortPlace } from '../scene/types.ts';
import css from './Ports.module.css';

const sides = { left: Position.Left, right: Position.Right, top: Position.Top, bottom: Position.Bottom } as const;

/** Points where connections meet a node; those that leave can be dragged, or clicked for a list of steps. */
export function Ports({ ports }: { readonly ports: readonly PortPlace[] }) {
  return ports.map(({ id, side, x, y, kind, label, isTarget }) => {
    const isOut = kind === 'out' || kind === 'aside';
    return (
      <Handle
        key={id}
        id={id}
        type={isTarget ? 'target' : 'source'}
        position={sides[side]}
        style={{ left: x, top: y, right: 'auto', bottom: 'auto' }}
        className={cx(css.port, css[kind])}
        isConnectableStart={isOut}
        isConnectableEnd={kind === 'in'}
        title={isOut ? label : undefined}
        data-side={side}
      />
    );
  });
}
