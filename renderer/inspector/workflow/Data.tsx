import { useT } from '../../locales/index.ts';
import { JsonField } from '../fields/JsonField.tsx';
import { SchemaEditor } from '../schemas/SchemaEditor.tsx';

/** What goes in and what comes out: the shapes of both, a sample, and how the output is made. */
export function Data() {
  const t = useT();
  return (
    <>
      <SchemaEditor path={['input']} label={t('inspector.workflow.input')} hint={t('inspector.workflow.inputHelp')} />
      <JsonField
        path={['ui', 'sampleInput']}
        label={t('inspector.workflow.sample')}
        hint={t('inspector.workflow.sampleHelp')}
      />
      <JsonField
        path={['returns']}
        label={t('inspector.workflow.returns')}
        hint={t('inspector.workflow.returnsHelp')}
        canBeExpression
      />
      <SchemaEditor
        path={['output']}
        label={t('inspector.workflow.output')}
        hint={t('inspector.workflow.outputHelp')}
      />
    </>
  );
}
