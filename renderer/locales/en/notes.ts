/** Notes on the drawing. */
export const notes = {
  'notes.add': 'Add a note',
  'notes.note': 'note',
  'notes.empty': 'Empty note',
  'notes.label': 'Note: {text}',
  'notes.write': 'Write in the note',
  'notes.placeholder': 'Write something, in Markdown',
  'notes.remove': 'Delete the note',
  'notes.removed': '{count, plural, one {The note was} other {# notes were}} deleted.',
  'notes.tools': 'The note',
  'notes.colour.sand': 'Sand',
  'notes.colour.blue': 'Blue',
  'notes.colour.green': 'Green',
  'notes.colour.violet': 'Violet',
} as const;
