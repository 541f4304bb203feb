import { BranchDialog } from './BranchDialog.tsx';
import { MessageDialog } from './MessageDialog.tsx';
import { isMessage, useRunAction } from './question.ts';

export function RunActionDialog() {
  const action = useRunAction((state) => state.action);
  if (!action) return null;
  const key = `${action.kind} ${action.runId}`;
  return isMessage(action) ? <MessageDialog key={key} action={action} /> : <BranchDialog key={key} action={action} />;
}
