import { translate } from '../locales/index.ts';
import { toast } from '../ui/index.ts';

export function copyText(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast(() => translate('traces.copied')),
    () => toast(() => translate('traces.cannotCopy'), 'warn'),
  );
}
