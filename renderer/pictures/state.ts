import { create } from 'zustand';

/** The document whose picture is being made; null while none is. */
export const usePictureDialog = create<{ readonly documentId: string | null }>(() => ({ documentId: null }));

export const askForPicture = (documentId: string): void => usePictureDialog.setState({ documentId });
export const closePicture = (): void => usePictureDialog.setState({ documentId: null });
