import { BookOpen } from 'lucide-react';
import { useState } from 'react';
import {
  activityAbout,
  activityLabel,
  activityUnverified,
  useActivities,
  useActivity,
} from '../../../activities/index.ts';
import { startingInput } from '../../../activities/starting-input.ts';
import { type Path, readAt, writeAt } from '../../../document/index.ts';
import { useT } from '../../../locales/index.ts';
import { FieldMessage, IconButton, Select } from '../../../ui/index.ts';
import { useEdit, useEditing, useField } from '../../editing.ts';
import { Row } from '../../fields/Field.tsx';
import { JsonField } from '../../fields/JsonField.tsx';
import { OtherFields } from '../../fields/OtherFields.tsx';
import { TextRow } from '../../fields/TextRow.tsx';
import { ActivityDocs } from './ActivityDocs.tsx';
import css from './ActivityForm.module.css';
import { HttpForm, httpFields } from './HttpForm.tsx';
import { InputForm } from './InputForm.tsx';
import { OpenapiForm, openapiFields } from './OpenapiForm.tsx';

const own = ':own';

/** What the activity's own form shows. */
const shownApart: Readonly<Record<string, readonly string[]>> = { http: httpFields, openapi: openapiFields };

/** What a task (or an undo) runs, and with what. `at` leads to what has `activity` and `with`. */
export function ActivityForm({ at = [] }: { readonly at?: Path }) {
  const { document, base } = useEditing();
  const given = readAt(document, [...base, ...at, 'activity']);
  const name = typeof given === 'string' ? given : '';
  const t = useT();
  const activity = useActivity(name);
  const unverified = activity && activityUnverified(activity, t);
  return (
    <>
      <ActivityKind at={at} name={name} />
      {activity?.problem != null && <FieldMessage message={activity.problem} />}
      {unverified !== null && <FieldMessage severity="warning" message={unverified} />}
      {name === 'http' && <HttpForm at={at} />}
      {name === 'http' && activity === null && <OtherFields at={[...at, 'with']} known={httpFields} />}
      {name === 'openapi' && activity !== null && <OpenapiForm at={at} />}
      {activity === null ? (
        name !== 'http' && <OwnForm at={at} />
      ) : (
        <InputForm key={name} at={at} activity={name} schema={activity.input} except={shownApart[name] ?? []} />
      )}
    </>
  );
}

/** A change of activity begins with a fresh input: the old one would mean nothing to it. */
function ActivityKind({ at, name }: { readonly at: Path; readonly name: string }) {
  const t = useT();
  const edit = useEdit();
  const { readOnly, pointer } = useField([...at, 'activity']);
  const { all, byName } = useActivities();
  const known = all.map((activity) => ({
    value: activity.name,
    label: activityLabel(activity, t),
    description: activityAbout(activity, t),
  }));
  const choose = (next: string): void =>
    edit((draft) => {
      const info = byName.get(next);
      writeAt(draft, [...at, 'activity'], info === undefined ? '' : next);
      writeAt(draft, [...at, 'with'], info === undefined ? undefined : startingInput(info).with);
    });
  const chosen = byName.has(name) ? name : own;
  return (
    <div className={css.kind} data-pointer={pointer}>
      <Select
        label={t('inspector.field.activity')}
        options={[...known, { value: own, label: t('palette.code.name'), description: t('palette.code.about') }]}
        value={chosen}
        isDisabled={readOnly}
        onChange={(next) => {
          if (next !== chosen) choose(next);
        }}
      />
      {byName.has(name) && <DocsButton name={name} at={at} />}
    </div>
  );
}

function DocsButton({ name, at }: { readonly name: string; readonly at: Path }) {
  const t = useT();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t('inspector.activity.docs')} icon={BookOpen} onPress={() => setOpen(true)} />
      {isOpen && <ActivityDocs name={name} at={at} onClose={() => setOpen(false)} />}
    </>
  );
}

function OwnForm({ at }: { readonly at: Path }) {
  const t = useT();
  return (
    <>
      <Row>
        <TextRow
          path={[...at, 'activity']}
          label={t('inspector.field.activityName')}
          hint={t('inspector.help.activityName')}
          mono
          isRequired
        />
      </Row>
      <JsonField
        path={[...at, 'with']}
        label={t('inspector.field.with')}
        hint={t('inspector.help.with')}
        canBeExpression
      />
    </>
  );
}
