import { outlineOf, type Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Select } from '../../ui/index.ts';
import { useEditing, useField } from '../editing.ts';
import { Row } from './Field.tsx';

const ends = ':end';

/** Where the flow goes on: a step of the same block, or nowhere. */
export function TargetField({
  path,
  label,
  step,
  endLabel,
  hint,
}: {
  readonly path: Path;
  readonly label: string;
  readonly step: string;
  readonly endLabel?: string;
  readonly hint?: string;
}) {
  const t = useT();
  const { document } = useEditing();
  const { value, pointer, readOnly, problem, write } = useField(path);
  const outline = outlineOf(document);
  const block = outline.steps.get(step)?.block ?? '';
  const others = (outline.blocks.get(block)?.stepIds ?? []).filter((id) => id !== step);
  const options = [
    { value: ends, label: endLabel ?? t('inspector.target.end') },
    ...others.map((id) => ({ value: id, label: outline.steps.get(id)?.label ?? id })),
  ];
  return (
    <Row pointer={pointer}>
      <Select
        label={label}
        options={options}
        value={typeof value === 'string' && value !== '' ? value : ends}
        onChange={(next) => write(next === ends ? undefined : next)}
        isDisabled={readOnly}
        error={problem?.message}
        hint={hint}
      />
    </Row>
  );
}
