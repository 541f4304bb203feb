import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { cx } from '../../ui/index.ts';
import { useHot } from '../hot.ts';
import { originOf } from '../scene/ids.ts';
import type { CanvasEdge, FlowEdgeData } from '../scene/types.ts';
import { drawn } from './path.ts';
import css from './FlowEdge.module.css';

const plain: FlowEdgeData = {
  kind: 'flow',
  label: null,
  title: null,
  state: 'plain',
  goesOn: false,
  route: null,
  spoken: '',
  wordsLayer: 0,
};

/** A connection: where the flow goes, where it went, or the way back. */
export const FlowEdge = memo(function FlowEdge({ id, data = plain, selected, ...ends }: EdgeProps<CanvasEdge>) {
  const { edge: hotEdge } = useHot();
  const { path, label } = drawn(ends, data);
  const isHot = hotEdge === id;
  const { heat } = data;
  const words = [data.label, heat?.text ?? null].filter((part) => part !== null);
  const marker = selected || isHot ? 'selected' : markerOf(data);
  return (
    <g
      className={cx(css.edge, css[data.kind])}
      data-state={data.state}
      data-heat={heat ? (heat.text === null ? 'none' : 'some') : undefined}
      data-selected={selected || isHot || undefined}
    >
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={22}
        {...(heat ? { style: { strokeWidth: heat.width } } : {})}
        {...(data.goesOn ? {} : { markerEnd: `url(#arrow-${marker})` })}
      />
      {data.kind !== 'undo' && data.kind !== 'back' && data.kind !== 'missing' && (
        <InsertButton id={id} x={label.x} y={label.y} hasLabel={words.length > 0} />
      )}
      {words.length > 0 && (
        <EdgeLabelRenderer>
          <span
            className={cx(
              css.label,
              data.kind === 'catch' && css.catchLabel,
              data.kind === 'missing' && css.missingLabel,
            )}
            data-state={data.state}
            style={{
              zIndex: data.wordsLayer,
              transform: `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)`,
            }}
            title={heat?.words ?? data.title ?? data.label ?? ''}
          >
            {data.label !== null && <span className={css.words}>{data.label}</span>}
            {heat && heat.text !== null && <span className={css.traffic}>{heat.text}</span>}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

function markerOf({ kind, state, heat }: FlowEdgeData): 'plain' | 'taken' | 'undo' | 'catch' | 'missing' | 'heat' {
  if (heat && heat.text !== null) return 'heat';
  if (kind === 'missing') return kind;
  if (kind === 'undo' || kind === 'back') return 'undo';
  if (state === 'taken') return 'taken';
  return kind === 'catch' ? 'catch' : 'plain';
}

/** A plus on the line, shown when the pointer is on it. The keyboard's way is Enter on the connection. */
function InsertButton({
  id,
  x,
  y,
  hasLabel,
}: {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly hasLabel: boolean;
}) {
  const { addAt } = useHot();
  return (
    <g
      className={css.insert}
      transform={`translate(${x} ${hasLabel ? y + 18 : y})`}
      aria-hidden
      onClick={(event) => {
        const origin = originOf(id);
        event.stopPropagation();
        if (origin) addAt({ kind: 'origin', origin }, { x: event.clientX, y: event.clientY });
      }}
    >
      <circle r={9} />
      <path d="M-4 0H4M0-4V4" />
    </g>
  );
}
