import { useActivity } from '../../activities/index.ts';
import { Glyph } from './Glyph.tsx';
import type { GlyphName } from './glyphs.ts';

interface Props {
  readonly glyph: GlyphName;
  /** Of a task: the activity it runs, which may have a drawing of its own. */
  readonly activity: string | null;
  readonly size?: 'sm' | 'md';
}

export function StepGlyph({ glyph, activity, size = 'md' }: Props) {
  const known = useActivity(glyph === 'activity' ? (activity ?? '') : '');
  return <Glyph name={glyph} icon={known?.icon} size={size} />;
}
