import { useStore } from '@xyflow/react';
import { Maximize, Minus, Plus, Undo2, WandSparkles } from 'lucide-react';
import { Button, ToggleButton } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { cx, IconButton, Tooltip } from '../ui/index.ts';
import { keysLabel } from '../shell/keys.ts';
import { tidy } from './actions/edit.ts';
import type { View } from './use-view.ts';
import { toggleWayBack, useWayBack } from './way-back.ts';
import css from './ZoomBar.module.css';

interface Props {
  readonly documentId: string;
  readonly view: View;
  readonly readOnly: boolean;
}

export function ZoomBar({ documentId, view, readOnly }: Props) {
  const t = useT();
  const isBack = useWayBack(({ isShown }) => isShown);
  const percent = useStore(({ transform }) => Math.round(transform[2] * 100));
  return (
    <div className={css.bar} role="toolbar" aria-label={t('canvas.zoom.label')}>
      <IconButton label={t('canvas.zoom.out')} icon={Minus} iconSize={15} placement="top" onPress={view.zoomOut} />
      <Tooltip label={t('canvas.zoom.reset')} shortcut="Ctrl 0" placement="top">
        <Button className={cx(css.percent)} onPress={view.zoomTo100}>
          {t('canvas.zoom.percent', { percent })}
        </Button>
      </Tooltip>
      <IconButton label={t('canvas.zoom.in')} icon={Plus} iconSize={15} placement="top" onPress={view.zoomIn} />
      <IconButton
        label={t('canvas.zoom.fit')}
        icon={Maximize}
        iconSize={14}
        shortcut="Shift 1"
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
      {!readOnly && (
        <IconButton
          label={t('canvas.zoom.tidy')}
          icon={WandSparkles}
          iconSize={14}
          placement="top"
          onPress={() => {
            tidy(documentId);
            setTimeout(view.fit, 260);
          }}
        />
      )}
    </div>
  );
}
