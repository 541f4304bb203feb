import type { Json } from '@sagaloom/engine/core';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { FieldMessage } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { optionLabel } from '../words.ts';
import { Row } from './Field.tsx';
import css from './Choices.module.css';
import fieldCss from './Field.module.css';

interface Props {
  readonly path: Path;
  readonly name: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly options: readonly string[];
}

/** Any of a few words, in the schema's order; none of them takes the field out of the file. */
export function Choices({ path, name, label, hint, options }: Props) {
  const t = useT();
  const { value, pointer, readOnly, problem, write } = useField(path);
  const chosen = new Set<Json>(Array.isArray(value) ? (value as readonly Json[]) : []);
  const toggle = (option: string): void => {
    const next = options.filter((one) => (one === option ? !chosen.has(one) : chosen.has(one)));
    write(next.length > 0 ? next : undefined);
  };
  return (
    <Row pointer={pointer}>
      <div role="group" aria-label={label}>
        <div className={fieldCss.label}>{label}</div>
        <div className={css.choices}>
          {options.map((option) => (
            <button
              key={option}
              type="button"
              className={css.choice}
              aria-pressed={chosen.has(option)}
              disabled={readOnly}
              onClick={() => toggle(option)}
            >
              {optionLabel(name, option, t)}
            </button>
          ))}
        </div>
      </div>
      <div className={fieldCss.message}>
        {problem && <FieldMessage message={problem.message} severity={problem.severity} />}
        {!problem && hint !== undefined && <span className={fieldCss.note}>{hint}</span>}
      </div>
    </Row>
  );
}
