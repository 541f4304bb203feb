// What a person does without seeing the drawing: keys, the table, the details. The drawing itself is looked at in a real browser.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { TraceTimeline, type TraceTimelineProps } from './TraceTimeline.tsx';
import { sourceOf } from './run-source.ts';
import { compensated } from './testing/spans.ts';

afterEach(cleanup);

function shown(more: Partial<TraceTimelineProps> = {}) {
  const onSelect = vi.fn<TraceTimelineProps['onSelect']>();
  render(
    <TraceTimeline
      source={sourceOf(compensated())}
      now={0}
      live={false}
      selected={null}
      onSelect={onSelect}
      {...more}
    />,
  );
  return { onSelect, drawing: screen.queryByRole('application') };
}

const press = (element: Element | null, ...keys: string[]): void => {
  for (const key of keys) fireEvent.keyDown(element!, { key });
};

describe('the timeline, by keyboard', () => {
  test('arrows move from row to row and skip the lanes, sideways along the attempts', () => {
    const { onSelect, drawing } = shown();
    press(drawing, 'ArrowDown', 'ArrowDown', 'End', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowLeft');
    expect(onSelect.mock.calls).toEqual([
      ['check', 1, undefined, false],
      ['reserve', 1, undefined, true],
      ['ship', 1, undefined, false],
      ['ship', 1, 1, false],
      ['ship', 1, 2, false],
      ['ship', 1, 1, false],
    ]);
  });

  test('E and Shift E go round the errors', () => {
    const { onSelect, drawing } = shown();
    press(drawing, 'e', 'e', 'e');
    fireEvent.keyDown(drawing!, { key: 'E', shiftKey: true });
    expect(onSelect.mock.calls.map(([path, , attempt]) => [path, attempt])).toEqual([
      ['ship', 1],
      ['ship', 2],
      ['ship', 1],
      ['ship', 2],
    ]);
  });

  test('what is chosen is said aloud', () => {
    const { drawing } = shown({ nameOf: (step) => (step === 'ship' ? 'Create shipment' : undefined) });
    press(drawing, 'e');
    expect(screen.getByText('Create shipment, failed, 300 ms')).toBeTruthy();
  });

  test('Enter opens the details, with the attempts to choose from', () => {
    const { drawing } = shown({ dataOf: () => ({ input: { url: 'http://shop' } }) });
    press(drawing, 'e', 'Enter');
    const details = within(screen.getByRole('complementary'));
    expect(details.getAllByRole('button', { pressed: true }).map(({ textContent }) => textContent)).toEqual(['1']);
    expect(details.getAllByText('http.429').length).toBeGreaterThan(0);
    expect(details.getByText(/http:\/\/shop/)).toBeTruthy();
    fireEvent.click(details.getByRole('button', { name: '2' }));
    expect(details.getAllByRole('button', { pressed: true }).map(({ textContent }) => textContent)).toEqual(['2']);
  });
});

describe('in step with the outside', () => {
  test('a step selected there is chosen here, and nobody is told of it again', () => {
    const { onSelect } = shown({ selected: { path: 'reserve' } });
    expect(screen.getByText('reserve, done, 190 ms')).toBeTruthy();
    expect(onSelect).not.toHaveBeenCalled();
  });

  test('an undo chosen here stays chosen when the outside answers with its step', () => {
    const onSelect = vi.fn<TraceTimelineProps['onSelect']>();
    const props = { source: sourceOf(compensated()), now: 0, live: false, onSelect };
    const { rerender } = render(<TraceTimeline {...props} selected={null} />);
    press(screen.getByRole('application'), 'End');
    rerender(<TraceTimeline {...props} selected={{ path: 'reserve' }} />);
    expect(screen.getByText('Undo reserve, undone, 270 ms')).toBeTruthy();
  });
});

describe('the table', () => {
  test('has a row for each row of the drawing, and chooses as it does', async () => {
    const { onSelect } = shown();
    fireEvent.click(screen.getByRole('button', { name: 'More for this trace' }));
    fireEvent.click(await screen.findByRole('menuitem', { name: /Show as a table/ }));
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(
      rows.map((row) =>
        within(row)
          .getAllByRole('cell')
          .map(({ textContent }) => textContent)
          .join('|'),
      ),
    ).toEqual([
      '|failed and undone||0 ms|900 ms|http.429',
      'Forward|passed||5 ms|0 ms|',
      'Forward|failed||10 ms|890 ms|http.429',
      'Forward|done|1|10 ms|190 ms|',
      'Forward|failed|2|300 ms|300 ms|http.429',
      'Undoing|undone|1|620 ms|270 ms|',
    ]);
    fireEvent.click(screen.getByRole('button', { name: 'ship' }));
    expect(onSelect).toHaveBeenCalledWith('ship', 1, undefined, false);
  });
});

test('an empty trace says what would be there', () => {
  shown({ source: sourceOf([]) });
  expect(screen.getByText('No trace yet')).toBeTruthy();
});
