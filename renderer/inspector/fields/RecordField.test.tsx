import type { Json } from '@sagaloom/engine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { closeDocument, editDocument, findDocument, openDocument, readAt, writeAt } from '../../document/index.ts';
import { EditingContext } from '../editing.ts';
import { SetForm } from '../forms/SmallForms.tsx';
import { RecordField } from './RecordField.tsx';

afterEach(cleanup);

const step = { type: 'set', assign: { total: 1 } } as const;

/** Keys are of a person's choosing, and JSON knows no reserved ones. */
test('a name may be __proto__, and its neighbours can be renamed', () => {
  const document = { format: 'sagaloom/v1', name: 'flow', start: 'one', steps: { one: step } };
  const id = openDocument({ path: null, etag: null, document });
  const editing = { documentId: id, document, base: ['steps', 'one'], name: 'one', readOnly: false, diagnostics: [] };
  const assign = (): string => JSON.stringify(readAt(findDocument(id)?.document, ['steps', 'one', 'assign']));
  const rename = (from: string, to: string): void => {
    const held = findDocument(id)?.document ?? document;
    render(
      <EditingContext value={{ ...editing, document: held }}>
        <SetForm />
      </EditingContext>,
    );
    const cell = screen.getByRole('textbox', { name: `Variable: ${from}` });
    fireEvent.change(cell, { target: { value: to } });
    fireEvent.blur(cell);
    cleanup();
  };
  rename('total', '__proto__');
  expect(assign()).toBe('{"__proto__":1}');
  editDocument(id, { kind: 'set', name: '' }, (draft) => {
    writeAt(draft, ['steps', 'one', 'assign', 'other'], 2);
    writeAt(draft, ['steps', 'one', 'assign', '__proto__'], { deep: 3 });
    writeAt(draft, ['steps', 'one', 'made', '__proto__'], 4);
  });
  rename('other', 'last');
  expect(assign()).toBe('{"__proto__":{"deep":3},"last":2}');
  expect(JSON.stringify(readAt(findDocument(id)?.document, ['steps', 'one', 'made']))).toBe('{"__proto__":4}');
  closeDocument(id);
});

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
