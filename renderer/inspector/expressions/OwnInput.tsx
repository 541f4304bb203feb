import type { Json } from '@sagaloom/engine/core';
import { useState } from 'react';
import { sampleInputOf } from '../../document/index.ts';
import { useT } from '../../locales/index.ts';
import { InputEditor } from '../../runs/form/InputEditor.tsx';
import { Button, Dialog } from '../../ui/index.ts';
import { chooseData } from './data/choice.ts';
import { useData } from './data/DataProvider.tsx';

const noProblems: ReadonlyMap<string, string> = new Map();

/** An input typed by hand, to try expressions on. It stays on this machine. */
export function OwnInput({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const { workflow, document, choice } = useData();
  const [value, setValue] = useState<Json | undefined>(choice.kind === 'own' ? choice.input : sampleInputOf(document));
  const [isBroken, setBroken] = useState(false);
  const use = (): void => {
    chooseData(workflow, { kind: 'own', input: value ?? {} });
    onClose();
  };
  return (
    <Dialog
      isOpen
      title={t('expressions.own.title')}
      closeLabel={t('expressions.own.close')}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('expressions.own.cancel')}</Button>
          <Button variant="primary" isDisabled={isBroken} onPress={use}>
            {t('expressions.own.use')}
          </Button>
        </>
      }
    >
      <p>{t('expressions.own.text')}</p>
      <InputEditor
        schema={document['input']}
        value={value}
        problems={noProblems}
        onChange={setValue}
        onBroken={setBroken}
      />
    </Dialog>
  );
}
