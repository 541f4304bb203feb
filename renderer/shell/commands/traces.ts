import { FileUp, Hash, RadioTower, Route } from 'lucide-react';
import { pickTraceFiles } from '../../traces/import/pick.ts';
import { toggleReceiver } from '../../traces/receiver.ts';
import { askAboutTraces } from '../../traces/trace-dialogs.ts';
import type { AppCommand } from './command.ts';

export const traceCommands: readonly AppCommand[] = [
  { id: 'importTraces', title: 'traces.import.do', icon: FileUp, run: pickTraceFiles },
  {
    id: 'openTrace',
    title: 'traces.byId.title',
    icon: Hash,
    keys: '$mod+Alt+o',
    run: () => askAboutTraces({ kind: 'byId' }),
  },
  { id: 'receiver', title: 'traces.receiver.toggle', icon: RadioTower, run: () => void toggleReceiver() },
  {
    id: 'traceRules',
    title: 'traces.rules.edit',
    icon: Route,
    run: () => askAboutTraces({ kind: 'rules', traceId: null, draft: null }),
  },
];
