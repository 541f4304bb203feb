import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test } from 'vitest';
import { SuggestField } from './SuggestField.tsx';

afterEach(cleanup);

const known = [
  { id: 'hello', label: 'hello' },
  { id: 'order', label: 'order' },
];

function Field({ options }: { readonly options: typeof known }) {
  const [value, setValue] = useState('');
  return <SuggestField label="Workflow" value={value} onChange={setValue} options={options} />;
}

function typed(text: string): void {
  const field = screen.getByRole('combobox', { name: 'Workflow' });
  act(() => field.focus());
  fireEvent.change(field, { target: { value: text } });
}

const shown = (): readonly string[] => screen.queryAllByRole('option').map((option) => option.textContent);

test('what is typed narrows what is known', () => {
  render(<Field options={known} />);
  typed('ord');
  expect(shown()).toEqual(['order']);
});

test('what becomes known after it was typed is offered all the same', () => {
  const { rerender } = render(<Field options={[]} />);
  typed('ord');
  expect(shown()).toEqual([]);
  rerender(<Field options={known} />);
  expect(shown()).toEqual(['order']);
});

test('a list that was closed stays closed', () => {
  const { rerender } = render(<Field options={[]} />);
  typed('ord');
  rerender(<Field options={known} />);
  fireEvent.keyDown(screen.getByRole('combobox', { name: 'Workflow' }), { key: 'Escape' });
  rerender(<Field options={[...known]} />);
  expect(shown()).toEqual([]);
});
