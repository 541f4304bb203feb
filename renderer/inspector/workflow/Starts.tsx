import { concurrencyKeySchema, isObject, type Trigger, triggerSchema } from '@sagaloom/engine/core';
import { Plus, X } from 'lucide-react';
import { type Path, writeAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Button, IconButton, Select } from '../../ui/index.ts';
import { useEdit, useField } from '../editing.ts';
import { Declarations } from '../fields/Declarations.tsx';
import { Card, Section } from '../fields/Field.tsx';
import css from '../fields/Field.module.css';
import { type FieldSpec, specsOf } from '../schema.ts';
import { CronField } from './cron/CronField.tsx';
import { Fields } from './Messages.tsx';

type TriggerType = Trigger['type'];

/** A fresh one of each type, half-drawn where only the person knows what comes next. */
const fresh = {
  schedule: { cron: '0 9 * * 1-5' },
  webhook: { signature: { scheme: 'hmac-sha256', secret: '' } },
  message: { connection: '', topic: '' },
  file: { pattern: 'inbox/*' },
  event: { event: '' },
} as const satisfies Record<TriggerType, object>;
const types = Object.keys(fresh) as readonly TriggerType[];

const specsByType = new Map<unknown, readonly FieldSpec[]>(
  triggerSchema.options.map(({ shape: { type, ...rest } }) => [type.value, specsOf(rest)]),
);

/** LI5. What starts runs without a person, and how many may be open at once. */
export function Starts() {
  const t = useT();
  return (
    <>
      <Declarations
        name="triggers"
        title={t('inspector.triggers.title')}
        text={t('inspector.triggers.text')}
        nameLabel={t('inspector.field.name')}
        addLabel={t('inspector.triggers.add')}
        stem="trigger"
        create={() => ({ type: 'schedule', ...fresh.schedule })}
      >
        {(at) => <TriggerForm at={at} />}
      </Declarations>
      <Concurrency />
    </>
  );
}

/** A schedule's cron has an editor of its own. */
function fieldsOfType(type: unknown): readonly FieldSpec[] {
  const specs = specsByType.get(type) ?? [];
  return type === 'schedule' ? specs.filter(({ name }) => name !== 'cron') : specs;
}

function TriggerForm({ at }: { readonly at: Path }) {
  const t = useT();
  const edit = useEdit();
  const { value, readOnly } = useField([...at, 'type']);
  return (
    <>
      <Select
        label={t('inspector.field.trigger.type')}
        options={types.map((type) => ({ value: type, label: t(`inspector.option.trigger.${type}`) }))}
        value={types.find((type) => type === value) ?? null}
        isDisabled={readOnly}
        onChange={(type) => {
          if (type !== value) edit((draft) => writeAt(draft, at, { type, ...fresh[type] }));
        }}
      />
      {value === 'schedule' && <CronField at={at} />}
      <Fields specs={fieldsOfType(value)} at={at} scope="trigger" />
    </>
  );
}

const concurrencySpecs = specsOf(concurrencyKeySchema.shape);

function Concurrency() {
  const t = useT();
  const { value, readOnly, write } = useField(['concurrencyKey']);
  return (
    <Section title={t('inspector.concurrency.title')}>
      <p className={css.note}>{t('inspector.concurrency.text')}</p>
      {isObject(value) ? (
        <Card
          title={t('inspector.concurrency.card')}
          actions={
            !readOnly && (
              <IconButton
                size="sm"
                icon={X}
                label={t('inspector.remove', { name: t('inspector.concurrency.card') })}
                onPress={() => write(undefined)}
              />
            )
          }
        >
          <Fields specs={concurrencySpecs} at={['concurrencyKey']} scope="concurrency" />
        </Card>
      ) : (
        !readOnly && (
          <span className={css.add}>
            <Button size="sm" icon={Plus} onPress={() => write({ key: '{% input %}' })}>
              {t('inspector.concurrency.add')}
            </Button>
          </span>
        )
      )}
    </Section>
  );
}
