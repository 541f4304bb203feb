import { findDocument, printDocument } from '../document/index.ts';
import { translate } from '../locales/index.ts';
import { engine } from '../rpc/index.ts';
import { attempt } from '../shell/notices.ts';
import { toast } from '../ui/index.ts';
import { loadTriggers } from './triggers.ts';

/** Makes what is drawn the latest version of its name: what triggers and children start from now on. */
export async function deployDocument(documentId: string): Promise<void> {
  const open = findDocument(documentId);
  if (!open) return;
  const document = printDocument(open.document);
  await attempt('triggers.deploy.failed', {}, async () => {
    const { workflow, version } = await engine.definitions.deploy({ document });
    toast(() => translate('triggers.deploy.done', { workflow, version }), 'ok');
    await loadTriggers();
  });
}
