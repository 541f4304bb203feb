import { create } from 'zustand';

/** Whether the person is choosing what to begin with. */
export const useTemplateDialog = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export const askForTemplate = (): void => useTemplateDialog.setState({ isOpen: true });
export const closeTemplates = (): void => useTemplateDialog.setState({ isOpen: false });
