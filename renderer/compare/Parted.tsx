import { CircleCheck, CornerDownRight, Info, Split } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { Button } from '../ui/index.ts';
import css from './Compare.module.css';
import type { Comparison } from './comparison.ts';
import type { Side } from './side.ts';
import { partingWords } from './words.ts';

interface Props {
  readonly comparison: Comparison;
  readonly sides: readonly [Side, Side];
  readonly isSame: boolean;
  readonly onJump: (row: number) => void;
}

/** Where the two parted, in a sentence, with the way there; and what one has to know before reading on. */
export function Parted({ comparison, sides, isSame, onJump }: Props) {
  const t = useT();
  const { parting, alignment } = comparison;
  const [left, right] = sides;
  const areOthers = left.workflow !== null && right.workflow !== null && left.workflow !== right.workflow;
  const isOtherVersion = left.run && right.run && !areOthers && left.run.hash !== right.run.hash;
  const note = isSame
    ? t('compare.note.same')
    : areOthers
      ? t('compare.note.workflows', { left: left.workflow ?? '', right: right.workflow ?? '' })
      : isOtherVersion
        ? t('compare.note.versions')
        : null;
  const Icon = parting ? Split : CircleCheck;
  return (
    <>
      <div className={css.parted} data-parted={parting !== null || undefined}>
        <Icon size={16} strokeWidth={2} aria-hidden />
        <p>{parting ? partingWords(parting, alignment, sides, t) : t('compare.parted.never')}</p>
        {parting && (
          <Button size="sm" icon={CornerDownRight} onPress={() => onJump(parting.row)}>
            {t('compare.parted.show')}
          </Button>
        )}
      </div>
      {note !== null && (
        <p className={css.note} role="note">
          <Info size={14} strokeWidth={2} aria-hidden />
          {note}
        </p>
      )}
    </>
  );
}
