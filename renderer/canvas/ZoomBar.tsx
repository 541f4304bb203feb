import { useStore } from '@xyflow/react';
import { Maximize, Minus, Plus, WandSparkles } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useT } from '../locales/index.ts';
import { cx, IconButton, Tooltip } from '../ui/index.ts';
import { tidy } from './actions/edit.ts';
import type { View } from './use-view.ts';
import css from './ZoomBar.module.css';

interface Props {
  readonly documentId: string;
  readonly view: View;
  readonly readOnly: boolean;
}

export function ZoomBar({ documentId, view, readOnly }: Props) {
  const t = useT();
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
