import { type Path, readAt } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { Select } from '../../ui/index.ts';
import { useEdit, useEditing, useField } from '../editing.ts';
import { writeAt } from '../../document/index.ts';
import { Row } from '../fields/Field.tsx';
import { JsonField } from '../fields/JsonField.tsx';
import { TextRow } from '../fields/TextRow.tsx';
import { HttpForm } from './HttpForm.tsx';
import { LogForm } from './LogForm.tsx';

const builtIn = ['http', 'log'] as const;
const own = ':own';

/** What a task (or an undo) runs, and with what. `at` leads to what has `activity` and `with`. */
export function ActivityForm({ at = [] }: { readonly at?: Path }) {
  const { document, base } = useEditing();
  const activity = readAt(document, [...base, ...at, 'activity']);
  return (
    <>
      <ActivityKind at={at} activity={typeof activity === 'string' ? activity : ''} />
      {activity === 'http' && <HttpForm at={at} />}
      {activity === 'log' && <LogForm at={at} />}
      {activity !== 'http' && activity !== 'log' && <OwnForm at={at} />}
    </>
  );
}

/** A change of activity begins with a fresh input: the old one would mean nothing to it. */
function ActivityKind({ at, activity }: { readonly at: Path; readonly activity: string }) {
  const t = useT();
  const edit = useEdit();
  const { readOnly } = useField([...at, 'activity']);
  const value = builtIn.find((name) => name === activity) ?? own;
  const options = [
    { value: 'http', label: t('palette.http.name') },
    { value: 'log', label: t('palette.log.name') },
    { value: own, label: t('palette.code.name') },
  ] as const;
  const inputs = { http: { method: 'GET', url: '' }, log: { message: '' }, [own]: undefined };
  return (
    <Select
      label={t('inspector.field.activity')}
      options={options}
      value={value}
      isDisabled={readOnly}
      onChange={(next) =>
        edit((draft) => {
          if (next === value) return;
          writeAt(draft, [...at, 'activity'], next === own ? '' : next);
          writeAt(draft, [...at, 'with'], inputs[next]);
        })
      }
    />
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
