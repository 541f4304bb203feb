import css from './Arrows.module.css';

const kinds = ['plain', 'taken', 'undo', 'catch', 'missing', 'heat', 'selected'] as const;

/** Arrow heads, once for all edges. */
export function Arrows() {
  return (
    <svg className={css.arrows} aria-hidden>
      <defs>
        {kinds.map((kind) => (
          <marker
            key={kind}
            id={`arrow-${kind}`}
            viewBox="0 0 8 8"
            refX="6.5"
            refY="4"
            markerWidth={kind === 'heat' ? 18 : 12}
            markerHeight={kind === 'heat' ? 18 : 12}
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path
              d="M1 1 6.5 4 1 7"
              className={css[kind]}
              fill="none"
              strokeWidth="1.3"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </marker>
        ))}
      </defs>
    </svg>
  );
}
