import { Check, FlaskConical, History, PencilLine, Pin } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useT } from '../../locales/index.ts';
import { MenuButton, type MenuEntry } from '../../ui/index.ts';
import { chooseData, type DataChoice } from './data/choice.ts';
import { useData } from './data/DataProvider.tsx';
import { readScenarios, useScenarios } from './data/scenarios.ts';
import css from './Expressions.module.css';
import { OwnInput } from './OwnInput.tsx';

/** On what data expressions are tried: one choice for all fields of a document. */
export function DataMenu() {
  const t = useT();
  const { workflow, path, choice, shown, recording } = useData();
  const [isAsking, setAsking] = useState(false);
  const scenarios = useScenarios(path, false);
  const choose = (next: DataChoice) => (): void => chooseData(workflow, next);
  const isChosen = (kind: DataChoice['kind'], name = ''): boolean =>
    choice.kind === kind && (choice.kind !== 'scenario' || choice.name === name);
  const mark = (isOne: boolean, icon: typeof Check): typeof Check => (isOne ? Check : icon);
  const entries: readonly MenuEntry[] = [
    {
      id: 'run',
      label: t('expressions.data.run'),
      description: recording?.runId ?? t('expressions.data.runText'),
      icon: mark(isChosen('run'), History),
      onAction: choose({ kind: 'run' }),
    },
    {
      id: 'sample',
      label: t('expressions.data.sample'),
      description: t('expressions.data.sampleText'),
      icon: mark(isChosen('sample'), Pin),
      onAction: choose({ kind: 'sample' }),
    },
    ...scenarios.map(({ name }) => ({
      id: `scenario ${name}`,
      label: name,
      description: t('expressions.data.scenarioText'),
      icon: mark(isChosen('scenario', name), FlaskConical),
      onAction: choose({ kind: 'scenario', name }),
    })),
    { id: 'line', separator: true },
    {
      id: 'own',
      label: t('expressions.data.own'),
      icon: mark(isChosen('own'), PencilLine),
      onAction: () => setAsking(true),
    },
  ];
  const name =
    choice.kind === 'scenario' ? t('expressions.with.scenario', { name: choice.name }) : t(`expressions.with.${shown}`);
  return (
    <>
      <MenuButton label={t('expressions.data.title')} entries={entries} placement="bottom end">
        <AriaButton
          className={css.with ?? ''}
          aria-label={t('expressions.data.button', { name })}
          onPressStart={() => {
            if (path !== null) void readScenarios(path);
          }}
        >
          {name}
        </AriaButton>
      </MenuButton>
      {isAsking && <OwnInput onClose={() => setAsking(false)} />}
    </>
  );
}
