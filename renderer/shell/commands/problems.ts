import { CircleAlert, TriangleAlert } from 'lucide-react';
import { goToProblem, hasProblems } from '../../problems/problems.ts';
import { showDock } from '../layout.ts';
import type { AppCommand } from './command.ts';

export const problemCommands: readonly AppCommand[] = [
  {
    id: 'nextProblem',
    title: 'problems.next',
    icon: CircleAlert,
    keys: 'F8',
    isEnabled: hasProblems,
    run: () => goToProblem(1),
  },
  {
    id: 'previousProblem',
    title: 'problems.previous',
    icon: CircleAlert,
    keys: 'Shift+F8',
    isEnabled: hasProblems,
    run: () => goToProblem(-1),
  },
  {
    id: 'problems',
    title: 'problems.show',
    icon: TriangleAlert,
    keys: '$mod+Shift+m',
    run: () => showDock('problems'),
  },
];
