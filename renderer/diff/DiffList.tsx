import { ListBox, ListBoxItem } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { cx } from '../ui/index.ts';
import type { Difference } from './diff-of.ts';
import { icons, type Names, tones, wordsOf } from './looks.ts';
import css from './DiffView.module.css';

interface Props {
  readonly differences: readonly Difference[];
  readonly names: Names;
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}

/** Every difference, once: the keyboard's way through them. */
export function DiffList({ differences, names, chosen, onChoose }: Props) {
  const t = useT();
  return (
    <ListBox
      aria-label={t('diff.list')}
      className={cx(css.list)}
      selectionMode="single"
      selectionBehavior="replace"
      selectedKeys={chosen === null ? [] : [String(chosen)]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        if (key !== undefined) onChoose(Number(key));
      }}
      items={differences.map((difference, index) => ({ id: String(index), difference }))}
      dependencies={[names]}
    >
      {({ id, difference }) => {
        const Icon = icons[difference.kind];
        const { title, detail } = wordsOf(difference, names);
        const kind = t(`diff.kind.${difference.kind}`);
        return (
          <ListBoxItem id={id} textValue={`${kind} ${title} ${detail}`} className={cx(css.item)}>
            <span className={css.kind} data-tone={tones[difference.kind]}>
              <Icon size={14} strokeWidth={2} aria-hidden />
            </span>
            <span className={css.words}>
              <b title={title}>{title}</b>
              <small title={detail}>{detail === '' ? kind : `${kind} · ${detail}`}</small>
            </span>
          </ListBoxItem>
        );
      }}
    </ListBox>
  );
}
