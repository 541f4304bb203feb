import { Copy } from 'lucide-react';
import { useT } from '../locales/index.ts';
import { IconButton } from '../ui/index.ts';
import { copyText } from './copy.ts';
import css from './CopyBox.module.css';

/** A text to take along: as it is, and a button that copies it. */
export function CopyBox({ label, text }: { readonly label: string; readonly text: string }) {
  const t = useT();
  return (
    <div className={css.box} role="group" aria-label={label}>
      <pre>{text}</pre>
      <IconButton label={t('traces.copy', { what: label })} icon={Copy} size="sm" onPress={() => copyText(text)} />
    </div>
  );
}
