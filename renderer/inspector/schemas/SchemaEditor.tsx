import { isObject, type Json } from '@sagaloom/engine/core';
import { ListPlus, WandSparkles } from 'lucide-react';
import { useState } from 'react';
import type { Path } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, FieldMessage } from '../../ui/index.ts';
import { useField } from '../editing.ts';
import { Row } from '../fields/Field.tsx';
import fieldCss from '../fields/Field.module.css';
import { JsonField } from '../fields/JsonField.tsx';
import { More } from '../fields/More.tsx';
import { addProperty } from './edit.ts';
import { Details } from './Details.tsx';
import { Inside } from './Inside.tsx';
import { SampleDialog } from './SampleDialog.tsx';
import { shapeOf } from './shape.ts';
import { TypeCell } from './TypeCell.tsx';
import css from './Schemas.module.css';

interface Props {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** A JSON Schema as a tree of fields or as JSON, both of the same file: what the tree does not know is kept and shown. */
export function SchemaEditor({ path, label, hint }: Props) {
  const t = useT();
  const { value, pointer, readOnly, problem } = useField(path);
  const [isRaw, setRaw] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const hasTree = value === undefined || shapeOf(value).kind === 'tree';
  return (
    <Row pointer={pointer}>
      <div role="group" aria-label={label}>
        <div className={fieldCss.label}>
          <span>{label}</span>
          <span className={fieldCss.aside}>
            {!readOnly && (
              <button
                type="button"
                className={fieldCss.toggle}
                title={t('schemas.sample.title')}
                onClick={() => setAsking(true)}
              >
                <WandSparkles size={12} strokeWidth={1.75} aria-hidden />
                {t('schemas.sample.open')}
              </button>
            )}
            <Views isRaw={isRaw || !hasTree} canBeTree={hasTree} onChange={setRaw} />
          </span>
        </div>
        {isRaw || !hasTree ? (
          <JsonField path={path} label={t('schemas.asJson', { name: label })} hint={hint} />
        ) : (
          <Tree path={path} value={value} hint={hint} />
        )}
        {!isRaw && hasTree && problem && <FieldMessage message={problem.message} severity={problem.severity} />}
      </div>
      {isAsking && <SampleDialog path={path} label={label} onClose={() => setAsking(false)} />}
    </Row>
  );
}

function Views({
  isRaw,
  canBeTree,
  onChange,
}: {
  readonly isRaw: boolean;
  readonly canBeTree: boolean;
  readonly onChange: (isRaw: boolean) => void;
}) {
  const t = useT();
  return (
    <>
      <button
        type="button"
        className={fieldCss.toggle}
        aria-pressed={!isRaw}
        disabled={!canBeTree}
        onClick={() => onChange(false)}
      >
        {t('schemas.view.tree')}
      </button>
      <button type="button" className={fieldCss.toggle} aria-pressed={isRaw} onClick={() => onChange(true)}>
        {t('inspector.json.asJson')}
      </button>
    </>
  );
}

function Tree({
  path,
  value,
  hint,
}: {
  readonly path: Path;
  readonly value: Json | undefined;
  readonly hint: string | undefined;
}) {
  const t = useT();
  if (value === undefined) return <Nothing path={path} hint={hint} />;
  const shape = shapeOf(value);
  const isObjectType = shape.kind === 'tree' && shape.type === 'object';
  return (
    <div className={css.tree}>
      {!isObjectType && (
        <div className={css.row}>
          <span className={css.fixed}>{t('schemas.whole')}</span>
          <TypeCell path={path} name={t('schemas.whole')} />
        </div>
      )}
      <Inside path={path} schema={value} />
      <More title={t('schemas.whole.more')} paths={[]} {...(isObject(value) ? wholeSummary(value.title) : {})}>
        {isObjectType && (
          <div className={css.row}>
            <span className={css.fixed}>{t('schemas.whole')}</span>
            <TypeCell path={path} name={t('schemas.whole')} />
          </div>
        )}
        <Details path={path} schema={value} />
      </More>
    </div>
  );
}

const wholeSummary = (title: Json | undefined): { readonly summary?: string } =>
  typeof title === 'string' ? { summary: title } : {};

/** Nothing is said yet: what it would be good for, and two ways to begin. */
function Nothing({ path, hint }: { readonly path: Path; readonly hint: string | undefined }) {
  const t = useT();
  const { readOnly, write } = useField(path);
  return (
    <div className={css.nothing}>
      <p className={fieldCss.note}>{hint ?? t('schemas.nothing')}</p>
      {!readOnly && (
        <Button
          size="sm"
          icon={ListPlus}
          onPress={() => write(addProperty({ type: 'object', properties: {} }, t('schemas.property.first')))}
        >
          {t('schemas.property.add')}
        </Button>
      )}
    </div>
  );
}
