export { deployDocument } from './deploy.ts';
export { TriggersPanel } from './TriggersPanel.tsx';
