import type { Json } from '@sagaloom/engine/core';
import type { Path } from '../../../document/index.ts';
import { useT } from '../../../locales/index.ts';
import { Select } from '../../../ui/index.ts';
import { useField } from '../../editing.ts';
import { Row } from '../../fields/Field.tsx';

interface ChoiceProps {
  readonly path: Path;
  readonly label: string;
  readonly hint: string | undefined;
  readonly options: readonly Json[];
  /** What some of them are called; the others are shown as the file has them. */
  readonly words?: Readonly<Record<string, string>>;
  readonly fallback: string;
}

const unset = ':unset';

/** The first choice takes the field out of the file: then the activity's own default holds. */
export function ChoiceRow({ path, label, hint, options, words = {}, fallback }: ChoiceProps) {
  const t = useT();
  const { value, pointer, readOnly, problem, write } = useField(path);
  const nothing =
    fallback === '' ? t('inspector.activity.unset') : t('inspector.activity.default', { value: fallback });
  const choices = options.map((option) => ({ value: JSON.stringify(option), label: wordFor(option, words, t) }));
  return (
    <Row pointer={pointer}>
      <Select
        label={label}
        options={[{ value: unset, label: nothing }, ...choices]}
        value={value === undefined ? unset : JSON.stringify(value)}
        onChange={(next) => write(next === unset ? undefined : (JSON.parse(next) as Json))}
        isDisabled={readOnly}
        hint={hint}
        error={problem?.message}
      />
    </Row>
  );
}

function wordFor(option: Json, words: Readonly<Record<string, string>>, t: ReturnType<typeof useT>): string {
  if (typeof option === 'boolean') return t(option ? 'inspector.activity.yes' : 'inspector.activity.no');
  return typeof option === 'string' ? (words[option] ?? option) : JSON.stringify(option);
}
