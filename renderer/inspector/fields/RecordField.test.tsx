import type { Json } from '@sagaloom/engine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { closeDocument, findDocument, openDocument } from '../../document/index.ts';
import { EditingContext } from '../editing.ts';
import { SetForm } from '../forms/SmallForms.tsx';
import { RecordField } from './RecordField.tsx';

afterEach(cleanup);

const step = { type: 'set', assign: { total: 1 } } as const;

/** What the step holds when the only name of its only table has been removed. */
function emptied(field: React.ReactNode): Json | undefined {
  const document = { format: 'sagaloom/v1', name: 'flow', start: 'one', steps: { one: step } };
  const id = openDocument({ path: null, etag: null, document });
  const editing = { documentId: id, document, base: ['steps', 'one'], name: 'one', readOnly: false, diagnostics: [] };
  render(<EditingContext value={editing}>{field}</EditingContext>);
  fireEvent.click(screen.getByRole('button', { name: /Remove total/ }));
  const held = findDocument(id)?.document['steps'];
  closeDocument(id);
  return (held as { readonly one: Json }).one;
}

test('a table that the step must have stays when it is emptied', () => {
  expect(emptied(<SetForm />)).toEqual({ type: 'set', assign: {} });
});

test('any other goes with its last name', () => {
  const field = <RecordField path={['assign']} label="a" keyLabel="k" valueLabel="v" keyStem="k" />;
  expect(emptied(field)).toEqual({ type: 'set' });
});
