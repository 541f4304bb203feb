import {
  editText,
  type OpenDocument,
  parseSource,
  textOf,
  withDescriptions,
  withoutComments,
} from '../document/index.ts';
import { useT } from '../locales/index.ts';
import { Button } from '../ui/index.ts';
import { showText } from './text-view.ts';

/** What can be done about a text that is not plain JSON. */
export function PlainFixes({ open }: { readonly open: OpenDocument }) {
  const t = useT();
  if (open.source.broken) {
    return (
      <Button size="sm" onPress={showText}>
        {t('text.showText')}
      </Button>
    );
  }
  return (
    <>
      <Button size="sm" onPress={() => describe(open)}>
        {t('text.loose.describe')}
      </Button>
      <Button size="sm" onPress={() => void editText(open.id, withoutComments(textOf(open)))}>
        {t('text.loose.remove')}
      </Button>
    </>
  );
}

function describe(open: OpenDocument): void {
  const opened = parseSource(textOf(open));
  if (opened.ok) editText(open.id, withDescriptions(opened.source));
}
