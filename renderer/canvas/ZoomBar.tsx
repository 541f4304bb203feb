import { useStore } from '@xyflow/react';
import { memo } from 'react';
import { ArrowDown, ArrowRight, Flame, Maximize, Minus, Pin, PinOff, Plus, Undo2, WandSparkles } from 'lucide-react';
import { Button, ToggleButton } from 'react-aria-components';
import { type DocumentsState, type Draft, isPlacedByHand, outlineOf, useDocuments } from '../document/index.ts';
import { toggleHeat, useHeat } from '../heat/heat-state.ts';
import { useT } from '../locales/index.ts';
import { keysLabel } from '../shell/keys.ts';
import { cx, IconButton, Tooltip } from '../ui/index.ts';
import { act, type ActContext } from './acts/run.ts';
import { toggleWayBack, useWayBack } from './way-back.ts';
import css from './ZoomBar.module.css';

/** Not drawn again with each edit. */
export const ZoomBar = memo(function ZoomBar({ context }: { readonly context: ActContext }) {
  const t = useT();
  const { view, readOnly } = context;
  const isBack = useWayBack(({ isShown }) => isShown);
  const isHeat = useHeat(({ isOn }) => isOn);
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div className={css.bar} role="toolbar" aria-label={t('canvas.zoom.label')}>
      <IconButton label={t('canvas.zoom.out')} icon={Minus} iconSize={15} placement="top" onPress={view.zoomOut} />
      <Tooltip label={t('canvas.zoom.reset')} shortcut={keysLabel('$mod+0')} placement="top">
        <Button className={cx(css.percent)} onPress={view.zoomTo100}>
          {t('canvas.zoom.percent', { percent })}
        </Button>
      </Tooltip>
      <IconButton label={t('canvas.zoom.in')} icon={Plus} iconSize={15} placement="top" onPress={view.zoomIn} />
      <IconButton
        label={t('canvas.zoom.fit')}
        icon={Maximize}
        iconSize={14}
        shortcut={keysLabel('Shift+1')}
        placement="top"
        onPress={view.fit}
      />
      <Tooltip label={t('lanes.toggle')} shortcut={keysLabel('Alt+b')} placement="top">
        <ToggleButton
          className={cx(css.toggle)}
          aria-label={t('lanes.toggle')}
          isSelected={isBack}
          onChange={toggleWayBack}
        >
          <Undo2 size={14} strokeWidth={1.75} aria-hidden />
        </ToggleButton>
      </Tooltip>
      <Tooltip label={t('heat.toggle')} shortcut={keysLabel('Alt+h')} placement="top">
        <ToggleButton
          className={cx(css.toggle, css.heat)}
          aria-label={t('heat.toggle')}
          isSelected={isHeat}
          onChange={toggleHeat}
        >
          <Flame size={14} strokeWidth={1.75} aria-hidden />
        </ToggleButton>
      </Tooltip>
      {!readOnly && <Placing context={context} />}
    </div>
  );
});

function documentIn({ documents }: DocumentsState, { documentId }: ActContext): Draft {
  return documents.find(({ id }) => id === documentId)?.document ?? {};
}

/** How steps come to their places: the layout's state, seen and switched. */
function Placing({ context }: { readonly context: ActContext }) {
  const t = useT();
  const byHand = useDocuments((open) => isPlacedByHand(documentIn(open, context)));
  const isRight = useDocuments((open) => outlineOf(documentIn(open, context)).direction === 'right');
  const Icon = byHand ? Pin : PinOff;
  return (
    <>
      <IconButton
        label={t('canvas.zoom.tidy')}
        icon={WandSparkles}
        iconSize={14}
        shortcut={keysLabel('t')}
        placement="top"
        onPress={() => act('tidy', context)}
      />
      <Tooltip label={t(byHand ? 'arrange.placing.byHand' : 'arrange.placing.auto')} placement="top">
        <ToggleButton
          className={cx(css.toggle, css.pin)}
          aria-label={t('arrange.placing.label')}
          isSelected={byHand}
          onChange={() => act('placing', context)}
        >
          <Icon size={14} strokeWidth={1.75} aria-hidden />
        </ToggleButton>
      </Tooltip>
      <IconButton
        label={t(isRight ? 'arrange.direction.toDown' : 'arrange.direction.toRight')}
        icon={isRight ? ArrowDown : ArrowRight}
        iconSize={14}
        placement="top"
        onPress={() => act('direction', context)}
      />
    </>
  );
}
