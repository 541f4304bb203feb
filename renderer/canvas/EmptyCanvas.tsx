import { Shapes } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { itemNamed } from '../palette/items.ts';
import { showPanel } from '../shell/layout.ts';
import { Button } from '../ui/index.ts';
import { addItem } from './actions/add.ts';
import { glyphs } from './glyphs/glyphs.ts';
import css from './EmptyCanvas.module.css';

const starters = ['http', 'saga'] as const;

/** Nothing drawn yet: what a workflow is, and where to begin. */
export function EmptyCanvas({ documentId }: { readonly documentId: string }) {
  const t = useT();
  return (
    <div className={css.empty}>
      <p className={css.title}>{t('canvas.empty.title')}</p>
      <p>{t('canvas.empty.text')}</p>
      <div className={css.buttons}>
        {starters.map((id) => (
          <Button
            key={id}
            icon={glyphs[id].icon}
            onPress={() => {
              const item = itemNamed(id);
              if (item) addItem(documentId, item, { kind: 'block', block: '' });
            }}
          >
            {t(`canvas.empty.${id}`)}
          </Button>
        ))}
        <Button variant="ghost" icon={Shapes} onPress={() => showPanel('palette')}>
          {t('canvas.empty.all')}
        </Button>
      </div>
    </div>
  );
}
